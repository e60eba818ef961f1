import type { Check } from "../check.ts";

export const lowInformation: Check<"low-information"> = {
  issue: "low-information",
  rejects: () => true,
  threshold: 0.3,
  score: ({ entropy }) => Math.min(1, entropy / 10),
};
