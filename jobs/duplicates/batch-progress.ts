import { db } from "@/lib/db/client";
import { advanceBatch } from "@/lib/db/validation-batches";

const REPORT_EVERY_MS = 1_000;

interface BatchProgress {
  /** Aborted like the one that was given, and when the batch has given way to a newer one. */
  readonly signal: AbortSignal;
  hasGivenWay(): boolean;
  /** Writes the share that is done, 0–1, once a second at most. */
  report(share: number): void;
  /** Waits for what is being written. */
  settled(): Promise<void>;
}

export function batchProgress(
  { id, total }: { id: string; total: number },
  signal: AbortSignal,
): BatchProgress {
  const stop = new AbortController();
  let isSuperseded = false;
  let writing = Promise.resolve();
  let reportedAt = Number.NEGATIVE_INFINITY;

  async function write(share: number): Promise<void> {
    if (await advanceBatch(db(), id, { total, done: Math.round(share * total) })) return;
    isSuperseded = true;
    stop.abort();
  }
  return {
    signal: AbortSignal.any([signal, stop.signal]),
    hasGivenWay: () => isSuperseded,
    report(share) {
      const now = performance.now();
      if (now - reportedAt < REPORT_EVERY_MS) return;
      reportedAt = now;
      writing = writing.then(() => write(share)).catch((error) => stop.abort(error));
    },
    settled: () => writing,
  };
}
