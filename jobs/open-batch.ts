import { uuidv7 } from "uuidv7";
import type { Db } from "@/lib/db/client";
import { readStandards } from "@/lib/db/datasets";
import type { BatchOptions } from "@/lib/db/schema/curation";
import { type BatchRow, insertBatch, supersedeBatches } from "@/lib/db/validation-batches";
import { dedupe } from "./dedupe";
import { validate } from "./validate";

const QUEUES = { validate, dedupe };

/**
 * Writes a batch and enqueues its work, in the application's role. One of a whole dataset takes the place of those of
 * its kind that have not ended. Null where the dataset is gone.
 */
export async function openBatch(
  tx: Db,
  { ownerId, datasetId }: { ownerId: string; datasetId: string },
  { kind, options = {} }: { kind: BatchRow["kind"]; options?: BatchOptions },
): Promise<BatchRow | null> {
  const standards = await readStandards(tx, datasetId);
  if (!standards) return null;
  if (options.imageIds === undefined) await supersedeBatches(tx, datasetId, kind);
  const { level } = standards;
  const batch = await insertBatch(tx, {
    id: uuidv7(),
    ...{ ownerId, datasetId, kind, level, options },
  });
  if (!batch) return null;
  await QUEUES[kind].enqueue({ batchId: batch.id }, { tx });
  return batch;
}
