import { z } from "zod";

/** CleanVision's vocabulary, so that people coming from Python find the same words. */
export const ISSUES = [
  "dark",
  "light",
  "blurry",
  "low-information",
  "odd-aspect-ratio",
  "grayscale",
] as const;
export const Issue = z.enum(ISSUES);
export type Issue = z.infer<typeof Issue>;

export const ISSUE_LABELS: Record<Issue, string> = {
  dark: "Dark",
  light: "Light",
  blurry: "Blurry",
  "low-information": "Low information",
  "odd-aspect-ratio": "Odd aspect ratio",
  grayscale: "Greyscale",
};

/** `issue → score`: 0 certainly has the issue, 1 certainly has not. */
export const Scores = z.partialRecord(Issue, z.number().min(0).max(1)).meta({
  id: "Scores",
  description: "A score per check: 0 certainly has the issue, 1 certainly has not.",
});
export type Scores = z.infer<typeof Scores>;

/** basic: decodes fully, format, sizes. standard: plus the quality checks. strict: plus near-duplicates and completeness. */
export const VALIDATION_LEVELS = ["basic", "standard", "strict"] as const;
export const ValidationLevel = z.enum(VALIDATION_LEVELS);
export type ValidationLevel = z.infer<typeof ValidationLevel>;
