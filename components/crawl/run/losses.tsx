"use client";
import { formatCount } from "@/components/format";
import { OutcomeBadge } from "@/components/outcome";
import { Button } from "@/components/ui/button";
import type { JobProgress, JobStatus } from "@/lib/domain/crawl-job";
import { OUTCOME_LABELS, type Outcome } from "@/lib/domain/outcome";
import { ADVICE, isRetryable, lossesOf } from "./funnel-stages";
import { RetryButton } from "./retry-button";

/** What was lost by cause, each with what can be done: run it again, or what to change. */
export function Losses({
  jobId,
  progress,
  onStatus,
  onPick,
}: {
  jobId: string;
  progress: JobProgress;
  onStatus: (status: JobStatus) => void;
  onPick: (outcome: Outcome) => void;
}) {
  return (
    <ul className="divide-y rounded-lg border bg-card">
      {lossesOf(progress).map((loss) => {
        const { outcome, count } = loss;
        const label = OUTCOME_LABELS[outcome];
        const retry = count === 1 ? "Retry it" : `Retry these ${formatCount(count)}`;
        return (
          <li key={outcome} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
            <span className="min-w-12 text-right text-sm font-medium tabular-nums">
              {formatCount(count)}
            </span>
            <OutcomeBadge outcome={outcome} />
            <span className="min-w-0 flex-1 basis-60 text-xs text-muted-foreground">
              {ADVICE[outcome] ?? "Another attempt may bring them."}
            </span>
            {isRetryable(loss) && (
              <RetryButton
                jobId={jobId}
                outcome={outcome}
                label={retry}
                name={`${retry}: ${label}`}
                onStatus={onStatus}
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
          </li>
        );
      })}
    </ul>
  );
}
