import type { JobProgress } from "@/lib/domain/crawl-job";
import { groupOf, OUTCOMES, type Outcome, type OutcomeGroup } from "@/lib/domain/outcome";

export interface Loss {
  outcome: Exclude<Outcome, "accepted">;
  group: OutcomeGroup;
  count: number;
}
export interface Stage {
  name: "found" | "fetched" | "valid" | "unique" | "accepted";
  count: number;
  /** What was lost on the way from the stage before to this one, largest first. */
  losses: Loss[];
}

/** What is counted of a crawl, or of several together. */
export type Counted = Pick<
  JobProgress,
  "status" | "found" | "fetched" | "valid" | "unique" | "accepted" | "waiting" | "outcomes"
>;

/** The stage that a candidate of this group did not reach. */
const LOST_BEFORE: Record<OutcomeGroup, Stage["name"] | null> = {
  skipped: "fetched",
  failed: "fetched",
  rejected: "valid",
  duplicate: "unique",
  accepted: null,
  waiting: null,
};
const lostBefore = ({ outcome, group }: Loss) =>
  outcome === "quality" ? "accepted" : LOST_BEFORE[group];

/** Everything that was lost, largest first. */
export const lossesOf = ({ outcomes }: Pick<JobProgress, "outcomes">): Loss[] =>
  OUTCOMES.filter((outcome) => outcome !== "accepted")
    .map((outcome) => ({ outcome, group: groupOf(outcome), count: outcomes[outcome] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);

/** The target can be met before a candidate is fetched or while it is looked at: the counts tell which. */
function splitLimit(progress: Counted, loss: Loss): [early: number, late: number] {
  const { unique, accepted, outcomes } = progress;
  const late = Math.max(0, unique - accepted - (outcomes.quality ?? 0));
  return [Math.max(0, loss.count - late), Math.min(loss.count, late)];
}

export function stagesOf(progress: Counted): Stage[] {
  const placed = lossesOf(progress).flatMap((loss) => {
    if (loss.outcome !== "limit-reached") return [{ ...loss, stage: lostBefore(loss) }];
    const [early, late] = splitLimit(progress, loss);
    return [
      { ...loss, count: early, stage: "fetched" as const },
      { ...loss, count: late, stage: "accepted" as const },
    ].filter(({ count }) => count > 0);
  });
  return (["found", "fetched", "valid", "unique", "accepted"] as const).map((name) => ({
    name,
    count: progress[name],
    losses: placed.filter(({ stage }) => stage === name).map(({ stage: _, ...loss }) => loss),
  }));
}

/** Outcomes that another attempt can change; the others are decided by the file or by the crawl's own settings. */
const RETRYABLE: ReadonlySet<OutcomeGroup | Outcome> = new Set([
  "failed",
  "not-an-image",
  "corrupt",
  "robots-txt",
]);
export const isRetryable = ({ outcome, group }: Loss): boolean =>
  RETRYABLE.has(group) || RETRYABLE.has(outcome);

/** What a person can do about a loss that a retry would not change. */
export const ADVICE: Partial<Record<Outcome, string>> = {
  "robots-txt": "Their sites ask programs to stay away; a retry asks whether they still do.",
  "ai-opt-out":
    "Their publishers do not want this use, and a retry would not change that. Other sources can stand in.",
  filtered: "Loosen the filters in a new crawl to let them in.",
  "already-known": "They are in the dataset already, so nothing was lost.",
  "blocked-address": "They lie on private addresses, which are never fetched.",
  "limit-reached": "The target was met before their turn came.",
  "too-small": "A smaller minimum size in a new crawl lets them in.",
  "too-many-pixels": "They are too large to be decoded safely.",
  unsupported: "Their format is not one that can be kept.",
  "exact-duplicate": "The same picture is in the dataset already.",
  "near-duplicate": "A picture that looks the same is in the dataset already.",
  quality: "Basic checks in a new crawl let them in.",
};
