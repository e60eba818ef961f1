import { z } from "zod";

/** What is found by numbers of one picture. CleanVision's names where it has them, so that people coming from Python find the same words. */
export const CHECKED_ISSUES = [
  "dark",
  "light",
  "blurry",
  "out-of-focus",
  "low-information",
  "odd-aspect-ratio",
  "odd-size",
  "grayscale",
  "bordered",
  "placeholder",
  "upscaled",
  "truncated",
  "animated",
  "watermarked",
  "missing-licence",
  "opted-out",
] as const;
export const CheckedIssue = z.enum(CHECKED_ISSUES);
export type CheckedIssue = z.infer<typeof CheckedIssue>;

/** The last two are found by comparing pictures, and have no score of their own. */
export const ISSUES = [...CHECKED_ISSUES, "near-duplicate", "exact-duplicate"] as const;
export const Issue = z.enum(ISSUES);
export type Issue = z.infer<typeof Issue>;

export const ISSUE_LABELS: Record<Issue, string> = {
  dark: "Dark",
  light: "Light",
  blurry: "Blurry",
  "out-of-focus": "Out of focus",
  "low-information": "Low information",
  "odd-aspect-ratio": "Odd aspect ratio",
  "odd-size": "Odd size",
  grayscale: "Greyscale",
  bordered: "Bordered",
  placeholder: "Placeholder",
  upscaled: "Upscaled",
  truncated: "Truncated",
  animated: "Animated",
  watermarked: "Watermarked",
  "missing-licence": "Licence missing",
  "opted-out": "Opted out",
  "near-duplicate": "Near-duplicate",
  "exact-duplicate": "Exact duplicate",
};

/** What each score measures, said as the good end of the scale. */
export const SCORE_MEANINGS: Record<CheckedIssue, string> = {
  dark: "Its brightest parts are bright enough.",
  light: "Its darkest parts are dark enough.",
  blurry: "Its edges are sharp at 64 pixels.",
  "out-of-focus": "Something in it is in focus.",
  "low-information": "There is something to see, not one flat colour.",
  "odd-aspect-ratio": "Its sides are not too unequal.",
  "odd-size": "It is about as large as the others of the dataset.",
  grayscale: "It has colour.",
  bordered: "It has no frame and no black bars.",
  placeholder: "It was not found on several hosts, as a stand-in picture is.",
  upscaled: "It has the fine detail that its size promises.",
  truncated: "Its file is whole, down to the last row.",
  animated: "It is one picture, not several.",
  watermarked: "It has no writing laid over it.",
  "missing-licence": "Its licence is known.",
  "opted-out": "Its publisher has not refused machine learning.",
};

/** basic: decodes fully, format, sizes. standard: plus the quality checks. strict: plus near-duplicates and completeness. */
export const VALIDATION_LEVELS = ["basic", "standard", "strict"] as const;
export const ValidationLevel = z.enum(VALIDATION_LEVELS);
export type ValidationLevel = z.infer<typeof ValidationLevel>;

/** `issue → score`: 0 certainly has the issue, 1 certainly has not. */
export const Scores = z.partialRecord(CheckedIssue, z.number().min(0).max(1)).meta({
  id: "Scores",
  description: "A score per check: 0 certainly has the issue, 1 certainly has not.",
});
export type Scores = z.infer<typeof Scores>;

export const Rule = z
  .object({
    threshold: z.number().min(0).max(1).meta({ description: "A score below this is an issue." }),
    hides: z.boolean().meta({
      description: "Whether a picture with the issue is hidden (never deleted), or only marked.",
    }),
  })
  .meta({ id: "Rule" });
export type Rule = z.infer<typeof Rule>;
export type Rules = Readonly<Record<CheckedIssue, Rule>>;

/** What one dataset has set otherwise than DEFAULT_RULES. */
export const RuleChanges = z.partialRecord(CheckedIssue, Rule);
export type RuleChanges = z.infer<typeof RuleChanges>;

