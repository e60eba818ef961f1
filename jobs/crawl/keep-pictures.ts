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
  findKeeperId,
  followKeeper,
  insertImage,
  listKeysInUse,
  lockDataset,
} from "@/lib/db/dataset-hashes";
import { readStandards } from "@/lib/db/datasets";
import type { MemberRow } from "@/lib/db/group-members";
import { ensureLabels, readAliases } from "@/lib/db/labels";
import { KEEPER_REASON_LABELS } from "@/lib/domain/duplicate";
import { TRANSFORM_LABELS } from "@/lib/domain/transform";
import { findGroup } from "../duplicates/find-group";
import { joinGroup } from "../duplicates/join-group";
import { absorbCopy, presentNames } from "./absorb-copy";
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

/** What the hashes of a new picture say, with its id and bytes. */
const printOf = ({ id }: Kept, { inspected, sha256 }: Picture) => {
  const { perceptualHash, mirroredHash, flippedHash, turnedHash } = inspected;
  const { blockHash, hashQuality, pixelSha256 } = inspected;
  const turns = { perceptualHash, mirroredHash, flippedHash, turnedHash };
  return { id, sha256, pixelSha256, ...turns, blockHash, hashQuality };
};

/** A copy of some pictures that are kept is stored beside them, and the best of all is shown. */
async function keepCopy(
  tx: Tx,
  index: DatasetIndex,
  { row, picture }: { row: Kept; picture: Picture },
  members: readonly MemberRow[],
): Promise<Decision> {
  await insertImage(tx, row);
  index.add(printOf(row, picture));
  const { keeperId, reason, before, place } = await joinGroup(tx, row, row.id, members);
  const why = KEEPER_REASON_LABELS[reason];
  if (keeperId === row.id) {
    const { id: oldId, candidateId: oldCandidateId } = before;
    await followKeeper(tx, { oldId, oldCandidateId, newId: row.id, reason });
    const detail = `Better than a copy found earlier: ${why}.`;
    return { outcome: "accepted", imageId: row.id, detail };
  }
  const { duplicateOf, duplicateDistance, duplicateTransform } = place;
  const isTurned = duplicateTransform !== null && duplicateTransform !== "none";
  const turn = isTurned ? `, ${TRANSFORM_LABELS[duplicateTransform]}` : "";
  const detail = `${duplicateDistance} of 256 bits from the copy that is kept${turn} (${why}).`;
  return { outcome: "near-duplicate", imageId: duplicateOf ?? keeperId, detail };
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
  arrived: { job: CrawlJobRow; row: Kept; picture: Picture },
  room: { total: number; ofLabel: number },
): Promise<Decided | null> {
  const { job, row, picture } = arrived;
  const { sha256, pixelSha256 } = row;
  const exactId = index.findExact(sha256, pixelSha256);
  const keeperId = exactId ? await findKeeperId(tx, exactId) : undefined;
  if (exactId && !keeperId) index.forget(exactId);
  if (exactId && keeperId) {
    await absorbCopy(tx, job, keeperId, picture.candidate);
    const isSameFile = index.findExact(sha256) !== undefined;
    const detail = isSameFile ? "The same file." : "Another file with the same pixels.";
    return { outcome: "exact-duplicate", imageId: exactId, detail };
  }
  const print = printOf(row, picture);
  const members = await findGroup(tx, index, job.datasetId, print);
  if (members) return { ...(await keepCopy(tx, index, arrived, members)), isReplacing: true };
  if (room.total <= 0) return { outcome: "limit-reached", imageId: null, detail: null };
  if (room.ofLabel <= 0) return null;
  await insertImage(tx, row);
  index.add(print);
  return { outcome: "accepted", imageId: row.id, detail: null };
}

/** Removes the files of what was not kept; those stay that a row holds, be it of a deleted picture that may come back. */
async function removeSpare(tx: Tx, datasetId: string, spare: readonly Kept[]): Promise<void> {
  if (spare.length === 0) return;
  const files = spare.map(({ storageKey, sha256 }) => ({ key: storageKey, sha256 }));
  const held = await listKeysInUse(tx, datasetId, files);
  for (const row of spare) if (!held.has(row.storageKey)) await removePicture(row);
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
      const standards = await readStandards(tx, job.datasetId);
      // Deleted meanwhile, and its crawls with it.
      if (!standards) return;
      const aliases = await readAliases(tx, job.datasetId);
      const place = { ownerId: job.ownerId, datasetId: job.datasetId };
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
        const written = imageRow(job, picture, standards);
        const labels = presentNames(written.labels, aliases);
        const row = { ...written, labels, label: labels[0] ?? written.label };
        const label = room.labels.get(chunkId) ?? "";
        const ofLabel = room.ofLabel.get(label) ?? 0;
        const decided = await decide(
          tx,
          index,
          { job, row, picture },
          { total: room.total, ofLabel },
        );
        const isKept = decided?.outcome === "accepted" || decided?.outcome === "near-duplicate";
        if (isKept) {
          await ensureStored(row, job.datasetId, picture);
          await ensureLabels(tx, place, labels);
        } else spare.push(row);
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
      await removeSpare(tx, job.datasetId, spare);
    });
  } catch (error) {
    dropDatasetIndex(job.datasetId);
    throw error;
  }
}
