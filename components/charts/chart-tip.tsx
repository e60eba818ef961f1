import { formatCount } from "@/components/format";

/** What the bar below the pointer, or the one that the keys have reached, stands for. */
export function ChartTip({ name, value }: { name: string; value: number }) {
  return (
    <p className="max-w-64 rounded-md border bg-popover px-2 py-1 text-xs shadow-sm">
      <span className="break-words">{name}</span>{" "}
      <span className="font-medium tabular-nums">{formatCount(value)}</span>
    </p>
  );
}
