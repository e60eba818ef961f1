import { countOf, formatCount } from "@/components/format";
import { RelativeTime } from "@/components/relative-time";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import type { ValidationBatch } from "@/lib/domain/validation";
import { isAtWork } from "./use-quality";

/** How judging the pictures gets on, or what came of it. */
export function BatchLine({
  batch,
  unmeasured,
  isStarting,
  onMeasure,
}: {
  batch: ValidationBatch | null;
  /** Pictures that a check has no score of. */
  unmeasured: number;
  isStarting: boolean;
  onMeasure: () => void;
}) {
  if (batch && isAtWork(batch))
    return (
      <div className="grid min-h-8 content-center gap-1.5">
        <p className="text-[13px]">
          Judging pictures again
          {batch.total > 0 && `: ${formatCount(batch.done)} of ${formatCount(batch.total)}`}
          {batch.total > 0 && batch.done === batch.total && ", finishing"}
        </p>
        <Progress value={batch.progress} aria-label="Judging pictures again" />
      </div>
    );
  const isFailed = batch?.status === "failed";
  if (!batch?.finishedAt && unmeasured === 0) return null;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-[13px] text-muted-foreground">
      {batch?.finishedAt && !isFailed && (
        <p>
          Judged <RelativeTime at={batch.finishedAt} />
          {wordsOf(batch)}
        </p>
      )}
      {isFailed && (
        <p className="text-failed-ink">
          The pictures could not be judged again. {batch.error ?? ""}
        </p>
      )}
      {(isFailed || unmeasured > 0) && (
        <Button variant="outline" size="sm" disabled={isStarting} onClick={onMeasure}>
          {isFailed ? "Try again" : `Measure ${countOf(unmeasured, "picture")}`}
        </Button>
      )}
    </div>
  );
}

function wordsOf({ result: { hidden, shown, unreadable } }: ValidationBatch): string {
  const parts = [
    hidden > 0 && `${formatCount(hidden)} hidden`,
    shown > 0 && `${formatCount(shown)} shown again`,
    unreadable > 0 && `${formatCount(unreadable)} unreadable`,
  ].filter(Boolean);
  return parts.length > 0 ? `: ${parts.join(", ")}` : ", nothing changed";
}
