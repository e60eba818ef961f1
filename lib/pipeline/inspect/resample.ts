import type { Plane } from "./raster.ts";

type Kernel = "area" | "bicubic";

/** The source positions one output position is made of: `first`, `first + 1`, …; the weights sum to 1. */
interface Tap {
  readonly first: number;
  readonly weights: Float32Array;
}

/** Resizes by a separable kernel: exact area averages, or the antialiased bicubic (a = −0.5) of Pillow's resize. */
export function resample(plane: Plane, width: number, height: number, kernel: Kernel): Plane {
  const columns = tapsOf(plane.width, width, kernel);
  const narrow = new Float32Array(width * plane.height);
  for (let y = 0, out = 0; y < plane.height; y++) {
    for (const tap of columns) {
      narrow[out++] = weigh(plane.values, y * plane.width + tap.first, 1, tap.weights);
    }
  }
  const values = new Float32Array(width * height);
  let out = 0;
  for (const tap of tapsOf(plane.height, height, kernel)) {
    for (let x = 0; x < width; x++) {
      values[out++] = weigh(narrow, tap.first * width + x, width, tap.weights);
    }
  }
  return { values, width, height };
}

function weigh(values: Float32Array, first: number, step: number, weights: Float32Array): number {
  let sum = 0;
  for (let i = 0, at = first; i < weights.length; i++, at += step) {
    sum += (values[at] as number) * (weights[i] as number);
  }
  return sum;
}

function tapsOf(from: number, to: number, kernel: Kernel): Tap[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const reach = kernel === "area" ? scale / 2 : 2 * Math.max(scale, 1);
    const centre = (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const last = Math.min(from, Math.ceil(centre + reach));
    const weights = Float32Array.from({ length: Math.max(1, last - first) }, (_, k) => {
      const x = first + k;
      return kernel === "area"
        ? Math.min(x + 1, centre + reach) - Math.max(x, centre - reach)
        : bicubic((x + 0.5 - centre) / Math.max(scale, 1));
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** Keys's cubic convolution with a = −0.5. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}
