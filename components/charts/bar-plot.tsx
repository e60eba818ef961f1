"use client";
import { useRouter } from "next/navigation";
import {
  Bar,
  BarChart,
  LabelList,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from "recharts";
import { formatCount } from "@/components/format";
import { ChartTip } from "./chart-tip";
import type { BarEntry } from "./entries";

const ROW_PX = 26;
const NAME_PX = 116;
const MOST_LETTERS = 18;

const shortened = (name: string) =>
  name.length > MOST_LETTERS ? `${name.slice(0, MOST_LETTERS - 1)}…` : name;

/** Room for numbers behind the longest bar. */
const NUMBER_PX = 56;

/** A bar for each entry, one below the other. The arrow keys walk over them; a click opens what an entry links to. */
export function BarPlot({ title, entries }: { title: string; entries: readonly BarEntry[] }) {
  const router = useRouter();
  const open = (index: number) => {
    const href = entries[index]?.href;
    if (href) router.push(href);
  };
  const isLinked = entries.some(({ href }) => href);
  return (
    <BarChart
      responsive
      layout="vertical"
      data={entries.map((entry) => ({ ...entry, fill: entry.colour ?? "var(--primary)" }))}
      margin={{ top: 0, right: NUMBER_PX, bottom: 0, left: 0 }}
      barCategoryGap={5}
      title={title}
      style={{ width: "100%", height: entries.length * ROW_PX, cursor: isLinked ? "pointer" : "" }}
    >
      <XAxis type="number" hide domain={[0, "dataMax"]} />
      <YAxis
        type="category"
        dataKey="name"
        width={NAME_PX}
        interval={0}
        axisLine={false}
        tickLine={false}
        tickFormatter={shortened}
        tick={{ fill: "var(--foreground)", fontSize: 12 }}
      />
      <Tooltip
        cursor={{ fill: "var(--muted)" }}
        isAnimationActive={false}
        content={({ active, payload }: TooltipContentProps) => {
          const [first] = payload;
          if (!active || !first) return null;
          return <ChartTip name={String(first.payload.name)} value={Number(first.value)} />;
        }}
      />
      {/* The background takes clicks beside a short bar. */}
      <Bar
        dataKey="value"
        radius={2}
        minPointSize={2}
        isAnimationActive={false}
        background={{ fill: "transparent" }}
        onClick={(_bar, index) => open(index)}
      >
        <LabelList
          dataKey="value"
          position="right"
          formatter={(value) => formatCount(Number(value))}
          style={{ fill: "var(--muted-foreground)", fontSize: 12 }}
        />
      </Bar>
    </BarChart>
  );
}
