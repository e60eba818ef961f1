import { Unreadable } from "./unreadable.ts";

/** What follows a zero byte: the end of a row or of the picture, a jump, or so many pixels one by one. */
const END_OF_ROW = 0;
const END_OF_PICTURE = 1;
const JUMP = 2;

/**
 * Unpacks run-length encoded pixels into one index each, row by row in the order of the file. What is jumped over stays
 * 0. Runs are cut at the end of a row. Throws Unreadable for a picture that ends before its last row.
 */
export function unpackRuns(
  packed: Uint8Array,
  { width, height, bitsPerPixel }: { width: number; height: number; bitsPerPixel: number },
): Uint8Array {
  const indices = new Uint8Array(width * height);
  const isNibbles = bitsPerPixel === 4;
  let [x, y, at] = [0, 0, 0];
  const put = (index: number) => {
    if (x < width && y < height) indices[y * width + x] = index;
    x++;
  };
  const nibbleOf = (byte: number, i: number) => (i % 2 === 0 ? byte >> 4 : byte & 15);
  while (at + 1 < packed.length && y < height) {
    const count = packed[at] as number;
    const value = packed[at + 1] as number;
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(isNibbles ? nibbleOf(value, i) : value);
    } else if (value === END_OF_PICTURE) return indices;
    else if (value === END_OF_ROW) [x, y] = [0, y + 1];
    else if (value === JUMP) {
      x += packed[at] ?? 0;
      y += packed[at + 1] ?? 0;
      at += 2;
    } else {
      for (let i = 0; i < value; i++) {
        const byte = packed[at + (isNibbles ? i >> 1 : i)] ?? 0;
        put(isNibbles ? nibbleOf(byte, i) : byte);
      }
      // Padded to pairs of bytes.
      const size = isNibbles ? (value + 1) >> 1 : value;
      at += size + (size % 2);
    }
  }
  if (y < height - 1) throw new Unreadable("corrupt", "BMP: pixels cut off");
  return indices;
}
