import type { Check } from "../check.ts";

export const lowInformation: Check<"low-information"> = {
  issue: "low-information",
  score: ({ entropy }) => Math.min(1, entropy / 10),
};
