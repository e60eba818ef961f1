"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import { ChartFigure } from "./chart-figure";
import { type BarEntry, shownOf } from "./entries";

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
  entries,
}: {
  title: string;
  text?: string;
  entries: readonly BarEntry[];
}) {
  const { shown, left } = shownOf(entries, MOST_BARS);
  return (
    <ChartFigure title={title} text={text} entries={entries}>
      <div style={{ height: shown.length * 26 }}>
        <BarPlot title={title} entries={shown} />
      </div>
      {left > 0 && (
        <p className="mt-2 text-xs text-muted-foreground">and {left} more in the table</p>
      )}
    </ChartFigure>
  );
}
