"use client";
import { Bar, BarChart, LabelList, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/format";
import { type BarEntry, ROW_PX } from "./entries";

/** Room for numbers behind the longest bar. */
const NUMBER_PX = 56;

/** A bar for each entry with its number, one below the other; what they are is said beside them. */
export const BarPlot = ({ entries }: { entries: readonly BarEntry[] }) => (
  <BarChart
    responsive
    layout="vertical"
    data={entries.map((entry) => ({ ...entry, fill: entry.colour ?? "var(--primary)" }))}
    margin={{ top: 0, right: NUMBER_PX, bottom: 0, left: 0 }}
    barCategoryGap={5}
    accessibilityLayer={false}
    style={{ width: "100%", height: entries.length * ROW_PX }}
  >
    <XAxis type="number" hide domain={[0, "dataMax"]} />
    <YAxis type="category" dataKey="name" hide />
    <Bar dataKey="value" radius={2} minPointSize={2} isAnimationActive={false}>
      <LabelList
        dataKey="value"
        position="right"
        formatter={(value) => formatCount(Number(value))}
        style={{ fill: "var(--muted-foreground)", fontSize: 12 }}
      />
    </Bar>
  </BarChart>
);
