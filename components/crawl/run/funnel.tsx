import { cn } from "@/components/cn";
import { formatCount } from "@/components/format";
import { OUTCOME_STYLES } from "@/components/outcome";
import { isFinished } from "@/lib/domain/crawl-job";
import { OUTCOME_LABELS, type Outcome } from "@/lib/domain/outcome";
import { type Counted, type Loss, type Stage, stagesOf } from "./funnel-stages";

const STAGES: Record<Stage["name"], { label: string; text: string }> = {
  found: { label: "Found", text: "URLs that sources named" },
  fetched: { label: "Fetched", text: "Files that arrived" },
  valid: { label: "Valid", text: "Pictures that passed the checks" },
  unique: { label: "Unique", text: "Not seen before" },
  accepted: { label: "Accepted", text: "Kept in the dataset" },
};

/** Found → fetched → valid → unique → accepted, with what was lost on the way hanging below each stage. */
export function Funnel({
  progress,
  onPick,
}: {
  progress: Counted;
  /** A loss was chosen: show its candidates. */
  onPick: (outcome: Outcome | "waiting") => void;
}) {
  return (
    <section aria-label="Funnel" className="overflow-hidden rounded-lg border bg-card">
      <ol className="grid divide-y md:grid-cols-5 md:divide-x md:divide-y-0">
        {stagesOf(progress).map((stage) => (
          <StageColumn
            key={stage.name}
            stage={stage}
            found={progress.found}
            waiting={stage.name === "fetched" ? progress.waiting : 0}
            isGrowing={!isFinished(progress.status)}
            onPick={onPick}
          />
        ))}
      </ol>
    </section>
  );
}

function StageColumn({
  stage: { name, count, losses },
  found,
  waiting,
  isGrowing,
  onPick,
}: {
  stage: Stage;
  found: number;
  waiting: number;
  /** Losses are still to come: their place is kept, so that what lies below stays where it is. */
  isGrowing: boolean;
  onPick: (outcome: Outcome | "waiting") => void;
}) {
  const { label, text } = STAGES[name];
  const share = found > 0 ? count / found : 0;
  return (
    <li className={cn("flex min-w-0 flex-col gap-2 p-3", isGrowing && "md:min-h-44")}>
      <div className="flex items-baseline justify-between gap-2 md:flex-col md:gap-0">
        <span className="text-xs text-muted-foreground" title={text}>
          {label}
        </span>
        <span className="flex items-baseline gap-1.5">
          <span className="text-xl font-semibold tabular-nums md:text-2xl">
            {formatCount(count)}
          </span>
          {name !== "found" && found > 0 && (
            <span className="text-xs text-muted-foreground tabular-nums">
              {Math.round(share * 100)} %
            </span>
          )}
        </span>
      </div>
      <div className="h-2 overflow-hidden rounded-full bg-secondary" aria-hidden>
        <div
          className={cn(
            "h-full rounded-full transition-[width] duration-500",
            name === "accepted" ? "bg-accepted" : "bg-primary",
          )}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      {(losses.length > 0 || waiting > 0) && (
        <ul className="grid grid-cols-1 gap-px" aria-label={`Lost before ${label.toLowerCase()}`}>
          {waiting > 0 && (
            <LossLine
              group="waiting"
              label={isGrowing ? "Waiting" : "Not looked at"}
              count={waiting}
              onPick={() => onPick("waiting")}
            />
          )}
          {losses.map(({ outcome, group, count }) => (
            <LossLine
              key={outcome}
              group={group}
              label={OUTCOME_LABELS[outcome]}
              count={count}
              onPick={() => onPick(outcome)}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function LossLine({
  group,
  label,
  count,
  onPick,
}: {
  group: Loss["group"];
  label: string;
  count: number;
  onPick: () => void;
}) {
  const { icon: Icon, text } = OUTCOME_STYLES[group];
  return (
    <li>
      <button
        type="button"
        onClick={onPick}
        className="-mx-1 flex w-[calc(100%+0.5rem)] items-center gap-1.5 rounded-sm px-1 py-0.5 text-left text-xs hover:bg-accent pointer-coarse:py-2"
      >
        <Icon className={cn("size-3 shrink-0", text)} aria-hidden />
        <span className="min-w-0 flex-1 truncate" title={label}>
          {label}
        </span>
        <span className={cn("font-medium tabular-nums", text)}>{formatCount(count)}</span>
      </button>
    </li>
  );
}
