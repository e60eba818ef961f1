import type { ImageFormat } from "@/lib/domain/image";

/** What bytes are by their own account. Everything beside an ImageFormat is recognised only to be refused by name. */
export type SniffedType =
  | ImageFormat
  | "heic"
  | "jxl"
  | "jp2"
  | "ico"
  | "svg"
  | "html"
  | "pdf"
  | "mp4"
  | "zip"
  | "gzip";

/** Leading bytes as Latin-1, in the formats' specifications. */
const MAGIC: readonly (readonly [prefix: string, type: SniffedType])[] = [
  ["\xff\xd8\xff", "jpeg"],
  ["\x89PNG\r\n\x1a\n", "png"],
  ["GIF87a", "gif"],
  ["GIF89a", "gif"],
  ["II*\0", "tiff"],
  ["MM\0*", "tiff"],
  ["II+\0", "tiff"],
  ["MM\0+", "tiff"],
  ["\xff\x0a", "jxl"],
  ["\0\0\0\x0cJXL \r\n\x87\n", "jxl"],
  ["\0\0\0\x0cjP  \r\n\x87\n", "jp2"],
  ["\0\0\x01\0", "ico"],
  ["\0\0\x02\0", "ico"],
  ["%PDF-", "pdf"],
  ["PK\x03\x04", "zip"],
  ["\x1f\x8b", "gzip"],
];
const HEIF_BRAND = /^(?:he[ivx][cmsx]|hev[cmsx]|mif[12]|msf1|miaf)$/;
/** Sizes of the bitmap header that follows the 14 bytes of the file header; "BM" alone also begins words. */
const BMP_HEADER_SIZES: readonly number[] = [12, 16, 40, 52, 56, 64, 108, 124];
const MAX_FTYP_BYTES = 512;
const MAX_MARKUP_BYTES = 65_536;

/** The type of `bytes` by their content; null when it is none of those known. */
export function sniff(bytes: Uint8Array): SniffedType | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.toString("latin1", 0, 16);
  const magic = MAGIC.find(([prefix]) => head.startsWith(prefix));
  if (magic) return magic[1];
  if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) return "webp";
  if (head.startsWith("ftyp", 4)) return sniffBrands(buffer);
  if (isBitmap(buffer)) return "bmp";
  return sniffMarkup(buffer);
}

const isBitmap = (buffer: Buffer): boolean =>
  buffer.length >= 26 &&
  buffer.toString("latin1", 0, 2) === "BM" &&
  BMP_HEADER_SIZES.includes(buffer.readUInt32LE(14));

/** The box that ISO base media files begin with: major brand, version, then compatible brands (ISO/IEC 14496-12). */
function sniffBrands(buffer: Buffer): SniffedType {
  const end = Math.min(buffer.readUInt32BE(0), buffer.length, MAX_FTYP_BYTES);
  const brands = [buffer.toString("latin1", 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(buffer.toString("latin1", at, at + 4));
  if (brands.some((brand) => brand === "avif" || brand === "avis")) return "avif";
  return brands.some((brand) => HEIF_BRAND.test(brand)) ? "heic" : "mp4";
}

const isUtf16 = (buffer: Buffer): boolean => buffer[0] === 0xff && buffer[1] === 0xfe;

/** The root element behind byte order mark, XML prolog and comments, or the document type that names it. */
function sniffMarkup(buffer: Buffer): "svg" | "html" | null {
  const encoding = isUtf16(buffer) ? "utf16le" : "utf8";
  let text = buffer.toString(encoding, 0, MAX_MARKUP_BYTES).replace(/^\ufeff/, "");
  for (;;) {
    text = text.trimStart();
    const close = text.startsWith("<!--") ? "-->" : "?>";
    if (close === "?>" && !text.startsWith("<?")) break;
    const end = text.indexOf(close);
    if (end < 0) return null;
    text = text.slice(end + close.length);
  }
  const root = /^<(?:!doctype\s+)?(?:[a-z][\w-]*:)?([a-z]+)/i.exec(text)?.[1]?.toLowerCase();
  if (root === "svg") return "svg";
  return root && HTML_ROOTS.includes(root) ? "html" : null;
}
const HTML_ROOTS: readonly string[] = "html head body script meta title div p a img".split(" ");
