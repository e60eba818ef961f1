import type { Check } from "../check.ts";
import { halving } from "./halving.ts";

/** Share of the height: fewer rows are missed by nobody. */
const HALF_SHARE = 0.02;

export const truncated: Check<"truncated"> = {
  issue: "truncated",
  score: ({ isCutShort, cutOffShare }) => (isCutShort ? 0 : halving(cutOffShare, HALF_SHARE)),
};
