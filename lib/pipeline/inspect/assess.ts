import {
  CHECKED_ISSUES,
  type CheckedIssue,
  judge,
  qualityOf,
  type Rules,
  type ValidationLevel,
  type Verdict,
} from "@/lib/domain/issue";
import type { Measured } from "./check.ts";
import { CHECKS } from "./checks/index.ts";
import type { Measurements } from "./measurements.ts";

/** The darkest and brightest pixels of one flat colour lie closer than this, in brightness 0–1. */
const BLANK_BRIGHTNESS_RANGE = 0.02;
const BLANK_UNIFORM_SHARE = 0.995;

/** One flat colour and nothing else: a placeholder, whatever was asked for. */
export const isBlank = ({ brightnessP1, brightnessP99, uniformShare }: Measurements): boolean =>
  brightnessP99 - brightnessP1 < BLANK_BRIGHTNESS_RANGE && uniformShare >= BLANK_UNIFORM_SHARE;

/** What a dataset asks of its pictures. */
export interface Standards {
  readonly level: ValidationLevel;
  readonly rules: Rules;
}

export interface Assessment extends Verdict {
  readonly scores: Readonly<Record<CheckedIssue, number>>;
  /** 0–1, to sort by. */
  readonly quality: number;
}

/** The score of every check, and what a dataset's rules make of them. */
export function assess(measured: Measured, { level, rules }: Standards): Assessment {
  const scores = Object.fromEntries(
    CHECKED_ISSUES.map((issue) => [issue, Math.min(1, Math.max(0, CHECKS[issue].score(measured)))]),
  ) as Record<CheckedIssue, number>;
  return { scores, quality: qualityOf(scores), ...judge(scores, level, rules) };
}

/** These compare with the rest of the dataset, which changes: they hide, but never refuse. */
const RELATIVE: readonly CheckedIssue[] = ["odd-size", "placeholder"];

/** The issue for which a picture is refused on arrival (outcome `quality`), or null. */
export function refusalOf(measured: Measured, standards: Standards): CheckedIssue | null {
  if (isBlank(measured)) return "low-information";
  const { hiddenBy } = assess(measured, standards);
  return hiddenBy.find((issue) => !RELATIVE.includes(issue)) ?? null;
}
