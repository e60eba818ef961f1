"use client";
import { memo } from "react";
import { Area, AreaChart, XAxis, YAxis } from "recharts";

/**
 * How many pictures have which score, from 0 on the left to 1. Heights are logarithms, so that one picture among
 * thousands can be seen. A slider stands for it where it is read by keyboard.
 */
export const HistogramPlot = memo(function HistogramPlot({
  bins,
  colour,
}: {
  bins: readonly number[];
  /** A CSS colour. */
  colour: string;
}) {
  // A step ends where the next begins, the last one at 1.
  const steps = [...bins, bins.at(-1) ?? 0].map((count, bin) => ({
    score: bin / bins.length,
    height: Math.log1p(count),
  }));
  return (
    <AreaChart
      responsive
      data={steps}
      margin={{ top: 2, right: 0, bottom: 0, left: 0 }}
      accessibilityLayer={false}
      style={{ width: "100%", height: "100%" }}
    >
      <XAxis type="number" dataKey="score" domain={[0, 1]} hide />
      <YAxis domain={[0, "dataMax"]} hide />
      <Area
        type="stepAfter"
        dataKey="height"
        stroke="none"
        fill={colour}
        fillOpacity={1}
        isAnimationActive={false}
        activeDot={false}
      />
    </AreaChart>
  );
});
