import { unpackRuns } from "./bmp-rle.ts";
import type { Raster } from "./raster.ts";
import { Unreadable } from "./unreadable.ts";

const FILE_HEADER = 14;
const DIB_HEADERS = [12, 40, 52, 56, 64, 108, 124];
const UNCOMPRESSED = 0;
/** Run-length encodings, by the bits of a pixel they are for. */
const RUNS: Record<number, number> = { 8: 1, 4: 2 };
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;

/** Red, green, blue and alpha masks where the file states none. */
const DEFAULT_MASKS: Record<number, readonly number[]> = {
  16: [0x7c00, 0x03e0, 0x001f, 0],
  24: [0xff0000, 0x00ff00, 0x0000ff, 0],
  32: [0xff0000, 0x00ff00, 0x0000ff, 0],
};

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly isTopDown: boolean;
  readonly bitsPerPixel: number;
  readonly isRunLength: boolean;
  readonly pixelOffset: number;
  /** Entries of three colour bytes and, outside the oldest header, one of padding. */
  readonly palette: {
    readonly offset: number;
    readonly entries: number;
    readonly entrySize: number;
  };
  readonly masks: readonly number[];
}

/** The header of a BMP, uncompressed or of runs. Throws Unreadable. */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FILE_HEADER + 12) throw new Unreadable("corrupt", "BMP: header cut off");
  const dibSize = view.getUint32(FILE_HEADER, true);
  if (!DIB_HEADERS.includes(dibSize)) throw new Unreadable("unsupported", "BMP: unknown header");
  if (bytes.length < FILE_HEADER + dibSize) throw new Unreadable("corrupt", "BMP: header cut off");

  const isCore = dibSize === 12;
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const signedHeight = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? UNCOMPRESSED : view.getUint32(30, true);
  const height = Math.abs(signedHeight);
  if (width < 1 || height < 1) throw new Unreadable("corrupt", "BMP: no pixels");

  const isBitfields = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  const isRunLength = compression !== UNCOMPRESSED && compression === RUNS[bitsPerPixel];
  if (!isBitfields && !isRunLength && compression !== UNCOMPRESSED) {
    throw new Unreadable("unsupported", `BMP: compression ${compression}`);
  }
  const isIndexed = [1, 4, 8].includes(bitsPerPixel);
  const isMaskable = bitsPerPixel === 16 || bitsPerPixel === 32;
  if (isBitfields ? !isMaskable : !isIndexed && !DEFAULT_MASKS[bitsPerPixel]) {
    throw new Unreadable("unsupported", `BMP: ${bitsPerPixel} bits per pixel`);
  }
  // Headers of 40 bytes are followed by the masks; longer ones contain them at the same place.
  const alphaMaskCount = dibSize >= 56 || compression === ALPHA_BITFIELDS ? 4 : 3;
  const maskEnd = isBitfields ? FILE_HEADER + 40 + alphaMaskCount * 4 : 0;
  if (bytes.length < maskEnd) throw new Unreadable("corrupt", "BMP: masks cut off");
  const masks = isBitfields
    ? [0, 1, 2, 3].map((i) => (i < alphaMaskCount ? view.getUint32(54 + i * 4, true) : 0))
    : (DEFAULT_MASKS[bitsPerPixel] ?? []);

  const colours = isIndexed ? 2 ** bitsPerPixel : 0;
  const stated = isCore ? 0 : view.getUint32(46, true);
  return {
    width,
    height,
    hasAlpha: (masks[3] ?? 0) !== 0,
    isTopDown: signedHeight < 0,
    bitsPerPixel,
    isRunLength,
    pixelOffset: view.getUint32(10, true),
    palette: {
      offset: FILE_HEADER + dibSize,
      entries: stated > 0 ? Math.min(stated, colours) : colours,
      entrySize: isCore ? 3 : 4,
    },
    masks,
  };
}

