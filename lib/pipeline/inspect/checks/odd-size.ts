import type { SizeFence } from "@/lib/domain/issue";
import type { Check } from "../check.ts";

/** CleanVision's, of the range between the quartiles. */
const FENCE_FACTOR = 3;

/** In pixels; quartiles come with the rounding of whoever took them. */
const SAME_SIZE = 0.01;

/** Of the quartiles of √(width × height) over a dataset, in pixels. */
export function sizeFenceOf({ q1, q3 }: { q1: number; q3: number }): SizeFence {
  const reach = FENCE_FACTOR * (q3 - q1);
  return { min: q1 - reach, max: q3 + reach };
}

/** CleanVision's: 1 in the middle of the fence, 0.5 at its ends, 0 a whole fence away. */
export const oddSize: Check<"odd-size"> = {
  issue: "odd-size",
  score: ({ width, height, sizeFence }) => {
    if (!sizeFence) return 1;
    const { min, max } = sizeFence;
    const middle = (min + max) / 2;
    const distance = Math.abs(Math.sqrt(width * height) - middle);
    if (distance < SAME_SIZE) return 1;
    // Where the quartiles are equal CleanVision flags every other size, however near: half at most says the same.
    if (max === min) return Math.max(0, 0.5 - distance / middle);
    return 1 - distance / (max - min);
  },
};
