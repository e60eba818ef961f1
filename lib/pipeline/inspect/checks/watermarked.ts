import type { Check } from "../check.ts";
import { halving } from "./halving.ts";

/**
 * Of 92 photographs the nine above a share of 0.0014 all bore writing, and the others none that was found. Captions
 * and opaque marks are found nearly always, a small credit in three of four, faint or slanted ones seldom.
 */
const HALF_SHARE = 0.0014;

export const watermarked: Check<"watermarked"> = {
  issue: "watermarked",
  score: ({ textShare }) => halving(textShare, HALF_SHARE),
};
