import type { Check } from "../check.ts";

export const animated: Check<"animated"> = {
  issue: "animated",
  score: ({ frameCount }) => (frameCount > 1 ? 0 : 1),
};
