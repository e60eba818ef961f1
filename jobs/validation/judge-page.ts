import { db } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { readStandards } from "@/lib/db/datasets";
import {
  countHosts,
  type JudgedRow,
  listJudged,
  writeReadings,
  writeVerdicts,
} from "@/lib/db/measurements";
import { advanceBatch, type BatchRow } from "@/lib/db/validation-batches";
import type { BatchResult } from "@/lib/domain/validation";
import type { Readings } from "./read-pictures";
import { isSameVerdict, verdictOf } from "./verdict";

/** Hidden and shown are what a person sees: what they decided on, and duplicates, stay as they are. */
function countPage(
  before: Partial<BatchResult>,
  judged: readonly { row: JudgedRow; isValid: boolean }[],
  readings: Readings,
): Partial<BatchResult> {
  const open = judged.filter(({ row }) => row.decision === "undecided" && !row.isDuplicate);
  const broken = [...readings.values()].filter((reading) => reading === null).length;
  const { measured = 0, unreadable = 0, hidden = 0, shown = 0 } = before;
  return {
    measured: measured + readings.size - broken,
    unreadable: unreadable + broken,
    hidden: hidden + open.filter(({ row, isValid }) => row.isValid && !isValid).length,
    shown: shown + open.filter(({ row, isValid }) => !row.isValid && isValid).length,
  };
}

/**
 * Judges one page by what its dataset asks now, under the dataset's lock, and moves the batch on in the same transaction.
 * Answers the batch's result so far; null when it has given way, or its dataset is gone.
 */
export const judgePage = (
  batch: BatchRow,
  ids: readonly string[],
  readings: Readings,
  progress: { done: number; total: number },
): Promise<Partial<BatchResult> | null> =>
  db().transaction(async (tx) => {
    await lockDataset(tx, batch.datasetId);
    const standards = await readStandards(tx, batch.datasetId);
    if (!standards) return null;
    const rows = await listJudged(tx, ids);
    const hosts = await countHosts(tx, ids);
    const judged = rows.map((row) => {
      const facts = { hostCount: hosts.get(row.id) ?? 1, reading: readings.get(row.id) };
      const verdict = verdictOf(row, facts, standards);
      return { row, verdict, isValid: verdict.isValid };
    });
    const result = countPage(batch.result, judged, readings);
    const cursor = ids.at(-1);
    const isCurrent = await advanceBatch(tx, batch.id, {
      ...progress,
      ...(cursor !== undefined && { cursor }),
      result,
    });
    // Nothing was written yet.
    if (!isCurrent) return null;
    await writeReadings(
      tx,
      rows.flatMap(({ id }) => {
        const reading = readings.get(id);
        return reading ? [{ ...reading, id }] : [];
      }),
    );
    await writeVerdicts(
      tx,
      judged
        .filter(({ row, verdict }) => !isSameVerdict(row, verdict))
        .map(({ row, verdict }) => ({ ...verdict, id: row.id })),
    );
    return result;
  });
