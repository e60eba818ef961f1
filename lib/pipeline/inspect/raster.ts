/**
 * Upright sRGB pixels, 8 bits a channel, interleaved RGB (3) or RGBA (4). `pixels` holds exactly
 * width × height × channels bytes, so loops over them read within bounds.
 */
export interface Raster {
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** One channel of numbers, row by row. */
export interface Plane {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** The pixels over white, as RGB: what a person sees on a page, and what is measured. */
export function overWhite({ pixels, width, height, channels }: Raster): Raster {
  if (channels === 3) return { pixels, width, height, channels };
  const rgb = Buffer.allocUnsafe(width * height * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4) {
    const alpha = (pixels[from + 3] ?? 0) / 255;
    for (let c = 0; c < 3; c++) {
      rgb[to++] = Math.round(255 + ((pixels[from + c] ?? 0) - 255) * alpha);
    }
  }
  return { pixels: rgb, width, height, channels: 3 };
}

/** Rec. 601 luma, rounded to whole levels as Pillow's mode "L" is. */
export function lumaOf({ pixels, width, height }: Raster): Plane {
  const values = new Float32Array(width * height);
  for (let i = 0, at = 0; i < values.length; i++, at += 3) {
    const r = pixels[at] as number;
    const g = pixels[at + 1] as number;
    const b = pixels[at + 2] as number;
    values[i] = (r * 19_595 + g * 38_470 + b * 7_471 + 0x8000) >> 16;
  }
  return { values, width, height };
}
