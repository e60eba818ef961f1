import { uuidv7 } from "uuidv7";
import {
  countAccepted,
  type Ending,
  finishCandidate,
  lockLeases,
  releaseCandidate,
} from "@/lib/db/candidates";
import { db, type Tx } from "@/lib/db/client";
import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import {
  addLabels,
  findRival,
  insertDuplicateGroup,
  insertImage,
  joinDuplicateGroup,
  lockDataset,
  type RivalRow,
  replaceKeeper,
  setKeeper,
} from "@/lib/db/dataset-hashes";
import { chooseKeeper, KEEPER_REASONS } from "@/lib/pipeline/dedupe/choose-keeper";
import type { NearMatch } from "@/lib/pipeline/dedupe/match";
import { type DatasetIndex, datasetIndex, dropDatasetIndex } from "./dataset-index";
import { imageRow, type NewImage, type Picture } from "./image-row";
import { ensureStored, removePicture } from "./picture-files";
import { readPlan } from "./plan-job";

type Decision = Pick<Ending, "outcome" | "imageId" | "detail">;
interface Decided extends Decision {
  /** It took the place of another: where that one was of the same crawl, the count stays. */
  readonly isReplacing?: boolean;
}
/** How many new pictures may come in now: of the whole crawl, and of a label before it takes another's share. */
interface Room {
  readonly target: number;
  total: number;
  readonly ofLabel: Map<string, number>;
  /** Chunk id → the label that it searches for. */
  readonly labels: ReadonlyMap<string, string>;
}
type Kept = NewImage & { id: string };
type RivalMatch = NearMatch & { rival: RivalRow };

/** The keeper of the nearest group; rows that were deleted since fall out of the index on the way. */
async function findMatch(tx: Tx, index: DatasetIndex, row: Kept): Promise<RivalMatch | null> {
  for (;;) {
    const match = index.findNear(row);
    if (!match) return null;
    const found = await findRival(tx, match.id);
    if (!found) {
      index.forget(match.id);
      continue;
    }
    // Another process may have found a better copy: then that one is what we stand beside.
    const keeper =
      found.isDuplicate && found.duplicateOf ? await findRival(tx, found.duplicateOf) : found;
    return { ...match, rival: keeper ?? found };
  }
}

/** A picture that a person accepted stays, whatever comes. */
function keeperOf(row: Kept, rival: RivalRow): { isNewBetter: boolean; reason: string } {
  if (rival.decision !== "undecided") return { isNewBetter: false, reason: "decided by a person" };
  const { keeperId, reason } = chooseKeeper([rival, row]);
  return { isNewBetter: keeperId === row.id, reason: KEEPER_REASONS[reason] };
}

async function joinGroup(
  tx: Tx,
  index: DatasetIndex,
  row: Kept,
  match: RivalMatch,
): Promise<Decision> {
  const { rival, distance } = match;
  const { isNewBetter, reason } = keeperOf(row, rival);
  const groupId = rival.duplicateGroupId ?? uuidv7();
  if (!rival.duplicateGroupId) {
    await insertDuplicateGroup(tx, {
      id: groupId,
      ownerId: row.ownerId,
      datasetId: row.datasetId,
      keeperReason: reason,
    });
    await joinDuplicateGroup(tx, rival.id, groupId);
  }
  const labels = [...new Set([...rival.labels, ...row.labels])];
  const mirrored = match.isMirrored ? ", mirrored" : "";
  const detail = `${distance} of 256 bits from the copy that is kept${mirrored} (${reason}).`;
  if (isNewBetter) {
    await insertImage(tx, { ...row, labels, duplicateGroupId: groupId });
    await replaceKeeper(tx, {
      groupId,
      oldId: rival.id,
      newId: row.id,
      distance,
      reason,
      oldCandidateId: rival.candidateId,
    });
    index.hide(rival.id);
    index.add({ ...row, isDuplicate: false });
    return {
      outcome: "accepted",
      imageId: row.id,
      detail: `Better than a copy found earlier: ${reason}.`,
    };
  }
  await insertImage(tx, {
    ...row,
    isDuplicate: true,
    duplicateOf: rival.id,
    duplicateDistance: distance,
    duplicateGroupId: groupId,
  });
  if (!rival.duplicateGroupId) await setKeeper(tx, groupId, rival.id, reason);
  await addLabels(tx, rival.id, row.labels);
  index.add({ ...row, isDuplicate: true });
  return { outcome: "near-duplicate", imageId: rival.id, detail };
}

