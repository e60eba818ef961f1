import type { CheckedIssue } from "@/lib/domain/issue";
import type { Check } from "../check.ts";
import { animated } from "./animated.ts";
import { blurry } from "./blurry.ts";
import { bordered } from "./bordered.ts";
import { dark } from "./dark.ts";
import { grayscale } from "./grayscale.ts";
import { light } from "./light.ts";
import { lowInformation } from "./low-information.ts";
import { missingLicence } from "./missing-licence.ts";
import { oddAspectRatio } from "./odd-aspect-ratio.ts";
import { oddSize } from "./odd-size.ts";
import { optedOut } from "./opted-out.ts";
import { outOfFocus } from "./out-of-focus.ts";
import { placeholder } from "./placeholder.ts";
import { truncated } from "./truncated.ts";
import { upscaled } from "./upscaled.ts";
import { watermarked } from "./watermarked.ts";

/** Every check; what bears CleanVision's name has its definition. */
export const CHECKS: { readonly [K in CheckedIssue]: Check<K> } = {
  dark,
  light,
  blurry,
  "out-of-focus": outOfFocus,
  "low-information": lowInformation,
  "odd-aspect-ratio": oddAspectRatio,
  "odd-size": oddSize,
  grayscale,
  bordered,
  placeholder,
  upscaled,
  truncated,
  animated,
  watermarked,
  "missing-licence": missingLicence,
  "opted-out": optedOut,
};
