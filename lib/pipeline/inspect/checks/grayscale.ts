import type { Check } from "../check.ts";

export const grayscale: Check<"grayscale"> = {
  issue: "grayscale",
  rejects: () => false,
  threshold: 0.5,
  score: ({ isGrayscale }) => (isGrayscale ? 0 : 1),
};