async function readRoom(tx: Tx, job: CrawlJobRow): Promise<Room> {
  const { chunks, plan, target } = await readPlan(tx, job);
  const ofLabel = new Map(plan.shares);
  let total = target;
  for (const { label, outcomes } of chunks) {
    const accepted = outcomes.accepted ?? 0;
    ofLabel.set(label, (ofLabel.get(label) ?? 0) - accepted);
    total -= accepted;
  }
  return { target, total, ofLabel, labels: new Map(chunks.map(({ id, label }) => [id, label])) };
}

/** Under the dataset's lock, with an index that is up to date. Null: its label has its share for now. */
async function decide(
  tx: Tx,
  index: DatasetIndex,
  row: Kept,
  room: { total: number; ofLabel: number },
): Promise<Decided | null> {
  const exactId = index.findExact(row.sha256, row.pixelSha256);
  const exact = exactId ? await findRival(tx, exactId) : undefined;
  if (exactId && !exact) index.forget(exactId);
  if (exact) {
    const imageId = exact.duplicateOf ?? exact.id;
    await addLabels(tx, imageId, row.labels);
    const isSameFile = index.findExact(row.sha256) !== undefined;
    const detail = isSameFile ? "The same file." : "Another file with the same pixels.";
    return { outcome: "exact-duplicate", imageId, detail };
  }
  const match = await findMatch(tx, index, row);
  if (match) return { ...(await joinGroup(tx, index, row, match)), isReplacing: true };
  if (room.total <= 0) return { outcome: "limit-reached", imageId: null, detail: null };
  if (room.ofLabel <= 0) return null;
  await insertImage(tx, row);
  index.add({ ...row, isDuplicate: false });
  return { outcome: "accepted", imageId: row.id, detail: null };
}

/**
 * Admits pictures of one crawl into its dataset, all in one transaction under the dataset's lock, so
 * that no two processes can both admit a pair of duplicates and no picture above the target gets in.
 * One above its label's share goes back: it comes in when the others run dry.
 */
export async function keepPictures(job: CrawlJobRow, pictures: readonly Picture[]): Promise<void> {
  const index = datasetIndex(job.datasetId);
  try {
    await db().transaction(async (tx) => {
      await lockDataset(tx, job.datasetId);
      await index.catchUp(tx);
      const room = await readRoom(tx, job);
      const leases = pictures.map(({ candidate, leaseToken }) => ({
        id: candidate.id,
        token: leaseToken,
      }));
      const held = await lockLeases(tx, leases);
      const spare: Kept[] = [];
      for (const picture of pictures) {
        const { leaseToken, download } = picture;
        const { id, chunkId } = picture.candidate;
        // Where the lease was lost meanwhile, somebody else writes the result.
        if (!held.has(id)) continue;
        const row = imageRow(job, picture);
        const label = room.labels.get(chunkId) ?? "";
        const ofLabel = room.ofLabel.get(label) ?? 0;
        const decided = await decide(tx, index, row, { total: room.total, ofLabel });
        const isKept = decided?.outcome === "accepted" || decided?.outcome === "near-duplicate";
        if (isKept) await ensureStored(row, job.datasetId, picture);
        else spare.push(row);
        if (!decided) {
          const untouched = { inSeconds: 0, countsAsAttempt: false, detail: null };
          await releaseCandidate(tx, id, leaseToken, untouched);
          continue;
        }
        const { isReplacing = false, ...decision } = decided;
        const { httpStatus } = download;
        await finishCandidate(tx, id, leaseToken, { ...decision, httpStatus, isDownloaded: true });
        if (decision.outcome !== "accepted") continue;
        room.ofLabel.set(label, ofLabel - 1);
        room.total = isReplacing ? room.target - (await countAccepted(tx, job.id)) : room.total - 1;
      }
      for (const row of spare) if (!index.findExact(row.sha256)) await removePicture(row);
    });
  } catch (error) {
    dropDatasetIndex(job.datasetId);
    throw error;
  }
}
