import type { Raster } from "./raster.ts";
import { Unreadable } from "./unreadable.ts";

const FILE_HEADER = 14;
const DIB_HEADERS = [12, 40, 52, 56, 64, 108, 124];
const UNCOMPRESSED = 0;
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
  readonly pixelOffset: number;
  /** Entries of three colour bytes and, outside the oldest header, one of padding. */
  readonly palette: {
    readonly offset: number;
    readonly entries: number;
    readonly entrySize: number;
  };
  readonly masks: readonly number[];
}

/** The header of an uncompressed BMP. Throws Unreadable. */
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
  if (!isBitfields && compression !== UNCOMPRESSED) {
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
  const { width, height, bitsPerPixel, pixelOffset } = header;
  const stride = Math.ceil((width * bitsPerPixel) / 32) * 4;
  if (pixelOffset < FILE_HEADER || pixelOffset + stride * height > bytes.length) {
    throw new Unreadable("corrupt", "BMP: pixels cut off");
  }
  const channels = header.hasAlpha ? 4 : 3;
  const pixels = Buffer.alloc(width * height * channels);
  const writeRow = bitsPerPixel <= 8 ? indexedRow(bytes, header) : directRow(bytes, header);
  for (let y = 0; y < height; y++) {
    const row = header.isTopDown ? y : height - 1 - y;
    writeRow(pixelOffset + row * stride, pixels, y * width * channels);
  }
  if (header.hasAlpha) showUnusedAlpha(pixels);
  return { pixels, width, height, channels };
}

/** Old programs declare an alpha channel and leave it zero: nothing would be seen of the picture. */
function showUnusedAlpha(pixels: Buffer): void {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return;
  for (let at = 3; at < pixels.length; at += 4) pixels[at] = 255;
}

type WriteRow = (from: number, pixels: Buffer, to: number) => void;

function indexedRow(bytes: Uint8Array, { width, bitsPerPixel, palette }: BmpHeader): WriteRow {
  const { offset, entries, entrySize } = palette;
  if (offset + entries * entrySize > bytes.length) {
    throw new Unreadable("corrupt", "BMP: palette cut off");
  }
  const perByte = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  return (from, pixels, to) => {
    for (let x = 0; x < width; x++) {
      const byte = bytes[from + Math.floor(x / perByte)] ?? 0;
      const index = (byte >> (8 - bitsPerPixel * ((x % perByte) + 1))) & mask;
      if (index >= entries) throw new Unreadable("corrupt", "BMP: colour outside the palette");
      const entry = offset + index * entrySize;
      pixels[to + x * 3] = bytes[entry + 2] ?? 0;
      pixels[to + x * 3 + 1] = bytes[entry + 1] ?? 0;
      pixels[to + x * 3 + 2] = bytes[entry] ?? 0;
    }
  };
}

function directRow(bytes: Uint8Array, header: BmpHeader): WriteRow {
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
      for (let i = 0; i < bytesPerPixel; i++) value |= (bytes[at + i] ?? 0) << (i * 8);
      for (const { mask, shift, scale } of fields) {
        pixels[out++] = Math.round(((value & mask) >>> shift) * scale);
      }
    }
  };
}
