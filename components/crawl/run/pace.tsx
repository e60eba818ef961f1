import { formatCount, formatDuration } from "@/components/format";
import { Progress } from "@/components/ui/progress";
import type { JobProgress } from "@/lib/domain/crawl-job";
import { useThrottled } from "./use-throttled";

const ANNOUNCE_MS = 10_000;

/** How far, how fast, how long still. */
export function Pace({
  progress,
  rerunCount,
}: {
  progress: JobProgress;
  /** How many lost candidates a retry runs again; null while sources are asked. */
  rerunCount: number | null;
}) {
  const { accepted, maxImages, imagesPerMinute, etaMs, status, waiting } = progress;
  const kept = `${formatCount(accepted)} of ${formatCount(maxImages)} pictures accepted`;
  const announcement = useThrottled(
    rerunCount === null ? kept : `Running ${formatCount(rerunCount)} again, ${waiting} left`,
    ANNOUNCE_MS,
  );
  const isRunning = status === "running";
  const percent =
    rerunCount === null
      ? progress.progress
      : Math.floor(100 * (1 - Math.min(1, waiting / Math.max(1, rerunCount))));
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-[13px] text-muted-foreground tabular-nums">
        {rerunCount === null ? (
          <p>
            <span className="text-base font-semibold text-foreground">{formatCount(accepted)}</span>
            {" of "}
            {formatCount(maxImages)} accepted
          </p>
        ) : (
          <>
            <p className="text-base font-semibold text-foreground">
              Running {formatCount(rerunCount)} again
            </p>
            <p>{formatCount(waiting)} left</p>
            <p>{kept}</p>
          </>
        )}
        {isRunning && rerunCount === null && imagesPerMinute !== null && (
          <p>{formatCount(Math.round(imagesPerMinute))} a minute</p>
        )}
        {isRunning && rerunCount === null && etaMs !== null && (
          <p>about {formatDuration(etaMs)} left</p>
        )}
        {status === "paused" && <p>Paused. Nothing is fetched until you resume.</p>}
        {status === "pending" && <p>Waiting for its turn.</p>}
      </div>
      <Progress value={percent} aria-label="Progress of the crawl" />
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
    </div>
  );
}
