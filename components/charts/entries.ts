import type { Route } from "next";

/** A bar of a chart, and a row of the table behind it. */
export interface BarEntry {
  readonly name: string;
  readonly value: number;
  /** What it leads to; the table has it as a link. */
  readonly href?: Route | undefined;
  /** A CSS colour, where it means something. */
  readonly colour?: string | undefined;
}

/** The largest entries, and how many are left for the table alone. */
export function shownOf(entries: readonly BarEntry[], most: number) {
  const shown = entries.length > most ? entries.slice(0, most) : entries;
  return { shown, left: entries.length - shown.length };
}
