import type { CheckedIssue, SizeFence } from "@/lib/domain/issue";
import type { Measurements } from "./measurements.ts";

/** What checks read of a picture: its measurements, and what is known of where it came from. */
export interface Measured extends Measurements {
  /** Hosts on which these very bytes were found. */
  readonly hostCount: number;
  /** As in lib/domain/licence.ts. */
  readonly licence: string;
  /** A publisher's signal refuses machine learning; such pictures are taken only where a project says so. */
  readonly hasOptOut: boolean;
  /** Of the picture's dataset; null while it has too few pictures to say what is usual. */
  readonly sizeFence: SizeFence | null;
}

/** One quality check: reads numbers, never pixels. Thresholds are in lib/domain/issue.ts, changed dataset by dataset. */
export interface Check<K extends CheckedIssue = CheckedIssue> {
  readonly issue: K;
  /** 0 certainly has the issue, 1 certainly has not. */
  score(measured: Measured): number;
}
