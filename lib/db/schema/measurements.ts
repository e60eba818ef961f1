import { boolean, integer, real, smallint } from "drizzle-orm/pg-core";
import type { CheckedIssue } from "@/lib/domain/issue";

/** The numbers of lib/pipeline/inspect/measurements.ts; width and height stand beside them. */
export const measurementColumns = () => ({
  brightnessP1: real().notNull(),
  brightnessP5: real().notNull(),
  brightnessP50: real().notNull().default(0),
  brightnessP99: real().notNull(),
  contrast: real().notNull().default(0),
  entropy: real().notNull(),
  edgeDeviation: real().notNull(),
  histogramDeviation: real().notNull(),
  laplacianVariance: real().notNull(),
  colourfulness: real().notNull(),
  uniformShare: real().notNull(),
  isGrayscale: boolean().notNull(),
  borderShare: real().notNull().default(0),
  letterboxShare: real().notNull().default(0),
  transparentShare: real().notNull().default(0),
  highFrequencyShare: real().notNull().default(0),
  cutOffShare: real().notNull().default(0),
  textShare: real().notNull().default(0),
  frameCount: integer().notNull().default(1),
  jpegQuality: smallint(),
  exifOrientation: smallint().notNull().default(1),
  isCutShort: boolean().notNull().default(false),
  hasAlpha: boolean().notNull().default(false),
  hasIccProfile: boolean().notNull().default(false),
  hasGps: boolean().notNull().default(false),
  hasWrongExtension: boolean().notNull().default(false),
});

export const MEASUREMENT_COLUMNS = [
  "brightnessP1",
  "brightnessP5",
  "brightnessP50",
  "brightnessP99",
  "contrast",
  "entropy",
  "edgeDeviation",
  "histogramDeviation",
  "laplacianVariance",
  "colourfulness",
  "uniformShare",
  "isGrayscale",
  "borderShare",
  "letterboxShare",
  "transparentShare",
  "highFrequencyShare",
  "cutOffShare",
  "textShare",
  "frameCount",
  "jpegQuality",
  "exifOrientation",
  "isCutShort",
  "hasAlpha",
  "hasIccProfile",
  "hasGps",
  "hasWrongExtension",
] as const satisfies readonly (keyof ReturnType<typeof measurementColumns>)[];

/** Where each check's score lies. */
export const SCORE_COLUMNS = {
  dark: "scoreDark",
  light: "scoreLight",
  blurry: "scoreBlurry",
  "out-of-focus": "scoreOutOfFocus",
  "low-information": "scoreLowInformation",
  "odd-aspect-ratio": "scoreOddAspectRatio",
  "odd-size": "scoreOddSize",
  grayscale: "scoreGrayscale",
  bordered: "scoreBordered",
  placeholder: "scorePlaceholder",
  upscaled: "scoreUpscaled",
  truncated: "scoreTruncated",
  animated: "scoreAnimated",
  watermarked: "scoreWatermarked",
  "missing-licence": "scoreMissingLicence",
  "opted-out": "scoreOptedOut",
} as const satisfies Record<CheckedIssue, string>;

type ScoreColumn = (typeof SCORE_COLUMNS)[CheckedIssue];

/** 0–1; null where the picture was not measured for the check yet. */
export const scoreColumns = () =>
  Object.fromEntries(Object.values(SCORE_COLUMNS).map((column) => [column, real()])) as {
    [K in ScoreColumn]: ReturnType<typeof real>;
  };

/** Scores as values of their columns. */
export const scoreValues = (scores: Readonly<Record<CheckedIssue, number>>) =>
  Object.fromEntries(
    Object.entries(SCORE_COLUMNS).map(([issue, column]) => [column, scores[issue as CheckedIssue]]),
  ) as Record<ScoreColumn, number>;
