import { db, type Tx } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import {
  countGroupsOf,
  deleteEmptyGroups,
  listAwaitedGroups,
  listGroupsOf,
  writeGroups,
} from "@/lib/db/duplicate-groups";
import {
  countDuplicates,
  type FingerprintRow,
  listPictures,
  listStandings,
  movePictures,
} from "@/lib/db/group-members";
import { readApartness } from "@/lib/db/not-duplicates";
import { advanceBatch, type BatchRow } from "@/lib/db/validation-batches";
import type { BatchResult } from "@/lib/domain/validation";
import { findPairs, findPairsBetween, type NearPair } from "@/lib/pipeline/dedupe/pairs";
import { type GroupPlan, planGroups } from "./plan-groups";

/** A dataset's hashes as of one moment, and the copies among them, nearest first. */
export interface Snapshot {
  readonly prints: ReadonlyMap<string, FingerprintRow>;
  readonly pairs: readonly NearPair[];
  /** What was written later has a greater one. */
  readonly seq: number;
}
type Search = Parameters<typeof findPairs>[1];

/** A snapshot with what came or changed while its pictures were compared. */
async function catchUp(
  tx: Tx,
  { prints, pairs, seq }: Snapshot,
  lateIds: readonly string[],
  search: Search,
): Promise<Snapshot> {
  if (lateIds.length === 0) return { prints, pairs, seq };
  const isLate = new Set(lateIds);
  const late = await listPictures(tx, lateIds);
  const others = [...prints.values()].filter(({ id }) => !isLate.has(id));
  const found = [
    ...pairs.filter(({ a, b }) => !isLate.has(a) && !isLate.has(b)),
    ...(await findPairsBetween(others, late, search)),
    ...(await findPairs(late, search)),
  ];
  return {
    prints: new Map([...others, ...late].map((print) => [print.id, print])),
    pairs: found.sort((x, y) => x.distance - y.distance),
    seq,
  };
}

/** Pictures that come into sight or go, other than what the checks hide or a person accepted anyway. */
function countSeen({ moves }: GroupPlan): { hidden: number; shown: number } {
  const seen = moves.filter(
    ({ from, to }) =>
      from.isDuplicate !== to.isDuplicate && from.isValid && from.decision !== "accepted",
  );
  const hidden = seen.filter(({ to }) => to.isDuplicate).length;
  return { hidden, shown: seen.length - hidden };
}

/**
 * Groups a dataset by the copies of a snapshot. All in one transaction under the dataset's lock, so that no picture is
 * admitted against groups that are half written, and a crash leaves those that were. Null when the batch has given way.
 */
export const writeGroupsOf = (
  { id, datasetId, ownerId, result: before, total }: BatchRow,
  snapshot: Snapshot,
  search: Search,
): Promise<Partial<BatchResult> | null> =>
  db().transaction(async (tx) => {
    await lockDataset(tx, datasetId);
    const ids = [...new Set(snapshot.pairs.flatMap(({ a, b }) => [a, b]))];
    const standings = await listStandings(tx, datasetId, { ids, seq: snapshot.seq });
    const late = standings.filter(({ seq }) => seq > snapshot.seq).map((standing) => standing.id);
    const { prints, pairs } = await catchUp(tx, snapshot, late, search);
    const plan = planGroups({
      ...{ prints, pairs, standings },
      groups: await listGroupsOf(tx, datasetId),
      isApart: await readApartness(tx, datasetId),
      awaited: await listAwaitedGroups(tx, datasetId),
    });
    search.signal.throwIfAborted();
    if (!(await advanceBatch(tx, id, { done: total }))) return null;
    await writeGroups(tx, { ownerId, datasetId }, plan.states);
    await movePictures(tx, plan.moves);
    await deleteEmptyGroups(tx, datasetId);
    const { hidden, shown } = countSeen(plan);
    const result = {
      groups: await countGroupsOf(tx, { datasetId, status: "all" }),
      duplicates: await countDuplicates(tx, datasetId),
      // With what an attempt did that was broken off after it.
      hidden: (before.hidden ?? 0) + hidden,
      shown: (before.shown ?? 0) + shown,
    };
    await advanceBatch(tx, id, { result });
    return result;
  });
