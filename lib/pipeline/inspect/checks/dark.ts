import type { Check } from "../check.ts";

export const dark: Check<"dark"> = {
  issue: "dark",
  rejects: () => true,
  threshold: 0.32,
  score: ({ brightnessP99 }) => brightnessP99,
};
