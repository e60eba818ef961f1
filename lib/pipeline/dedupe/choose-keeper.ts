/** What decides which of several near-duplicates is kept. */
export interface KeeperCandidate {
  /** Ids sort by age (UUID version 7). */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  /** As in lib/domain/licence.ts. */
  readonly licence: string;
}

export type KeeperReason =
  | "only-one"
  | "more-pixels"
  | "less-compression"
  | "better-licence"
  | "earlier";

/** As a person reads it. */
export const KEEPER_REASONS: Record<KeeperReason, string> = {
  "only-one": "the only copy",
  "more-pixels": "more pixels",
  "less-compression": "less compression",
  "better-licence": "better licence",
  earlier: "found earlier",
};

type Order = (a: KeeperCandidate, b: KeeperCandidate) => number;

const pixels = ({ width, height }: KeeperCandidate): number => width * height;

/** In this order; the first that tells two pictures apart decides. Negative: `a` is the better one. */
const ORDERS: readonly (readonly [KeeperReason, Order])[] = [
  ["more-pixels", (a, b) => pixels(b) - pixels(a)],
  // Reached with equal pixels only, so that bytes stand for bytes per pixel.
  ["less-compression", (a, b) => b.sizeBytes - a.sizeBytes],
  ["better-licence", (a, b) => licenceRank(a.licence) - licenceRank(b.licence)],
  ["earlier", (a, b) => compareText(a.id, b.id)],
];

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** 0 asks nothing of the user of a picture; each further rank asks more, and the last is unknown. */
function licenceRank(licence: string): number {
  if (licence === "CC0-1.0" || licence === "PDM-1.0") return 0;
  if (/^CC-BY-\d/.test(licence)) return 1;
  if (/^CC-BY-SA-\d/.test(licence)) return 2;
  if (licence.startsWith("CC-")) return 3;
  return licence === "unknown" ? 5 : 4;
}

/** The one to keep and what set it above the next best. The order of the candidates does not matter. */
export function chooseKeeper(candidates: readonly [KeeperCandidate, ...KeeperCandidate[]]): {
  keeperId: string;
  reason: KeeperReason;
} {
  const [first] = candidates;
  const sorted = candidates.toSorted((a, b) => decide(a, b).order);
  const [keeper = first, next] = sorted;
  return { keeperId: keeper.id, reason: next ? decide(keeper, next).reason : "only-one" };
}

function decide(a: KeeperCandidate, b: KeeperCandidate): { order: number; reason: KeeperReason } {
  for (const [reason, compare] of ORDERS) {
    const order = compare(a, b);
    if (order !== 0) return { order, reason };
  }
  return { order: 0, reason: "earlier" };
}