/** Thresholds of the first seven names shared with CleanVision are CleanVision's; where ours come from is said in each check. */
export const DEFAULT_RULES: Rules = {
  dark: { threshold: 0.32, hides: true },
  light: { threshold: 0.05, hides: true },
  blurry: { threshold: 0.29, hides: false },
  "out-of-focus": { threshold: 0.5, hides: true },
  "low-information": { threshold: 0.3, hides: true },
  "odd-aspect-ratio": { threshold: 0.35, hides: false },
  "odd-size": { threshold: 0.5, hides: false },
  grayscale: { threshold: 0.5, hides: false },
  bordered: { threshold: 0.5, hides: false },
  placeholder: { threshold: 0.4, hides: false },
  upscaled: { threshold: 0.5, hides: false },
  truncated: { threshold: 0.5, hides: true },
  animated: { threshold: 0.5, hides: false },
  watermarked: { threshold: 0.5, hides: false },
  "missing-licence": { threshold: 0.5, hides: false },
  "opted-out": { threshold: 0.5, hides: false },
};

/** Completeness is asked for at the strict level only; the other checks from the standard one. */
const STRICT_ISSUES: readonly CheckedIssue[] = ["missing-licence", "opted-out"];

/** Whether a check may hide pictures at a level. */
export const isCheckedAt = (issue: CheckedIssue, level: ValidationLevel): boolean =>
  level === "strict" || (level === "standard" && !STRICT_ISSUES.includes(issue));

/** Between which the sizes of a dataset usually lie: roots of width × height, in pixels. */
export interface SizeFence {
  readonly min: number;
  readonly max: number;
}

export const rulesOf = (changes: RuleChanges): Rules => ({ ...DEFAULT_RULES, ...changes });

export interface Verdict {
  /** Every check whose score is below its threshold, whatever the level. */
  readonly issues: CheckedIssue[];
  /** Those for which the picture is hidden; none: it is valid. */
  readonly hiddenBy: CheckedIssue[];
}

/** As the database compares: its columns hold four bytes, and so a score on the threshold is on the same side everywhere. */
const isBelow = (score: number, threshold: number): boolean =>
  Math.fround(score) < Math.fround(threshold);

/** Thresholds applied to scores: no picture is opened, so moving one is cheap. A score that was not measured finds nothing. */
export function judge(scores: Scores, level: ValidationLevel, rules: Rules): Verdict {
  const issues = CHECKED_ISSUES.filter((issue) =>
    isBelow(scores[issue] ?? 1, rules[issue].threshold),
  );
  const hiddenBy = issues.filter((issue) => rules[issue].hides && isCheckedAt(issue, level));
  return { issues, hiddenBy };
}

const withTruncated = (issues: readonly CheckedIssue[]): CheckedIssue[] => [
  ...new Set<CheckedIssue>([...issues, "truncated"]),
];

/** Of a picture whose stored file cannot be read: hidden at every level and whatever the rules, as there is nothing to show. */
export const unreadableVerdict = ({ issues, hiddenBy }: Verdict): Verdict => ({
  issues: withTruncated(issues),
  hiddenBy: withTruncated(hiddenBy),
});

/** What says how good a picture is; the others say what kind it is, or what is known of it. */
const QUALITY_ISSUES = [
  "dark",
  "light",
  "blurry",
  "out-of-focus",
  "low-information",
  "odd-aspect-ratio",
  "bordered",
  "upscaled",
  "truncated",
  "watermarked",
] as const satisfies readonly CheckedIssue[];

/** The mean of the scores that speak of quality, 0–1, to sort by. */
export const qualityOf = (scores: Scores): number =>
  QUALITY_ISSUES.reduce((sum, issue) => sum + (scores[issue] ?? 1), 0) / QUALITY_ISSUES.length;

const NUMBER = "(?:0(?:\\.\\d{1,6})?|1(?:\\.0{1,6})?)";
const RANGE = `(?:${CHECKED_ISSUES.join("|")}):${NUMBER}?\\.\\.${NUMBER}?`;

/** Ranges of scores as a filter: `dark:0..0.3,blurry:0.2..`; from is included, to is not, except 1. */
export const ScoreRanges = z
  .string()
  .max(500)
  .regex(new RegExp(`^${RANGE}(,${RANGE})*$`), "Write issue:from..to, such as dark:0..0.3.");

export interface ScoreRange {
  readonly issue: CheckedIssue;
  readonly from: number;
  /** 1 takes the score 1 in. */
  readonly to: number;
}

export const scoreRangesOf = (text: string): ScoreRange[] =>
  text.split(",").map((part) => {
    const [issue = "", range = ""] = part.split(":");
    const [from, to] = range.split("..");
    return { issue: CheckedIssue.parse(issue), from: Number(from || 0), to: Number(to || 1) };
  });
