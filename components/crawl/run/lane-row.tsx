import {
  CircleCheckIcon,
  CircleDashedIcon,
  CircleMinusIcon,
  CircleXIcon,
  CornerDownRightIcon,
} from "lucide-react";
import { memo, type ReactNode } from "react";
import { cn } from "@/components/cn";
import { useSourceName } from "@/components/crawl/source-names";
import { formatCount } from "@/components/format";
import { OutcomeBar } from "@/components/outcome-bar";
import { Spinner } from "@/components/ui/spinner";
import { TableCell, TableRow } from "@/components/ui/table";
import type { Chunk } from "@/lib/domain/crawl-job";
import { expansionText, type LaneState, stateOf, yieldOf } from "./lane-rows";

const STATES: Record<LaneState, { label: string; icon: ReactNode }> = {
  active: { label: "Searching", icon: <Spinner className="size-3.5 text-primary-ink" /> },
  failed: {
    label: "Failed",
    icon: <CircleXIcon className="size-3.5 text-failed-ink" aria-hidden />,
  },
  pending: {
    label: "Waiting",
    icon: <CircleDashedIcon className="size-3.5 text-waiting-ink" aria-hidden />,
  },
  completed: {
    label: "Searched",
    icon: <CircleCheckIcon className="size-3.5 text-accepted-ink" aria-hidden />,
  },
  left: {
    label: "Not searched further",
    icon: <CircleMinusIcon className="size-3.5 text-skipped-ink" aria-hidden />,
  },
};

const NUMBER = "hidden text-right tabular-nums sm:table-cell";

/** One keyword on one source. On a phone the source and what was found move below the keyword. */
export const LaneRow = memo(function LaneRow({ lane, isOver }: { lane: Chunk; isOver: boolean }) {
  const nameOf = useSourceName();
  const { keyword, label, source, found, accepted, waiting, error } = lane;
  const { label: state, icon } = STATES[stateOf(lane, isOver)];
  const rate = yieldOf(lane);
  const expansion = expansionText(lane);
  return (
    <TableRow>
      <TableCell className="w-2/5 max-w-0 min-w-40">
        <span className="flex items-center gap-1.5">
          {expansion && (
            <CornerDownRightIcon className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
          )}
          <span className="truncate font-medium" title={keyword}>
            {keyword}
          </span>
        </span>
        <span className="block truncate text-xs text-muted-foreground sm:hidden">
          {nameOf(source)}
        </span>
        {(expansion || label !== keyword) && (
          <span className="block truncate text-xs text-muted-foreground">
            {[expansion, label !== keyword && `label “${label}”`].filter(Boolean).join(", ")}
          </span>
        )}
        {error && (
          <span
            className={cn(
              "line-clamp-3 text-xs break-words",
              lane.status === "failed" ? "text-failed-ink" : "text-rejected-ink",
            )}
            title={error}
          >
            {error}
          </span>
        )}
      </TableCell>
      <TableCell className="hidden whitespace-nowrap sm:table-cell">{nameOf(source)}</TableCell>
      <TableCell className="whitespace-nowrap">
        <span className="flex items-center gap-1.5" title={state}>
          {icon}
          <span className="text-xs text-muted-foreground max-lg:sr-only">{state}</span>
        </span>
      </TableCell>
      <TableCell className={NUMBER}>{formatCount(found)}</TableCell>
      <TableCell className="text-right font-medium whitespace-nowrap tabular-nums">
        {formatCount(accepted)}
        <span className="font-normal text-muted-foreground sm:hidden">
          {" "}
          of {formatCount(found)}
        </span>
      </TableCell>
      <TableCell className={NUMBER}>
        {rate === null ? "–" : `${Math.round(rate * 100)} %`}
      </TableCell>
      <TableCell className="hidden w-1/5 min-w-28 md:table-cell">
        <OutcomeBar found={found} outcomes={lane.outcomes} />
        {waiting > 0 && !isOver && (
          <span className="text-xs text-muted-foreground">{formatCount(waiting)} waiting</span>
        )}
      </TableCell>
    </TableRow>
  );
});
