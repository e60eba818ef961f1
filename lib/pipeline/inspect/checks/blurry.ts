import type { Check } from "../check.ts";

/** CleanVision's scale of both terms, and the least that the histogram's term counts for. */
const SCALE = 0.01;
const MIN_HISTOGRAM_TERM = 0.18;

/** Sharp edges, or few grey levels: a drawing with flat areas is not blurred. */
export const blurry: Check<"blurry"> = {
  issue: "blurry",
  score: ({ edgeDeviation, histogramDeviation }) => {
    const edges = 1 - Math.exp(-SCALE * edgeDeviation);
    const levels = 1 - Math.exp(-SCALE * histogramDeviation);
    return Math.min(1, edges + (levels > MIN_HISTOGRAM_TERM ? levels : 0));
  },
};
