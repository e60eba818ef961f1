import type { Measurements } from "./measurements.ts";
import type { Plane } from "./raster.ts";
import { resample } from "./resample.ts";
import { histogramOf } from "./tone.ts";

/** CleanVision's MAX_RESOLUTION_FOR_BLURRY_DETECTION, of the longer side. */
const BLUR_SIDE = 64;

type Blur = Pick<Measurements, "edgeDeviation" | "histogramDeviation" | "laplacianVariance">;

/** How sharp the edges are: at CleanVision's scale, and at the scale of the thumbnail. */
export function measureBlur(luma: Plane): Blur {
  const ratio = Math.max(luma.width, luma.height) / BLUR_SIDE;
  const side = (length: number) => Math.max(1, Math.floor(length / ratio));
  const small = ratio > 1 ? resample(luma, side(luma.width), side(luma.height), "bicubic") : luma;
  const rounded = small.values.map((value) => Math.min(255, Math.max(0, Math.round(value))));
  const edges = findEdges({ ...small, values: rounded });
  return {
    edgeDeviation: Math.sqrt(varianceOf(edges)),
    histogramDeviation: Math.sqrt(varianceOf(histogramOf(rounded))),
    laplacianVariance: laplacianVariance(luma),
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
