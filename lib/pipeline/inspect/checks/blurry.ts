import type { Check } from "../check.ts";

/** CleanVision's scale of both terms, and the least that the histogram's term counts for. */
const SCALE = 0.01;
const MIN_HISTOGRAM_TERM = 0.18;

/**
 * A sharp subject before a soft background scores as blurred at 64 pixels. Of 92 photographs the least sharp had a
 * Laplacian variance of 134 on its thumbnail; blurred by a sigma of 4 pixels all were below 55.
 */
const NOTHING_IN_FOCUS = 100;

/** Sharp edges, or few grey levels: a drawing with flat areas is not blurred. */
export const blurry: Check<"blurry"> = {
  issue: "blurry",
  rejects: ({ laplacianVariance }) => laplacianVariance < NOTHING_IN_FOCUS,
  threshold: 0.29,
  score: ({ edgeDeviation, histogramDeviation }) => {
    const edges = 1 - Math.exp(-SCALE * edgeDeviation);
    const levels = 1 - Math.exp(-SCALE * histogramDeviation);
    return Math.min(1, edges + (levels > MIN_HISTOGRAM_TERM ? levels : 0));
  },
};
