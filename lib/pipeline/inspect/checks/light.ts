import type { Check } from "../check.ts";

export const light: Check<"light"> = {
  issue: "light",
  score: ({ brightnessP5 }) => 1 - brightnessP5,
};
