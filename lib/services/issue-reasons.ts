import type { ImageRow } from "@/lib/db/images";
import { SIGNAL_LABELS } from "@/lib/domain/image";
import type { CheckedIssue, SizeFence } from "@/lib/domain/issue";

/** What a reason is told of: a row, and the sizes that are usual in its dataset. */
type Told = ImageRow & { readonly sizeFence: SizeFence | null };

/** Cut off, not rounded: a number just below a limit never reads as equal to it. */
const cut = (value: number, digits = 2) =>
  (Math.floor(value * 10 ** digits) / 10 ** digits).toFixed(digits);
const percent = (share: number) =>
  `${share > 0 && share < 0.01 ? "less than 1" : Math.round(share * 100)} %`;
const proportion = (width: number, height: number) =>
  (Math.max(width, height) / Math.min(width, height)).toFixed(1);
const REASONS: Record<CheckedIssue, (told: Told) => string> = {
  dark: ({ brightnessP99 }) =>
    `99 % of it are no brighter than ${cut(brightnessP99)}, where 0 is black and 1 white.`,
  light: ({ brightnessP5 }) =>
    `95 % of it are brighter than ${cut(brightnessP5, 3)}, where 0 is black and 1 white.`,
  blurry: ({ edgeDeviation }) =>
    `At 64 pixels its edges deviate by only ${edgeDeviation.toFixed(1)} levels.`,
  "out-of-focus": ({ laplacianVariance }) =>
    `Nothing in it is sharp: the variance of its Laplacian is ${laplacianVariance.toFixed(0)}.`,
  "low-information": ({ entropy }) =>
    `Its colours carry ${cut(entropy, 1)} bits of information, of 9.6.`,
  "odd-aspect-ratio": ({ width, height }) =>
    `It is ${width} × ${height}: one side is ${proportion(width, height)} times the other.`,
  "odd-size": ({ width, height, sizeFence }) => {
    const side = Math.round(Math.sqrt(width * height));
    const usual = sizeFence
      ? `; usual in this dataset are ${Math.max(1, Math.round(sizeFence.min))} to ${Math.round(sizeFence.max)}`
      : "";
    return `A square of its area has sides of ${side} pixels${usual}.`;
  },
  grayscale: () => "Its red, green and blue are the same nearly everywhere.",
  bordered: ({ borderShare, letterboxShare }) =>
    letterboxShare > 0
      ? `Dark bars take ${percent(letterboxShare)} of it, and all borders ${percent(borderShare)}.`
      : `A flat frame takes ${percent(borderShare)} of it.`,
  placeholder: ({ hostCount }) => `The same file was found on ${hostCount} hosts.`,
  upscaled: ({ width, height, highFrequencyShare }) =>
    `For ${width} × ${height} it has little fine detail: ${(highFrequencyShare * 100).toPrecision(2)} % of its energy.`,
  truncated: ({ isCutShort, cutOffShare, measuredWith }) => {
    if (measuredWith === 0) return "Its stored file is missing or cannot be read.";
    const empty = `The lowest ${percent(cutOffShare)} of it are one flat grey.`;
    return isCutShort ? "Its file ends before its end mark." : empty;
  },
  animated: ({ frameCount }) => `It has ${frameCount} frames.`,
  watermarked: ({ textShare }) => `Writing seems to cover ${percent(textShare)} of it.`,
  "missing-licence": () => "Nobody states its licence.",
  "opted-out": ({ signals }) => {
    const refusals = signals
      .filter(({ allows }) => !allows)
      .map(({ signal }) => SIGNAL_LABELS[signal]);
    const where = refusals.length > 0 ? ` (${[...new Set(refusals)].join(", ")})` : "";
    return `Its publisher refuses machine learning${where}.`;
  },
};

/** Why a picture has an issue, with the number that was measured. */
export const reasonOf = (issue: CheckedIssue, told: Told): string => REASONS[issue](told);
