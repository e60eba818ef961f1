import { groupOf, OUTCOME_LABELS, type Outcome, type OutcomeCounts } from "./outcome";

const TOP_CAUSES = 3;

/** Why a crawl that ran dry has fewer images than asked for, in one or two plain sentences. */
export function describeShortfall(
  maxImages: number,
  outcomes: OutcomeCounts,
  failedChunks: number,
): string {
  const accepted = outcomes.accepted ?? 0;
  // Object.entries of a record keyed by Outcome loses the key's type.
  const losses = (Object.entries(outcomes) as [Outcome, number][])
    .filter(([outcome, count]) => groupOf(outcome) !== "accepted" && count > 0)
    .sort((a, b) => b[1] - a[1])
    .slice(0, TOP_CAUSES)
    .map(([outcome, count]) => `${OUTCOME_LABELS[outcome].toLowerCase()} (${count})`);
  const summary = `${accepted} of ${maxImages} images: every source ran dry.`;
  const causes = losses.length > 0 ? ` Most others were lost to ${losses.join(", ")}.` : "";
  const failed =
    failedChunks > 0
      ? ` ${failedChunks} ${failedChunks === 1 ? "search" : "searches"} could not be finished; retry runs them again.`
      : "";
  return `${summary}${causes}${failed}`;
}

/** The funnel of a crawl: each step counts what got through the one before. */
export function funnelOf(found: number, fetched: number, outcomes: OutcomeCounts) {
  const lost = (...of: Outcome[]) => of.reduce((sum, outcome) => sum + (outcomes[outcome] ?? 0), 0);
  const accepted = outcomes.accepted ?? 0;
  const duplicates = lost("exact-duplicate", "near-duplicate");
  const unreadable = lost("not-an-image", "corrupt", "too-small", "too-many-pixels", "unsupported");
  const valid = Math.max(accepted + duplicates, fetched - unreadable);
  const unique = Math.max(accepted, valid - duplicates);
  return { found, fetched, valid, unique, accepted };
}
