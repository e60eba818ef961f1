"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import { BarNames, NAME_PX } from "./bar-names";
import { ChartFigure } from "./chart-figure";
import { type BarEntry, ROW_PX, shownOf } from "./entries";

const MOST_BARS = 12;

// The chart library is large and of no use before the numbers are there.
const BarPlot = dynamic(() => import("./bar-plot").then((module) => module.BarPlot), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

/** Counts as bars, with the table behind them; `text` says what is counted. */
export function Bars({
  title,
  text,
  column,
  entries,
}: {
  title: string;
  text?: string;
  /** What the table calls the entries, if not by the title. */
  column?: string;
  entries: readonly BarEntry[];
}) {
  const { shown, left } = shownOf(entries, MOST_BARS);
  return (
    <ChartFigure title={title} text={text} column={column} entries={entries}>
      <div className="relative" style={{ height: shown.length * ROW_PX, paddingLeft: NAME_PX }}>
        <div className="size-full" aria-hidden>
          <BarPlot entries={shown} />
        </div>
        <BarNames entries={shown} />
      </div>
      {left > 0 && (
        <p className="mt-2 text-xs text-muted-foreground">and {left} more in the table</p>
      )}
    </ChartFigure>
  );
}
