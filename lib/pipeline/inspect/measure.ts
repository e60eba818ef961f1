import type { Plane, Raster } from "./raster.ts";
import { resample } from "./resample.ts";

/** Numbers read from one decode, over white. Stored as they are, so moving a threshold never opens a picture. */
export interface Measurements {
  /** Of the whole upright picture, in pixels; everything else is measured on its thumbnail. */
  readonly width: number;
  readonly height: number;
  /** Percentiles of the pixels' brightness, 0 black … 1 white. */
  readonly brightnessP1: number;
  readonly brightnessP5: number;
  readonly brightnessP99: number;
  /** Bits, of the histogram over all channels: up to 9.6, or 8 for a greyscale picture. */
  readonly entropy: number;
  /** Standard deviation of the edges at 64 pixels: small when blurred. */
  readonly edgeDeviation: number;
  /** Standard deviation of the 256 counts of the luma histogram at 64 pixels. */
  readonly histogramDeviation: number;
  readonly laplacianVariance: number;
  /** Hasler and Süsstrunk 2003: 0 grey, about 100 extremely colourful. */
  readonly colourfulness: number;
  /** Share of the pixels within 8 levels of the commonest, in the channel where that is least. */
  readonly uniformShare: number;
  readonly isGrayscale: boolean;
}

/** CleanVision's MAX_RESOLUTION_FOR_BLURRY_DETECTION, of the longer side. */
const BLUR_SIDE = 64;
/** Of CleanVision's perceived brightness (HSP), squared: 0.241 R² + 0.691 G² + 0.068 B². */
const BRIGHTNESS_BINS = 4096;
const PER_BRIGHTNESS = (BRIGHTNESS_BINS - 1) / (1000 * 255 * 255);
/** Recompressing a grey picture as colour moves its channels apart by a few levels. */
const CHANNEL_TOLERANCE = 8;
/** A grey picture may carry a stray coloured pixel. */
const MAX_COLOURED_SHARE = 0.001;

/** Measures a picture by its thumbnail over white (`rgb`, and `luma` of the same); `size` is that of the whole picture. */
export function measure(
  rgb: Raster,
  luma: Plane,
  size: { width: number; height: number },
): Measurements {
  const tone = measureTone(rgb);
  const isGrayscale = tone.colouredShare <= MAX_COLOURED_SHARE;
  return {
    width: size.width,
    height: size.height,
    brightnessP1: percentile(tone.brightness, 0.01),
    brightnessP5: percentile(tone.brightness, 0.05),
    brightnessP99: percentile(tone.brightness, 0.99),
    entropy: isGrayscale ? entropyOf(histogramOf(luma.values)) : entropyOf(tone.levels),
    ...measureBlur(luma),
    laplacianVariance: laplacianVariance(luma),
    colourfulness: tone.colourfulness,
    uniformShare: uniformShare(tone.levels),
    isGrayscale,
  };
}

function measureTone({ pixels }: Raster) {
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

function histogramOf(values: Float32Array): Uint32Array {
  const bins = new Uint32Array(256);
  for (const value of values) {
    const level = Math.min(255, Math.max(0, Math.round(value)));
    bins[level] = (bins[level] ?? 0) + 1;
  }
  return bins;
}

function entropyOf(bins: Uint32Array): number {
  const total = bins.reduce((sum, count) => sum + count, 0);
  let bits = 0;
  for (const count of bins) {
    if (count > 0) bits -= (count / total) * Math.log2(count / total);
  }
  return Math.max(0, bits);
}

function measureBlur(luma: Plane) {
  const ratio = Math.max(luma.width, luma.height) / BLUR_SIDE;
  const side = (length: number) => Math.max(1, Math.floor(length / ratio));
  const small = ratio > 1 ? resample(luma, side(luma.width), side(luma.height), "bicubic") : luma;
  const rounded = small.values.map((value) => Math.min(255, Math.max(0, Math.round(value))));
  const edges = findEdges({ ...small, values: rounded });
  return {
    edgeDeviation: Math.sqrt(varianceOf(edges)),
    histogramDeviation: Math.sqrt(varianceOf(histogramOf(rounded))),
  };
}

/** Pillow's FIND_EDGES: eight times the pixel less its neighbours, clipped to 0–255, the border left as it is. */
function findEdges({ values, width, height }: Plane): Float32Array {
  const edges = Float32Array.from(values);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) sum += values[(y + dy) * width + x + dx] as number;
      }
      const edge = 9 * (values[y * width + x] as number) - sum;
      edges[y * width + x] = Math.min(255, Math.max(0, edge));
    }
  }
  return edges;
}

function laplacianVariance({ values, width, height }: Plane): number {
  const inner = Math.max(0, width - 2) * Math.max(0, height - 2);
  if (inner === 0) return 0;
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * width + 1; at < (y + 1) * width - 1; at++) {
      const sides = (values[at - 1] as number) + (values[at + 1] as number);
      const above = (values[at - width] as number) + (values[at + width] as number);
      const laplacian = sides + above - 4 * (values[at] as number);
      sum += laplacian;
      squares += laplacian * laplacian;
    }
  }
  return Math.max(0, squares / inner - (sum / inner) ** 2);
}

function varianceOf(values: Float32Array | Uint32Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return Math.max(0, squares / values.length - (sum / values.length) ** 2);
}
