import type { ImageFormat } from "../../domain/image.ts";
import { hasJpegEnd } from "./jpeg-tables.ts";

/** Whether a file ends before its own end mark: such may decode, to a picture with its last rows missing. */
export function isCutShort(bytes: Buffer, format: ImageFormat): boolean {
  switch (format) {
    case "jpeg":
      return !hasJpegEnd(bytes);
    case "png":
      return !hasPngEnd(bytes);
    case "gif":
      return !hasGifEnd(bytes);
    case "webp":
      return bytes.length < 8 || bytes.readUInt32LE(4) + 8 > bytes.length;
    default:
      return false;
  }
}

/** Chunks are a length, a name, so many bytes and a checksum. */
function hasPngEnd(bytes: Buffer): boolean {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString("latin1", at + 4, at + 8) === "IEND") return true;
  }
  return false;
}

const GIF_EXTENSION = 0x21;
const GIF_IMAGE = 0x2c;
const GIF_TRAILER = 0x3b;

function hasGifEnd(bytes: Buffer): boolean {
  let at = 13 + colourTableBytes(bytes[10]);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === GIF_TRAILER) return true;
    if (block === GIF_EXTENSION) at = pastSubBlocks(bytes, at + 2);
    else if (block === GIF_IMAGE)
      at = pastSubBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9]));
    else return false;
  }
  return false;
}

/** The top bit says whether there is a table, the lowest three how long it is. */
const colourTableBytes = (flags = 0): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** Each begins with its length; an empty one ends them. */
function pastSubBlocks(bytes: Buffer, first: number): number {
  let at = first;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] as number);
  return at + 1;
}
