import type { Issue } from "@/lib/domain/issue";
import type { Check } from "../check.ts";
import { blurry } from "./blurry.ts";
import { dark } from "./dark.ts";
import { grayscale } from "./grayscale.ts";
import { light } from "./light.ts";
import { lowInformation } from "./low-information.ts";
import { oddAspectRatio } from "./odd-aspect-ratio.ts";

/** Every check, with CleanVision's definitions and thresholds. */
export const CHECKS: { readonly [K in Issue]: Check<K> } = {
  dark,
  light,
  blurry,
  "low-information": lowInformation,
  "odd-aspect-ratio": oddAspectRatio,
  grayscale,
};
