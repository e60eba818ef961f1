import type { Check } from "../check.ts";

export const light: Check<"light"> = {
  issue: "light",
  rejects: () => true,
  threshold: 0.05,
  score: ({ brightnessP5 }) => 1 - brightnessP5,
};
