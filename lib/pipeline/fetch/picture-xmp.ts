import { inflateSync } from "node:zlib";

/** The keyword of the text chunk that holds a PNG's XMP packet. */
const KEYWORD = "XML:com.adobe.xmp\0";
const MAX_XMP_BYTES = 1_048_576;

/**
 * Bytes among which a picture's XMP packet lies as text. Every format holds it so, where it is found without knowing
 * the format; PNG alone may hold it packed, as libvips writes it. Total on any bytes.
 */
export function xmpTexts(picture: Buffer): Buffer[] {
  const keyword = picture.indexOf(KEYWORD);
  const packed = keyword >= 8 ? packedText(picture, keyword) : null;
  if (!packed) return [picture];
  try {
    return [picture, inflateSync(packed, { maxOutputLength: MAX_XMP_BYTES })];
  } catch {
    return [picture];
  }
}

/** The deflated part of the text chunk whose keyword begins there (PNG §11.3.3); null for text as it is. */
function packedText(png: Buffer, keyword: number): Buffer | null {
  const type = png.toString("latin1", keyword - 4, keyword);
  const end = keyword + png.readUInt32BE(keyword - 8);
  const at = keyword + KEYWORD.length;
  if (type === "zTXt") return png.subarray(at + 1, end);
  if (type !== "iTXt" || png[at] !== 1) return null;
  const language = png.indexOf(0, at + 2);
  const translated = language < 0 ? -1 : png.indexOf(0, language + 1);
  return translated < 0 ? null : png.subarray(translated + 1, end);
}
