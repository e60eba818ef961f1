"use client";
import { useMutation } from "@tanstack/react-query";
import { RotateCcwIcon } from "lucide-react";
import { toast } from "sonner";
import { request } from "@/components/api";
import { formatCount } from "@/components/format";
import { OutcomeBadge } from "@/components/outcome";
import { problemText } from "@/components/problem";
import { Button } from "@/components/ui/button";
import { retryJob } from "@/lib/contract/jobs";
import type { JobProgress, JobStatus } from "@/lib/domain/crawl-job";
import { OUTCOME_LABELS, type Outcome } from "@/lib/domain/outcome";

import { ADVICE, isRetryable, lossesOf } from "./funnel-stages";

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
  const retry = useMutation({
    mutationFn: (outcome: Exclude<Outcome, "accepted">) =>
      request(retryJob, { jobId, outcomes: [outcome] }),
    onSuccess: ({ status }) => onStatus(status),
    onError: (error) => toast.error("Not started again", { description: problemText(error) }),
  });
  const losses = lossesOf(progress);
  if (losses.length === 0) return null;
  return (
    <ul className="divide-y rounded-lg border bg-card">
      {losses.map((loss) => {
        const { outcome, count } = loss;
        return (
          <li key={outcome} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
            <span className="w-16 text-right text-sm font-medium tabular-nums">
              {formatCount(count)}
            </span>
            <OutcomeBadge outcome={outcome} />
            <span className="min-w-0 flex-1 basis-60 text-xs text-muted-foreground">
              {ADVICE[outcome]}
            </span>
            {isRetryable(loss) && outcome !== "accepted" && (
              <Button
                variant="outline"
                size="sm"
                disabled={retry.isPending}
                aria-label={`Retry these ${formatCount(count)}: ${OUTCOME_LABELS[outcome]}`}
                onClick={() => retry.mutate(outcome)}
              >
                <RotateCcwIcon />
                Retry these {formatCount(count)}
              </Button>
            )}
            <Button
              variant="ghost"
              size="sm"
              aria-label={`Show the URLs: ${OUTCOME_LABELS[outcome]}`}
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
