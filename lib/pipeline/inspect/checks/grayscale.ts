import type { Check } from "../check.ts";

export const grayscale: Check<"grayscale"> = {
  issue: "grayscale",
  score: ({ isGrayscale }) => (isGrayscale ? 0 : 1),
};
