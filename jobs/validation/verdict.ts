import type { JudgedRow, ReadRow, VerdictRow } from "@/lib/db/measurements";
import { SCORE_COLUMNS, scoreValues } from "@/lib/db/schema/measurements";
import { judge, qualityOf, type SizeFence, unreadableVerdict } from "@/lib/domain/issue";
import { type Assessment, assess, type Standards } from "@/lib/pipeline/inspect/assess";
import { MEASURES_VERSION } from "@/lib/pipeline/inspect/measurements";
import { measuredOf } from "../crawl/image-row";

/** Due for measuring: a file that could not be read may be back the next time. */
const NOT_MEASURED = 0;

function unreadable(assessment: Assessment, { level, rules }: Standards): Assessment {
  const scores = { ...assessment.scores, truncated: 0 };
  const verdict = unreadableVerdict(judge(scores, level, rules));
  return { scores, quality: qualityOf(scores), ...verdict };
}

function versionAfter({ measuredWith }: JudgedRow, reading: ReadRow | null | undefined): number {
  if (reading === undefined) return measuredWith;
  return reading ? MEASURES_VERSION : NOT_MEASURED;
}

/** `reading` is null for a file that cannot be read, undefined for one that was not looked at. */
export function verdictOf(
  row: JudgedRow,
  facts: { hostCount: number; reading: ReadRow | null | undefined },
  standards: Standards & { sizeFence: SizeFence | null },
): VerdictRow {
  const { hostCount, reading } = facts;
  const measured = measuredOf({ ...row, ...reading }, row, { ...standards, hostCount });
  const assessment = assess(measured, standards);
  const { scores, quality, issues, hiddenBy } =
    reading === null ? unreadable(assessment, standards) : assessment;
  return {
    ...scoreValues(scores),
    quality,
    issues,
    hiddenBy,
    isValid: hiddenBy.length === 0,
    hostCount,
    measuredWith: versionAfter(row, reading),
  };
}

const SCORES = Object.values(SCORE_COLUMNS);
const sameReal = (a: number | null, b: number | null) =>
  a === b || (a !== null && b !== null && Math.fround(a) === Math.fround(b));

/** Whether a row says this already; most do, and are not written. */
export const isSameVerdict = (row: VerdictRow, verdict: VerdictRow): boolean =>
  [...SCORES, "quality" as const].every((name) => sameReal(row[name], verdict[name])) &&
  row.hostCount === verdict.hostCount &&
  row.measuredWith === verdict.measuredWith &&
  row.issues.join() === verdict.issues.join() &&
  row.hiddenBy.join() === verdict.hiddenBy.join();
