import type { Check } from "../check.ts";

export const dark: Check<"dark"> = {
  issue: "dark",
  score: ({ brightnessP99 }) => brightnessP99,
};
