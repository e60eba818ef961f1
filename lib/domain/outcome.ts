import { z } from "zod";

/** Why a candidate did not become an image, by what became of it. Free text goes to `detail`. */
export const SKIPPED = [
  "robots-txt",
  "ai-opt-out",
  "filtered",
  "already-known",
  "blocked-address",
  "limit-reached",
] as const;
export const FAILED = [
  "dns",
  "connect",
  "tls",
  "timeout",
  "http-4xx",
  "http-5xx",
  "rate-limited",
  "too-large",
  "too-many-redirects",
  "connection-lost",
] as const;
export const DUPLICATES = ["exact-duplicate", "near-duplicate"] as const;
export const REJECTED = [
  "not-an-image",
  "corrupt",
  "too-small",
  "too-many-pixels",
  "unsupported",
  ...DUPLICATES,
  "quality",
] as const;

export const OUTCOMES = ["accepted", ...SKIPPED, ...FAILED, ...REJECTED] as const;
export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;
export type Skipped = (typeof SKIPPED)[number];
export type Failed = (typeof FAILED)[number];
export type Rejected = (typeof REJECTED)[number];

/** The groups a person sees; at any instant found = the sum over all of them. */
export const OUTCOME_GROUPS = [
  "accepted",
  "duplicate",
  "rejected",
  "failed",
  "skipped",
  "waiting",
] as const;
export type OutcomeGroup = (typeof OUTCOME_GROUPS)[number];

const isIn = <T extends string>(list: readonly T[], outcome: string): outcome is T =>
  (list as readonly string[]).includes(outcome);

export function groupOf(outcome: Outcome | null): OutcomeGroup {
  if (outcome === null) return "waiting";
  if (outcome === "accepted") return "accepted";
  if (isIn(DUPLICATES, outcome)) return "duplicate";
  if (isIn(REJECTED, outcome)) return "rejected";
  return isIn(FAILED, outcome) ? "failed" : "skipped";
}

export const OUTCOME_LABELS: Record<Outcome, string> = {
  accepted: "Accepted",
  "robots-txt": "Disallowed by robots.txt",
  "ai-opt-out": "Opted out of AI use",
  filtered: "Outside the filters",
  "already-known": "Already in the dataset",
  "blocked-address": "Private or blocked address",
  "limit-reached": "Target already met",
  dns: "Host name not found",
  connect: "No connection",
  tls: "Bad certificate",
  timeout: "Timed out",
  "http-4xx": "Refused by the server",
  "http-5xx": "Server error",
  "rate-limited": "Rate limited",
  "too-large": "File too large",
  "too-many-redirects": "Too many redirects",
  "connection-lost": "Connection lost",
  "not-an-image": "Not an image",
  corrupt: "Damaged file",
  "too-small": "Too small",
  "too-many-pixels": "Too many pixels",
  unsupported: "Unsupported format",
  "exact-duplicate": "Exact duplicate",
  "near-duplicate": "Near duplicate",
  quality: "Failed a quality check",
};

/** `outcome → count` as it appears in answers; outcomes that did not occur are left out. */
export const OutcomeCounts = z.partialRecord(Outcome, z.int().min(0)).meta({
  id: "OutcomeCounts",
  description: "How many candidates ended with each outcome.",
});
export type OutcomeCounts = z.infer<typeof OutcomeCounts>;

export function countsByGroup(
  found: number,
  outcomes: OutcomeCounts,
): Record<OutcomeGroup, number> {
  const groups = { accepted: 0, duplicate: 0, rejected: 0, failed: 0, skipped: 0, waiting: found };
  for (const outcome of OUTCOMES) {
    const count = outcomes[outcome] ?? 0;
    groups[groupOf(outcome)] += count;
    groups.waiting -= count;
  }
  return groups;
}
