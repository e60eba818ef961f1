import { measureBlur } from "./blur.ts";
import { fineShare } from "./fine-detail.ts";
import { measureFrame, type Window } from "./frame.ts";
import type { Measurements } from "./measurements.ts";
import { lumaOf, overWhite, type Plane, type Raster } from "./raster.ts";
import { textShare } from "./text.ts";
import { measureTone } from "./tone.ts";

/** What a file says of itself, without its pixels. */
export type Stated = Pick<
  Measurements,
  | "width"
  | "height"
  | "frameCount"
  | "hasAlpha"
  | "hasIccProfile"
  | "exifOrientation"
  | "hasGps"
  | "jpegQuality"
  | "isCutShort"
>;

/** Measures the thumbnail of a picture, and a part of the picture at full size that tells how fine its detail is. */
export function measure(
  thumbnail: Raster,
  atFullSize: Raster,
): { content: Plane; measured: Omit<Measurements, keyof Stated> } {
  const rgb = overWhite(thumbnail);
  const luma = lumaOf(rgb);
  const { frame, inside } = measureFrame(rgb);
  const measured = {
    ...measureTone(rgb, luma),
    ...measureBlur(luma),
    ...frame,
    transparentShare: transparentShare(thumbnail),
    highFrequencyShare: fineShare(atFullSize),
    textShare: textShare(luma),
  };
  return { content: cutOut(luma, inside), measured };
}

/**
 * Of the area, 3.3 % of each side: with a thinner frame a copy is near enough to its original anyway, and thin ones
 * are often found in one copy and missed in the next.
 */
const MIN_FRAME_SHARE = 0.13;
/** What leaves less inside it is no frame, but part of the picture. */
const MAX_FRAME_SHARE = 0.8;

/**
 * The luma within the frame, which a copy with a frame has in common with one without. Only what lies on both of two
 * opposite sides counts: what is flat on one alone is as likely part of the picture.
 */
function cutOut(luma: Plane, inside: Window): Plane {
  const across = bothSides(inside.left, inside.width, luma.width);
  const down = bothSides(inside.top, inside.height, luma.height);
  const [width, height] = [across.length, down.length];
  const frameShare = 1 - (width * height) / luma.values.length;
  if (frameShare < MIN_FRAME_SHARE || frameShare > MAX_FRAME_SHARE) return luma;
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (down.start + y) * luma.width + across.start;
    values.set(luma.values.subarray(from, from + width), y * width);
  }
  return { values, width, height };
}

const bothSides = (start: number, length: number, whole: number) =>
  start > 0 && start + length < whole ? { start, length } : { start: 0, length: whole };

function transparentShare({ pixels, channels }: Raster): number {
  if (channels === 3) return 0;
  let count = 0;
  for (let at = 3; at < pixels.length; at += 4) if ((pixels[at] as number) < 128) count++;
  return count / (pixels.length / 4);
}
