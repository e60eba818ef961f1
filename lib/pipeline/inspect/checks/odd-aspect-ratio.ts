import type { Check } from "../check.ts";

export const oddAspectRatio: Check<"odd-aspect-ratio"> = {
  issue: "odd-aspect-ratio",
  score: ({ width, height }) => Math.min(width / height, height / width),
};
