import type { Check } from "../check.ts";

export const optedOut: Check<"opted-out"> = {
  issue: "opted-out",
  score: ({ hasOptOut }) => (hasOptOut ? 0 : 1),
};
