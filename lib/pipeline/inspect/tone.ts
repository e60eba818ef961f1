import type { Measurements } from "./measurements.ts";
import type { Plane, Raster } from "./raster.ts";

/** Of CleanVision's perceived brightness (HSP), squared: 0.241 R² + 0.691 G² + 0.068 B². */
const BRIGHTNESS_BINS = 4096;
const PER_BRIGHTNESS = (BRIGHTNESS_BINS - 1) / (1000 * 255 * 255);
/** Recompressing a grey picture as colour moves its channels apart by a few levels. */
const CHANNEL_TOLERANCE = 8;
/** A grey picture may carry a stray coloured pixel. */
const MAX_COLOURED_SHARE = 0.001;

type Tone = Pick<
  Measurements,
  | "brightnessP1"
  | "brightnessP5"
  | "brightnessP50"
  | "brightnessP99"
  | "contrast"
  | "entropy"
  | "colourfulness"
  | "uniformShare"
  | "isGrayscale"
>;

/** How bright, how varied and how colourful the pixels are, wherever they lie. */
export function measureTone(rgb: Raster, luma: Plane): Tone {
  const { brightness, levels, colouredShare, colourfulness } = countLevels(rgb);
  const lumaLevels = histogramOf(luma.values);
  const isGrayscale = colouredShare <= MAX_COLOURED_SHARE;
  return {
    brightnessP1: percentile(brightness, 0.01),
    brightnessP5: percentile(brightness, 0.05),
    brightnessP50: percentile(brightness, 0.5),
    brightnessP99: percentile(brightness, 0.99),
    contrast: deviationOf(lumaLevels) / 255,
    entropy: entropyOf(isGrayscale ? lumaLevels : levels),
    colourfulness,
    uniformShare: uniformShare(levels),
    isGrayscale,
  };
}

function countLevels({ pixels }: Raster) {
  const count = pixels.length / 3;
  const brightness = new Uint32Array(BRIGHTNESS_BINS);
  const levels = new Uint32Array(3 * 256);
  let [rgSum, rgSquares, ybSum, ybSquares, coloured] = [0, 0, 0, 0, 0];
  for (let at = 0; at < pixels.length; at += 3) {
    const r = pixels[at] as number;
    const g = pixels[at + 1] as number;
    const b = pixels[at + 2] as number;
    (levels[r] as number)++;
    (levels[256 + g] as number)++;
    (levels[512 + b] as number)++;
    (brightness[((241 * r * r + 691 * g * g + 68 * b * b) * PER_BRIGHTNESS) | 0] as number)++;
    const rg = r - g;
    const yb = (r + g) / 2 - b;
    rgSum += rg;
    rgSquares += rg * rg;
    ybSum += yb;
    ybSquares += yb * yb;
    if (Math.max(r, g, b) - Math.min(r, g, b) > CHANNEL_TOLERANCE) coloured++;
  }
  const rg = rgSum / count;
  const yb = ybSum / count;
  const variance = Math.max(0, rgSquares / count - rg * rg + ybSquares / count - yb * yb);
  return {
    brightness,
    levels,
    colouredShare: coloured / count,
    colourfulness: Math.sqrt(variance) + 0.3 * Math.hypot(rg, yb),
  };
}

/** From bins of the squared brightness, which spares a root per pixel. */
function percentile(bins: Uint32Array, share: number): number {
  const wanted = share * bins.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  const bin = bins.findIndex((count) => {
    seen += count;
    return seen >= wanted && seen > 0;
  });
  return Math.sqrt(bin / (bins.length - 1));
}

/** The least over the channels; in a picture of one colour all of them agree. */
function uniformShare(levels: Uint32Array): number {
  const shares = [0, 256, 512].map((first) => {
    const counts = levels.subarray(first, first + 256);
    const commonest = counts.indexOf(Math.max(...counts));
    const sum = (some: Uint32Array) => some.reduce((total, count) => total + count, 0);
    const near = counts.subarray(
      Math.max(0, commonest - CHANNEL_TOLERANCE),
      commonest + CHANNEL_TOLERANCE + 1,
    );
    return sum(near) / sum(counts);
  });
  return Math.min(...shares);
}

function entropyOf(bins: Uint32Array): number {
  const total = bins.reduce((sum, count) => sum + count, 0);
  let bits = 0;
  for (const count of bins) {
    if (count > 0) bits -= (count / total) * Math.log2(count / total);
  }
  return Math.max(0, bits);
}

/** Counts of the 256 levels; values are whole ones. */
export function histogramOf(values: Float32Array): Uint32Array {
  const bins = new Uint32Array(256);
  for (let at = 0; at < values.length; at++) (bins[(values[at] as number) | 0] as number)++;
  return bins;
}

/** Of values, by their histogram. */
function deviationOf(bins: Uint32Array): number {
  let [count, sum, squares] = [0, 0, 0];
  for (const [level, times] of bins.entries()) {
    count += times;
    sum += times * level;
    squares += times * level * level;
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
}
