import { db } from "@/lib/db/client";
import { type BatchRow, beginBatch, endBatch } from "@/lib/db/validation-batches";
import { AppError } from "@/lib/errors";
import type { QueueContext } from "./define-queue";

/** Runs a batch that waits or was interrupted; where the last attempt fails too, the batch says so. */
export async function workOnBatch(
  batchId: string,
  { signal, isLastAttempt }: QueueContext,
  run: (batch: BatchRow, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const batch = await beginBatch(db(), batchId);
  if (!batch) return;
  try {
    await run(batch, signal);
  } catch (error) {
    const reason = error instanceof AppError ? error.message : "It could not be finished.";
    if (isLastAttempt) await endBatch(db(), batchId, { status: "failed", error: reason });
    throw error;
  }
}
