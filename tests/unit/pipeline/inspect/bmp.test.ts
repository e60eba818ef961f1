import { describe, expect, test } from "vitest";
import { decodeBmp, readBmpHeader } from "@/lib/pipeline/inspect/bmp";
import { decode } from "@/lib/pipeline/inspect/decode";

interface BmpOptions {
  width: number;
  height: number;
  bits: number;
  rows: number[][];
  palette?: number[];
  compression?: number;
  masks?: number[];
  isTopDown?: boolean;
}

/** Rows are given as they lie in the file, without their padding. */
function bmp(options: BmpOptions): Buffer {
  const { width, height, bits, rows, palette = [], compression = 0, masks = [] } = options;
  const offset = 54 + masks.length * 4 + palette.length;
  const stride = Math.ceil((width * bits) / 32) * 4;
  const bytes = Buffer.alloc(offset + stride * rows.length);
  bytes.write("BM");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(offset, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(options.isTopDown ? -height : height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(bits, 28);
  bytes.writeUInt32LE(compression, 30);
  bytes.writeUInt32LE(palette.length / 4, 46);
  for (const [i, mask] of masks.entries()) bytes.writeUInt32LE(mask, 54 + i * 4);
  bytes.set(palette, 54 + masks.length * 4);
  for (const [i, row] of rows.entries()) bytes.set(row, offset + i * stride);
  return bytes;
}

const pixelsOf = (bytes: Buffer) => [...decodeBmp(bytes, readBmpHeader(bytes)).pixels];
const RED = [255, 0, 0];
const GREEN = [0, 255, 0];
const BLUE = [0, 0, 255];
const WHITE = [255, 255, 255];
/** Blue, green, red, padding: red, green, blue, white. */
const PALETTE = [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0];
const square = { width: 2, height: 2 };
const EXPECTED = [...RED, ...GREEN, ...BLUE, ...WHITE];

describe("a BMP is read the same in every layout", () => {
  const layouts: Record<string, Buffer> = {
    "8 bits": bmp({
      ...square,
      bits: 8,
      palette: PALETTE,
      rows: [
        [2, 3],
        [0, 1],
      ],
    }),
    "4 bits": bmp({ ...square, bits: 4, palette: PALETTE, rows: [[0x23], [0x01]] }),
    "24 bits": bmp({
      ...square,
      bits: 24,
      rows: [
        [255, 0, 0, ...WHITE],
        [0, 0, 255, 0, 255, 0],
      ],
    }),
    "32 bits": bmp({
      ...square,
      bits: 32,
      rows: [
        [255, 0, 0, 9, ...WHITE, 9],
        [0, 0, 255, 9, 0, 255, 0, 9],
      ],
    }),
    "16 bits, 555": bmp({
      ...square,
      bits: 16,
      rows: [
        [0x1f, 0, 0xff, 0x7f],
        [0, 0x7c, 0xe0, 0x03],
      ],
    }),
    "16 bits, 565": bmp({
      ...square,
      bits: 16,
      compression: 3,
      masks: [0xf800, 0x07e0, 0x001f],
      rows: [
        [0x1f, 0, 0xff, 0xff],
        [0, 0xf8, 0xe0, 0x07],
      ],
    }),
    "top row first": bmp({
      ...square,
      bits: 8,
      isTopDown: true,
      palette: PALETTE,
      rows: [
        [0, 1],
        [2, 3],
      ],
    }),
  };
  test.each(Object.entries(layouts))("%s", (_name, bytes) => {
    expect(pixelsOf(bytes)).toEqual(EXPECTED);
  });

  test("1 bit", () => {
    const bytes = bmp({
      width: 3,
      height: 1,
      bits: 1,
      palette: PALETTE.slice(0, 8),
      rows: [[0b01000000]],
    });
    expect(pixelsOf(bytes)).toEqual([...RED, ...GREEN, ...RED]);
  });

  test("an alpha channel is kept, unless it was never filled", () => {
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
    const layout = { width: 2, height: 1, bits: 32, compression: 6, masks };
    expect(pixelsOf(bmp({ ...layout, rows: [[0, 0, 255, 128, 0, 0, 255, 0]] }))).toEqual([
      ...RED,
      128,
      ...RED,
      0,
    ]);
    expect(pixelsOf(bmp({ ...layout, rows: [[0, 0, 255, 0, 0, 0, 255, 0]] }))).toEqual([
      ...RED,
      255,
      ...RED,
      255,
    ]);
  });
});

describe("a BMP that lies about itself ends with an outcome", () => {
  const good = bmp({
    ...square,
    bits: 24,
    rows: [
      [...BLUE, ...BLUE],
      [...RED, ...RED],
    ],
  });
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(good);
    change(bytes);
    return bytes;
  };
  const cases: [string, string, Buffer][] = [
    ["cut off", "corrupt", good.subarray(0, good.length - 4)],
    ["cut in the header", "corrupt", good.subarray(0, 30)],
    ["pixels beyond the file", "corrupt", changed((b) => b.writeUInt32LE(0xffffffff, 10))],
    ["negative width", "corrupt", changed((b) => b.writeInt32LE(-2, 18))],
    ["huge", "too-many-pixels", changed((b) => b.writeInt32LE(0x7fffffff, 18))],
    ["runs of 24 bits", "unsupported", changed((b) => b.writeUInt32LE(1, 30))],
    ["7 bits", "unsupported", changed((b) => b.writeUInt16LE(7, 28))],
    [
      "a colour outside the palette",
      "corrupt",
      bmp({
        ...square,
        bits: 8,
        palette: PALETTE,
        rows: [
          [9, 9],
          [9, 9],
        ],
      }),
    ],
    [
      "scattered masks",
      "unsupported",
      bmp({
        ...square,
        bits: 16,
        compression: 3,
        masks: [0xf0f0, 0x0f00, 0x000f],
        rows: [[0], [0]],
      }),
    ],
  ];
  test.each(cases)("%s", async (_name, outcome, bytes) => {
    const result = await decode({ bytes, format: "bmp", minWidth: 1, minHeight: 1 });
    expect(result).toMatchObject({ ok: false, outcome });
  });
});
