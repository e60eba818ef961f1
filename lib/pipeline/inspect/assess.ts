import { ISSUES, type Issue, type Scores, type ValidationLevel } from "@/lib/domain/issue";
import { CHECKS } from "./checks/index.ts";
import type { Measurements } from "./measure.ts";

/** The darkest and brightest pixels of one flat colour lie closer than this, in brightness 0–1. */
const BLANK_BRIGHTNESS_RANGE = 0.02;
const BLANK_UNIFORM_SHARE = 0.995;

/** One flat colour and nothing else: a placeholder, whatever was asked for. */
export const isBlank = ({ brightnessP1, brightnessP99, uniformShare }: Measurements): boolean =>
  brightnessP99 - brightnessP1 < BLANK_BRIGHTNESS_RANGE && uniformShare >= BLANK_UNIFORM_SHARE;

/** Scores of every check, and the issues whose score is below the threshold. */
export function assess(measurements: Measurements): {
  scores: Record<Issue, number> & Scores;
  issues: Issue[];
} {
  const scoreOf = (issue: Issue) => Math.min(1, Math.max(0, CHECKS[issue].score(measurements)));
  const scores = Object.fromEntries(ISSUES.map((issue) => [issue, scoreOf(issue)])) as Record<
    Issue,
    number
  >;
  return { scores, issues: ISSUES.filter((issue) => scores[issue] < CHECKS[issue].threshold) };
}

/** The issue for which a picture is refused on arrival (outcome `quality`), or null. */
export function rejectionOf(measurements: Measurements, level: ValidationLevel): Issue | null {
  if (isBlank(measurements)) return "low-information";
  if (level === "basic") return null;
  return assess(measurements).issues.find((issue) => CHECKS[issue].rejects(measurements)) ?? null;
}