/** The pixels as RGB or RGBA, top row first. The caller has checked the number of pixels. Throws Unreadable. */
export function decodeBmp(bytes: Uint8Array, header: BmpHeader): Raster {
  const { width, height } = header;
  const { rows, stride, bitsPerPixel } = rowsOf(bytes, header);
  const channels = header.hasAlpha ? 4 : 3;
  const pixels = Buffer.alloc(width * height * channels);
  const writeRow =
    bitsPerPixel <= 8
      ? indexedRow(rows, bitsPerPixel, paletteOf(bytes, header), width)
      : directRow(rows, header);
  for (let y = 0; y < height; y++) {
    const row = header.isTopDown ? y : height - 1 - y;
    writeRow(row * stride, pixels, y * width * channels);
  }
  if (header.hasAlpha) showUnusedAlpha(pixels);
  return { pixels, width, height, channels };
}

/** The rows in the order of the file; those of runs unpacked to a byte for each pixel. */
function rowsOf(bytes: Uint8Array, header: BmpHeader) {
  const { width, height, bitsPerPixel, pixelOffset } = header;
  const isInside = pixelOffset >= FILE_HEADER && pixelOffset <= bytes.length;
  const packed = bytes.subarray(isInside ? pixelOffset : bytes.length);
  if (header.isRunLength)
    return { rows: unpackRuns(packed, header), stride: width, bitsPerPixel: 8 };
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  if (stride * height > packed.length) throw new Unreadable("corrupt", "BMP: pixels cut off");
  return { rows: packed, stride, bitsPerPixel };
}

/** Old programs declare an alpha channel and leave it zero: nothing would be seen of the picture. */
function showUnusedAlpha(pixels: Buffer): void {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return;
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
}

type WriteRow = (from: number, pixels: Buffer, to: number) => void;

/** Entries of `size` bytes: blue, green, red. */
interface Palette {
  readonly colours: Uint8Array;
  readonly entries: number;
  readonly size: number;
}

function paletteOf(bytes: Uint8Array, { palette }: BmpHeader): Palette {
  const { offset, entries, entrySize: size } = palette;
  const colours = bytes.subarray(offset, offset + entries * size);
  if (colours.length < entries * size) throw new Unreadable("corrupt", "BMP: palette cut off");
  return { colours, entries, size };
}

function indexedRow(
  rows: Uint8Array,
  bitsPerPixel: number,
  { colours, entries, size }: Palette,
  width: number,
): WriteRow {
  const perByte = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  return (from, pixels, to) => {
    for (let x = 0; x < width; x++) {
      const byte = rows[from + Math.floor(x / perByte)] ?? 0;
      const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & mask;
      if (index >= entries) throw new Unreadable("corrupt", "BMP: colour outside the palette");
      const entry = index * size;
      pixels[to + x * 3] = colours[entry + 2] ?? 0;
      pixels[to + x * 3 + 1] = colours[entry + 1] ?? 0;
      pixels[to + x * 3 + 2] = colours[entry] ?? 0;
    }
  };
}

function directRow(rows: Uint8Array, header: BmpHeader): WriteRow {
  const { width, bitsPerPixel, hasAlpha } = header;
  const bytesPerPixel = bitsPerPixel / 8;
  const fields = header.masks.slice(0, hasAlpha ? 4 : 3).map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    const max = mask >>> shift;
    // One run of bits; 0 & anything is also 0, so an absent colour reads as black.
    if (max & (max + 1)) throw new Unreadable("unsupported", "BMP: scattered masks");
    return { mask, shift, scale: max === 0 ? 0 : 255 / max };
  });
  return (from, pixels, to) => {
    let out = to;
    for (let at = from; at < from + width * bytesPerPixel; at += bytesPerPixel) {
      let value = 0;
      for (let i = 0; i < bytesPerPixel; i++) value |= (rows[at + i] ?? 0) << (i * 8);
      for (const { mask, shift, scale } of fields) {
        pixels[out++] = Math.round(((value & mask) >>> shift) * scale);
      }
    }
  };
}
