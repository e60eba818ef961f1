import type { CrawlJob } from "@/lib/domain/crawl-job";
import {
  ISSUE_LABELS,
  Issue,
  isCheckedAt,
  type Rules,
  type ValidationLevel,
} from "@/lib/domain/issue";
import { groupOf, OUTCOME_LABELS, OUTCOMES, type OutcomeCounts } from "@/lib/domain/outcome";
import { formatDuration } from "@/lib/domain/quantity";
import { section, table } from "@/lib/domain/report";
import { funnelOf, topCauses } from "@/lib/domain/shortfall";

interface Count {
  readonly value: string;
  readonly count: number;
}
const NOTHING = "–";

export const causes = (outcomes: OutcomeCounts): string => topCauses(outcomes) || NOTHING;
export const orNothing = (text: string): string => text || NOTHING;
const part = (count: number, of: number) =>
  of > 0 ? `${Math.round((100 * count) / of)} %` : NOTHING;

export const funnelSection = (found: number, fetched: number, outcomes: OutcomeCounts) =>
  section("Funnel", {
    tables: [
      table(
        ["step", "pictures", "of found"],
        Object.entries(funnelOf(found, fetched, outcomes)).map(([step, count]) => [
          step,
          count,
          part(count, found),
        ]),
        { chart: "pictures" },
      ),
    ],
  });

export const lossesSection = (outcomes: OutcomeCounts) => {
  const lost = OUTCOMES.filter((o) => o !== "accepted" && (outcomes[o] ?? 0) > 0);
  return section("Why the others did not become images", {
    tables: [
      table(
        ["outcome", "count", "kind"],
        lost
          .sort((a, b) => (outcomes[b] ?? 0) - (outcomes[a] ?? 0))
          .map((o) => [OUTCOME_LABELS[o], outcomes[o] ?? 0, groupOf(o)]),
        { chart: "count" },
      ),
    ],
  });
};

export const countsTable = (title: string, name: string, counts: readonly Count[], most = 50) =>
  table(
    [name, "pictures"],
    counts.slice(0, most).map(({ value, count }) => [value, count]),
    {
      title,
      chart: "pictures",
      note: counts.length > most ? `The ${most} most frequent of ${counts.length}.` : null,
    },
  );

const isChecked = (issue: Issue): issue is keyof Rules =>
  issue !== "near-duplicate" && issue !== "exact-duplicate";

/** What was found in pictures, beside the rules that it was found by. */
export const issuesTable = (
  issues: readonly { value: string; count: number }[],
  level: ValidationLevel,
  rules: Rules,
) =>
  table(
    ["issue", "pictures", "below", "what it does"],
    issues.map(({ value, count }) => {
      const issue = Issue.parse(value);
      if (!isChecked(issue)) return [ISSUE_LABELS[issue], count, NOTHING, "compared with others"];
      const { threshold, hides } = rules[issue];
      const does = hides && isCheckedAt(issue, level) ? "hides" : "marks";
      return [ISSUE_LABELS[issue], count, threshold.toFixed(2), does];
    }),
    { chart: "pictures" },
  );

/** How long a crawl has been at work; null before it began. */
export const tookMs = ({ startedAt, finishedAt }: CrawlJob, nowMs: number): number | null =>
  startedAt ? (finishedAt ? Date.parse(finishedAt) : nowMs) - Date.parse(startedAt) : null;

/** "12.5 a minute", by what was accepted. */
export const paceText = (accepted: number, ms: number | null): string =>
  ms && accepted > 0 ? `${((accepted * 60_000) / ms).toFixed(1)} pictures a minute` : NOTHING;

export const durationText = (ms: number | null): string =>
  ms === null ? NOTHING : formatDuration(ms);

/** "2026-11-22 21:47 UTC". */
export const timeText = (iso: string | null): string =>
  iso ? `${iso.slice(0, 16).replace("T", " ")} UTC` : NOTHING;
