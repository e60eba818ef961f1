import type { Issue } from "@/lib/domain/issue";
import type { Measurements } from "./measure.ts";

/** One quality check: reads measurements, never pixels. */
export interface Check<K extends Issue = Issue> {
  readonly issue: K;
  /** 0 certainly has the issue, 1 certainly has not. */
  score(measurements: Measurements): number;
  /** A score below this is an issue. */
  readonly threshold: number;
  /** Whether a picture with the issue is kept out of a dataset, or the issue is only noted. */
  rejects(measurements: Measurements): boolean;
}
