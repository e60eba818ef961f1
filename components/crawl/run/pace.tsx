import { formatCount, formatDuration } from "@/components/format";
import { Progress } from "@/components/ui/progress";
import type { JobProgress } from "@/lib/domain/crawl-job";
import { useThrottled } from "./use-throttled";

const ANNOUNCE_MS = 10_000;

/** How far, how fast, how long still. */
export function Pace({ progress }: { progress: JobProgress }) {
  const { accepted, maxImages, imagesPerMinute, etaMs, status } = progress;
  const announcement = useThrottled(
    `${formatCount(accepted)} of ${formatCount(maxImages)} pictures accepted`,
    ANNOUNCE_MS,
  );
  const isRunning = status === "running";
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-[13px] text-muted-foreground tabular-nums">
        <p>
          <span className="text-base font-semibold text-foreground">{formatCount(accepted)}</span>
          {" of "}
          {formatCount(maxImages)} accepted
        </p>
        {isRunning && imagesPerMinute !== null && (
          <p>{formatCount(Math.round(imagesPerMinute))} a minute</p>
        )}
        {isRunning && etaMs !== null && <p>about {formatDuration(etaMs)} left</p>}
        {status === "paused" && <p>Paused. Nothing is fetched until you resume.</p>}
        {status === "pending" && <p>Waiting for its turn.</p>}
      </div>
      <Progress value={progress.progress} aria-label="Progress of the crawl" />
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
    </div>
  );
}
