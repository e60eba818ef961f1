import type { Check } from "../check.ts";
import { halving } from "./halving.ts";

/** Share of the area: a frame of one eightieth of the side all round. */
const HALF_SHARE = 0.05;

export const bordered: Check<"bordered"> = {
  issue: "bordered",
  score: ({ borderShare }) => halving(borderShare, HALF_SHARE),
};
