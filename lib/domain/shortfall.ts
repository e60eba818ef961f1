import type { Chunk } from "./crawl-job";
import { groupOf, OUTCOME_LABELS, OUTCOMES, type Outcome, type OutcomeCounts } from "./outcome";

const TOP_CAUSES = 3;
const MAX_WARNINGS = 20;

/** What a search came to, as rows and answers both tell it. */
export type Lane = Pick<Chunk, "label" | "source" | "status" | "found" | "waiting" | "outcomes"> & {
  readonly expansionOf: string | null;
  readonly error: string | null;
};

export function totalOutcomes(lanes: readonly Pick<Lane, "outcomes">[]): OutcomeCounts {
  const total: OutcomeCounts = {};
  for (const { outcomes } of lanes)
    for (const outcome of OUTCOMES) {
      const count = outcomes[outcome];
      if (count) total[outcome] = (total[outcome] ?? 0) + count;
    }
  return total;
}

/** The commonest reasons why candidates did not become images, in words: "too small (12), timed out (3)". */
export function topCauses(outcomes: OutcomeCounts, most = TOP_CAUSES): string {
  const lost = OUTCOMES.filter((o) => groupOf(o) !== "accepted" && (outcomes[o] ?? 0) > 0);
  return lost
    .sort((a, b) => (outcomes[b] ?? 0) - (outcomes[a] ?? 0))
    .slice(0, most)
    .map(
      (outcome) =>
        `${OUTCOME_LABELS[outcome].toLowerCase()} (${(outcomes[outcome] ?? 0).toLocaleString("en")})`,
    )
    .join(", ");
}

/**
 * Why a crawl has fewer images than asked for, in one or two plain sentences. After a retry by cause its sources need not
 * be dry: `openChunks` may have further pages.
 */
export function describeShortfall(
  maxImages: number,
  outcomes: OutcomeCounts,
  failedChunks: number,
  openChunks = 0,
): string {
  const missing = maxImages - (outcomes.accepted ?? 0);
  const summary = `${missing.toLocaleString("en")} ${missing === 1 ? "is" : "are"} missing, ${openChunks > 0 ? "and some sources may have more; retry without a cause goes on." : "because every source ran dry."}`;
  const lost = topCauses(outcomes);
  const causes = lost ? ` Most others were lost to ${lost}.` : "";
  const failed =
    failedChunks > 0
      ? ` ${failedChunks} ${failedChunks === 1 ? "search" : "searches"} could not be finished; retry runs them again.`
      : "";
  return `${summary}${causes}${failed}`;
}

export interface LabelStanding {
  readonly label: string;
  readonly accepted: number;
  /** An even part of the target. */
  readonly goal: number;
}

/** How far each label is; goals add up to the target, and the first labels have what does not divide. */
export function labelStandings(
  maxImages: number,
  lanes: readonly Pick<Lane, "label" | "outcomes">[],
): LabelStanding[] {
  const labels = [...Map.groupBy(lanes, ({ label }) => label)];
  return labels.map(([label, own], i) => ({
    label,
    accepted: totalOutcomes(own).accepted ?? 0,
    goal: Math.floor(maxImages / labels.length) + (i < maxImages % labels.length ? 1 : 0),
  }));
}

/** Labels with less than half of what labels have on average. */
export function labelsBehind(standings: readonly LabelStanding[]): LabelStanding[] {
  const mean = standings.reduce((sum, { accepted }) => sum + accepted, 0) / standings.length;
  return standings.filter(({ accepted }) => accepted < mean / 2);
}

/** A sentence for each label that is left behind the others, the farthest first. */
export function balanceWarnings(
  maxImages: number,
  lanes: readonly Pick<Lane, "label" | "outcomes">[],
): string[] {
  const standings = labelStandings(maxImages, lanes);
  const total = standings.reduce((sum, { accepted }) => sum + accepted, 0);
  const mean = Math.round(total / Math.max(1, standings.length));
  return labelsBehind(standings)
    .sort((a, b) => a.accepted - b.accepted)
    .slice(0, MAX_WARNINGS)
    .map(
      ({ label, accepted }) =>
        `Class balance: “${label}” has ${accepted} ${accepted === 1 ? "image" : "images"}, under half of the mean of ${mean}.`,
    );
}

/** Says of what publishers refuse that nothing helps; null where none did. */
export function refusalNote(outcomes: OutcomeCounts): string | null {
  const refused = (["robots-txt", "ai-opt-out"] as const).reduce(
    (sum, outcome) => sum + (outcomes[outcome] ?? 0),
    0,
  );
  if (refused === 0) return null;
  return `${refused.toLocaleString("en")} ${refused === 1 ? "picture was" : "pictures were"} left out because ${refused === 1 ? "its publisher refuses" : "their publishers refuse"} (robots.txt or an AI opt-out); nothing makes up for those but other pictures.`;
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
