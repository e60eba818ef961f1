import type { Check } from "../check.ts";

export const missingLicence: Check<"missing-licence"> = {
  issue: "missing-licence",
  score: ({ licence }) => (licence === "unknown" ? 0 : 1),
};
