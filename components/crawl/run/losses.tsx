"use client";
import { useSourceName } from "@/components/crawl/source-names";
import { formatCount } from "@/components/format";
import { OutcomeBadge } from "@/components/outcome";
import { Button } from "@/components/ui/button";
import type { JobProgress } from "@/lib/domain/crawl-job";
import { OUTCOME_LABELS, type Outcome } from "@/lib/domain/outcome";
import { retryLabel } from "./advice-action";
import { ADVICE, isRetryable, lossesOf } from "./funnel-stages";
import { worstLanes } from "./lane-rows";
import { RetryButton } from "./retry-button";
import type { OnRetried } from "./use-job-stream";

/** What was lost by cause: in which searches, and what can be done. A retry runs exactly those again. */
export function Losses({
  jobId,
  progress,
  onRetried,
  onPick,
}: {
  jobId: string;
  progress: JobProgress;
  onRetried: OnRetried;
  onPick: (outcome: Outcome) => void;
}) {
  const nameOf = useSourceName();
  const wordsOf = (outcome: Outcome) =>
    worstLanes(progress.lanes, outcome)
      .map(({ lane, count }) => `“${lane.keyword}” on ${nameOf(lane.source)} ${formatCount(count)}`)
      .join(", ");
  return (
    <ul className="divide-y rounded-lg border bg-card">
      {lossesOf(progress).map((loss) => {
        const { outcome, count } = loss;
        const label = OUTCOME_LABELS[outcome];
        const retry = retryLabel(count);
        return (
          <li key={outcome} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2.5">
            <span className="text-sm font-medium tabular-nums sm:min-w-10 sm:text-right">
              {formatCount(count)}
            </span>
            <span className="sm:w-48">
              <OutcomeBadge outcome={outcome} />
            </span>
            <span className="grid min-w-0 flex-1 basis-60 gap-0.5 text-xs">
              <span>{ADVICE[outcome] ?? "Another attempt may bring them."}</span>
              <span className="truncate text-muted-foreground" title={wordsOf(outcome)}>
                {wordsOf(outcome)}
              </span>
            </span>
            <span className="ml-auto flex gap-1">
              {isRetryable(loss) && (
                <RetryButton
                  jobId={jobId}
                  outcomes={[outcome]}
                  label={retry}
                  name={`${retry}: ${label}`}
                  onRetried={onRetried}
                />
              )}
              <Button
                variant="ghost"
                size="sm"
                aria-label={`Show the URLs: ${label}`}
                onClick={() => onPick(outcome)}
              >
                Show
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
