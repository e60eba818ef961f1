import type { Chunk } from "@/lib/domain/crawl-job";
import { STRATEGY_TEXTS } from "@/lib/domain/expansion";
import type { Outcome } from "@/lib/domain/outcome";

/** Where a lane is; `left` is one that the crawl's end cut short. */
export const LANE_STATES = ["active", "failed", "pending", "completed", "left"] as const;
export type LaneState = (typeof LANE_STATES)[number];

export const stateOf = ({ status }: Pick<Chunk, "status">, isOver: boolean): LaneState =>
  isOver && (status === "active" || status === "pending") ? "left" : status;

/** The part of what has been decided that was accepted; null before there is any. */
export function yieldOf({ found, waiting, accepted }: Chunk): number | null {
  const decided = found - waiting;
  return decided > 0 ? accepted / decided : null;
}

/** Whose expansion a keyword is and how it was made: "Kinds of it, from “dog”"; null for one that a person gave. */
export function expansionText({ expansionOf, strategy }: Chunk): string | null {
  if (expansionOf === null) return null;
  const how = strategy ? STRATEGY_TEXTS[strategy].name : "Expansion";
  return `${how}, from “${expansionOf}”`;
}

export const LANE_COLUMNS = ["keyword", "source", "state", "found", "accepted", "yield"] as const;
export type LaneColumn = (typeof LANE_COLUMNS)[number];
export interface LaneOrder {
  column: LaneColumn;
  isDescending: boolean;
}

/** Numbers are looked at from the largest, words from the first. */
export const firstOrder = (column: LaneColumn): LaneOrder => ({
  column,
  isDescending: column === "found" || column === "accepted" || column === "yield",
});

type Compare = (a: Chunk, b: Chunk) => number;
const byText = (of: (lane: Chunk) => string): Compare => {
  const { compare } = new Intl.Collator("en", { numeric: true });
  return (a, b) => compare(of(a), of(b));
};
/** Lanes of a label lie together, and an expansion below its parent. */
const byKeyword: Compare = (a, b) =>
  byText(({ label }) => label)(a, b) ||
  byText(({ keyword, expansionOf }) => expansionOf ?? keyword)(a, b) ||
  Number(a.expansionOf !== null) - Number(b.expansionOf !== null) ||
  byText(({ keyword }) => keyword)(a, b);

function comparisons(isOver: boolean): Record<LaneColumn, Compare> {
  const place = (lane: Chunk) => LANE_STATES.indexOf(stateOf(lane, isOver));
  return {
    keyword: byKeyword,
    source: byText(({ source }) => source),
    state: (a, b) => place(a) - place(b),
    found: (a, b) => a.found - b.found,
    accepted: (a, b) => a.accepted - b.accepted,
    yield: (a, b) => (yieldOf(a) ?? -1) - (yieldOf(b) ?? -1),
  };
}

/** Lanes in the order asked for; without one those at work first, then those that failed. Equals keep label and keyword. */
export function orderLanes(
  lanes: readonly Chunk[],
  order: LaneOrder | null,
  isOver: boolean,
): Chunk[] {
  const compare = comparisons(isOver)[order?.column ?? "state"];
  const sign = order?.isDescending ? -1 : 1;
  return lanes.toSorted((a, b) => sign * compare(a, b) || byKeyword(a, b));
}

export interface LaneLoss {
  lane: Chunk;
  count: number;
}

/** The lanes in which most candidates ended so, the worst first. */
export const worstLanes = (lanes: readonly Chunk[], outcome: Outcome, most = 3): LaneLoss[] =>
  lanes
    .map((lane) => ({ lane, count: lane.outcomes[outcome] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
