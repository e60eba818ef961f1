import { CircleCheckIcon, CircleDashedIcon, CircleMinusIcon, CircleXIcon } from "lucide-react";
import { memo } from "react";
import { countOf, formatCount } from "@/components/format";
import { OutcomeBar } from "@/components/outcome-bar";
import { Spinner } from "@/components/ui/spinner";
import type { Chunk } from "@/lib/domain/crawl-job";

interface LaneState {
  label: string;
  order: number;
  icon: React.ReactNode;
}
const STATES: Record<Chunk["status"], LaneState> = {
  active: { label: "Searching", order: 0, icon: <Spinner className="size-3.5 text-primary-ink" /> },
  failed: {
    label: "Failed",
    order: 1,
    icon: <CircleXIcon className="size-3.5 text-failed-ink" aria-hidden />,
  },
  pending: {
    label: "Waiting",
    order: 2,
    icon: <CircleDashedIcon className="size-3.5 text-waiting-ink" aria-hidden />,
  },
  completed: {
    label: "Searched to the end",
    order: 3,
    icon: <CircleCheckIcon className="size-3.5 text-accepted-ink" aria-hidden />,
  },
};

/** The crawl ended before the lane did: it met its target or was cancelled. */
const LEFT: LaneState = {
  label: "Not searched further",
  order: 3,
  icon: <CircleMinusIcon className="size-3.5 text-skipped-ink" aria-hidden />,
};

/** Keyword × source, each with what it found and what became of it; the ones at work come first. */
export const Lanes = memo(function Lanes({ lanes, isOver }: { lanes: Chunk[]; isOver: boolean }) {
  const stateOf = ({ status }: Chunk) =>
    isOver && (status === "active" || status === "pending") ? LEFT : STATES[status];
  const ordered = lanes.toSorted((a, b) => stateOf(a).order - stateOf(b).order);
  return (
    <ul
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region has to be reachable by keyboard
      tabIndex={0}
      aria-label="Lanes"
      className="max-h-96 divide-y overflow-y-auto rounded-lg border bg-card"
    >
      {ordered.map((lane) => {
        const state = stateOf(lane);
        return (
          <li key={lane.id} className="grid gap-1.5 px-3 py-2.5">
            <div className="flex items-center gap-2 text-[13px]">
              <span title={state.label}>
                {state.icon}
                <span className="sr-only">{state.label}:</span>
              </span>
              <span className="truncate font-medium">{lane.keyword}</span>
              <span className="truncate text-muted-foreground">{lane.source}</span>
              <span className="ml-auto shrink-0 text-xs text-muted-foreground tabular-nums">
                <span className="font-medium text-foreground">{formatCount(lane.accepted)}</span>
                {" of "}
                {formatCount(lane.found)}
              </span>
            </div>
            <OutcomeBar found={lane.found} outcomes={lane.outcomes} />
            <p className="flex gap-x-3 text-xs text-muted-foreground">
              {lane.label !== lane.keyword && <span className="truncate">Label: {lane.label}</span>}
              <span>{countOf(lane.pages, "page")} read</span>
              {lane.waiting > 0 && <span>{formatCount(lane.waiting)} waiting</span>}
            </p>
            {lane.error && <p className="text-xs break-words text-failed-ink">{lane.error}</p>}
          </li>
        );
      })}
    </ul>
  );
});
