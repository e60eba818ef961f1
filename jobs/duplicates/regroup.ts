import { db } from "@/lib/db/client";
import { type FingerprintRow, listFingerprints, readNewestSeq } from "@/lib/db/group-members";
import { countInScope } from "@/lib/db/measurements";
import { advanceBatch, type BatchRow, endBatch } from "@/lib/db/validation-batches";
import { findPairs } from "@/lib/pipeline/dedupe/pairs";
import type { QueueContext } from "../define-queue";
import { workOnBatch } from "../work-on-batch";
import { batchProgress } from "./batch-progress";
import { refreshOverlaps } from "./overlaps";
import { writeGroupsOf } from "./write-groups";

const PAGE = 5_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
/** Of the whole work, what reading the hashes takes, and with it comparing them. */
const READ_SHARE = 0.3;
const COMPARED_SHARE = 0.9;

async function readPrints(
  datasetId: string,
  signal: AbortSignal,
  onRead: (count: number) => void,
): Promise<FingerprintRow[]> {
  const prints: FingerprintRow[] = [];
  for (;;) {
    signal.throwIfAborted();
    const after = prints.at(-1)?.id ?? FIRST_ID;
    const page = await listFingerprints(db(), datasetId, { after, limit: PAGE });
    prints.push(...page);
    onRead(prints.length);
    if (page.length < PAGE) return prints;
  }
}

async function regroup(batch: BatchRow, outer: AbortSignal): Promise<void> {
  const { id, datasetId, options } = batch;
  const total = await countInScope(db(), { datasetId });
  if (!(await advanceBatch(db(), id, { total }))) return;
  const { signal, report, settled, hasGivenWay } = batchProgress({ id, total }, outer);
  const radius = options.radius === undefined ? {} : { radius: options.radius };
  const search = { projectRoot: process.cwd(), signal, ...radius };
  try {
    const seq = await readNewestSeq(db(), datasetId);
    const prints = await readPrints(datasetId, signal, (count) =>
      report((READ_SHARE * count) / Math.max(1, total)),
    );
    const pairs = await findPairs(prints, {
      ...search,
      onProgress: (share) => report(READ_SHARE + (COMPARED_SHARE - READ_SHARE) * share),
    });
    await settled();
    const byId = new Map(prints.map((print) => [print.id, print]));
    const result = await writeGroupsOf({ ...batch, total }, { prints: byId, pairs, seq }, search);
    if (!result) return;
    await refreshOverlaps(datasetId, signal);
    await endBatch(db(), id, { status: "completed", result });
  } catch (error) {
    await settled();
    if (!hasGivenWay()) throw error;
  }
}

/** Groups the near-duplicates of a dataset anew. Run again, also after a crash, it changes nothing that is right. */
export const regroupDataset = (
  { batchId }: { batchId: string },
  ctx: QueueContext,
): Promise<void> => workOnBatch(batchId, ctx, regroup);
