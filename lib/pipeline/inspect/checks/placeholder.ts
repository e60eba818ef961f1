import type { Check } from "../check.ts";

/** "Image not available" is served by many hosts; a picture that people pass on, by one or two. */
export const placeholder: Check<"placeholder"> = {
  issue: "placeholder",
  score: ({ hostCount }) => 1 / Math.max(1, hostCount),
};
