import type { Route } from "next";

/** A bar of a chart, and a row of the table behind it. */
export interface BarEntry {
  readonly name: string;
  readonly value: number;
  /** What it leads to, from the bar and from the table. */
  readonly href?: Route | undefined;
  /** A CSS colour, where it means something. */
  readonly colour?: string | undefined;
}

/** The height of a bar with its name. */
export const ROW_PX = 26;

/** The largest entries, and how many are left for the table alone. */
export function shownOf(entries: readonly BarEntry[], most: number) {
  const shown = entries.length > most ? entries.slice(0, most) : entries;
  return { shown, left: entries.length - shown.length };
}
