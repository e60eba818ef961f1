import type { Check } from "../check.ts";

export const oddAspectRatio: Check<"odd-aspect-ratio"> = {
  issue: "odd-aspect-ratio",
  rejects: () => false,
  threshold: 0.35,
  score: ({ width, height }) => Math.min(width / height, height / width),
};
