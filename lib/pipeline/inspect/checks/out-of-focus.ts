import type { Check } from "../check.ts";
import { blurry } from "./blurry.ts";

/**
 * A sharp subject before a soft background scores as blurred at 64 pixels. Of 92 photographs the least sharp had a
 * Laplacian variance of 134 on its thumbnail; blurred by a sigma of 4 pixels all were below 55.
 */
const SHARP_LAPLACIAN_VARIANCE = 100;
/** CleanVision's threshold of blurry. */
const SHARP_BLURRY_SCORE = 0.29;

/** Nothing is sharp, at either scale: each of the two counts one half where it just is. */
export const outOfFocus: Check<"out-of-focus"> = {
  issue: "out-of-focus",
  score: (measured) =>
    Math.max(
      measured.laplacianVariance / SHARP_LAPLACIAN_VARIANCE,
      blurry.score(measured) / SHARP_BLURRY_SCORE,
    ) / 2,
};
