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
import { advanceBatch, type BatchRow, findRunningBatch } from "@/lib/db/validation-batches";
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
 * Answers where the batch stands then; null when it has given way, or its dataset is gone.
 */
export const judgePage = (
  batch: BatchRow,
  ids: readonly string[],
  readings: Readings,
): Promise<BatchRow | null> =>
  db().transaction(async (tx) => {
    await lockDataset(tx, batch.datasetId);
    const present = await findRunningBatch(tx, batch.id);
    const standards = await readStandards(tx, batch.datasetId);
    if (!present || !standards) return null;
    // A process that was taken for dead may wake beside the one in its place: each goes on from where the other is.
    if (present.cursor !== batch.cursor) return present;
    const rows = await listJudged(tx, ids);
    const hosts = await countHosts(tx, ids);
    const judged = rows.map((row) => {
      const facts = { hostCount: hosts.get(row.id) ?? 1, reading: readings.get(row.id) };
      const verdict = verdictOf(row, facts, standards);
      return { row, verdict, isValid: verdict.isValid };
    });
    const done = present.done + ids.length;
    const cursor = ids.at(-1);
    const moved = {
      done,
      total: Math.max(present.total, done),
      result: countPage(present.result, judged, readings),
      ...(cursor !== undefined && { cursor }),
    };
    // Nothing was written yet.
    if (!(await advanceBatch(tx, batch.id, moved))) return null;
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
    return { ...present, ...moved };
  });
