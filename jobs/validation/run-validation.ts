import { db } from "@/lib/db/client";
import { readSizeQuartiles, updateSizeFence } from "@/lib/db/datasets";
import { countInScope, listPage, listStored } from "@/lib/db/measurements";
import { advanceBatch, type BatchRow, endBatch } from "@/lib/db/validation-batches";
import type { BatchResult } from "@/lib/domain/validation";
import { sizeFenceOf } from "@/lib/pipeline/inspect/checks/odd-size";
import { MEASURES_VERSION } from "@/lib/pipeline/inspect/measurements";
import type { QueueContext } from "../define-queue";
import { refreshOverlaps } from "../duplicates/overlaps";
import { rechooseKeepers } from "../duplicates/rechoose-keepers";
import { workOnBatch } from "../work-on-batch";
import { judgePage } from "./judge-page";
import { readPictures } from "./read-pictures";

const PAGE = 500;
/** Pictures to be decoded in one page: what a crash may have to repeat. */
const MOST_READ = 50;

interface Listed {
  readonly id: string;
  readonly measuredWith: number;
}
const idsOf = (rows: readonly Listed[]) => rows.map(({ id }) => id);

/** The page up to where it has as many pictures to read as one page may have. */
function untilMostRead(page: readonly Listed[], isDue: (row: Listed) => boolean) {
  let due = 0;
  const end = page.findIndex((row) => isDue(row) && ++due > MOST_READ);
  return end < 0 ? page : page.slice(0, end);
}

/** Counts the pictures and draws the fence that odd sizes are told by, once; null when the batch has given way. */
async function prepare(batch: BatchRow): Promise<BatchRow | null> {
  const { datasetId, options } = batch;
  const total = await countInScope(db(), { datasetId, imageIds: options.imageIds });
  if (options.imageIds === undefined) {
    const quartiles = await readSizeQuartiles(db(), datasetId);
    await updateSizeFence(db(), datasetId, quartiles && sizeFenceOf(quartiles));
  }
  return (await advanceBatch(db(), batch.id, { total })) ? { ...batch, total } : null;
}

/** Null when the batch has given way to a newer one. */
async function judgeAll(
  batch: BatchRow,
  signal: AbortSignal,
): Promise<Partial<BatchResult> | null> {
  const { datasetId, options } = batch;
  const scope = { datasetId, imageIds: options.imageIds };
  const isDue = ({ measuredWith }: Listed) =>
    (options.remeasure ?? false) || measuredWith < MEASURES_VERSION;
  let present = batch;
  for (;;) {
    signal.throwIfAborted();
    const page = await listPage(db(), scope, { after: present.cursor, limit: PAGE });
    const rows = untilMostRead(page, isDue);
    if (rows.length === 0) return present.result;
    const due = rows.filter(isDue);
    const stored = due.length > 0 ? await listStored(db(), idsOf(due)) : [];
    const readings = await readPictures(stored, signal);
    const judged = await judgePage(present, idsOf(rows), readings);
    if (!judged) return null;
    present = judged;
  }
}

async function validateAll(batch: BatchRow, signal: AbortSignal): Promise<void> {
  const prepared = batch.cursor === null ? await prepare(batch) : batch;
  const result = prepared && (await judgeAll(prepared, signal));
  if (!result) return;
  await rechooseKeepers(batch.datasetId, signal);
  if (batch.options.imageIds === undefined) await refreshOverlaps(batch.datasetId, signal);
  await endBatch(db(), batch.id, { status: "completed", result });
}

/**
 * Judges the images of a batch anew, page by page. Every page is one transaction with the cursor behind it, so a crash
 * repeats one page, and counts nothing twice.
 */
export const runValidation = ({ batchId }: { batchId: string }, ctx: QueueContext): Promise<void> =>
  workOnBatch(batchId, ctx, validateAll);
