import { uuidv7 } from "uuidv7";
import { countAccepted, type Ending, finishCandidate, holdsLease } from "@/lib/db/candidates";
import { db, type Tx } from "@/lib/db/client";
import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import {
  addLabel,
  findRival,
  insertDuplicateGroup,
  insertImage,
  joinDuplicateGroup,
  lockDataset,
  type RivalRow,
  replaceKeeper,
  setKeeper,
} from "@/lib/db/dataset-hashes";
import { chooseKeeper, type KeeperReason } from "@/lib/pipeline/dedupe/choose-keeper";
import type { NearMatch } from "@/lib/pipeline/dedupe/match";
import { type DatasetIndex, datasetIndex, dropDatasetIndex } from "./dataset-index";
import { imageRow, type NewImage, type Picture } from "./image-row";

type Decision = Pick<Ending, "outcome" | "imageId" | "detail">;
interface Decided {
  readonly ending: Decision;
  readonly isStored: boolean;
  /** It took the place of another: where that one was of the same crawl, the count stays. */
  readonly isReplacing?: boolean;
}
/**
 * What became of a picture; `isStored` says whether its files are spoken for. Null when the lease was
 * lost meanwhile: somebody else writes the result.
 */
export type Verdict = { readonly ending: Ending; readonly isStored: boolean } | null;
type Kept = NewImage & { id: string };
type RivalMatch = NearMatch & { rival: RivalRow };

const REASONS: Record<KeeperReason, string> = {
  "only-one": "the only copy",
  "more-pixels": "more pixels",
  "less-compression": "less compression",
  "better-licence": "better licence",
  earlier: "found earlier",
};

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
  return { isNewBetter: keeperId === row.id, reason: REASONS[reason] };
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
  await addLabel(tx, rival.id, row.label);
  index.add({ ...row, isDuplicate: true });
  return { outcome: "near-duplicate", imageId: rival.id, detail };
}

/** Under the dataset's lock, with an index that is up to date. */
async function decide(
  tx: Tx,
  index: DatasetIndex,
  row: Kept,
  isTargetMet: boolean,
): Promise<Decided> {
  const exactId = index.findExact(row.sha256, row.pixelSha256);
  const exact = exactId ? await findRival(tx, exactId) : undefined;
  if (exactId && !exact) index.forget(exactId);
  if (exact) {
    const imageId = exact.duplicateOf ?? exact.id;
    await addLabel(tx, imageId, row.label);
    const isSameFile = index.findExact(row.sha256) !== undefined;
    const detail = isSameFile ? "The same file." : "Another file with the same pixels.";
    return { ending: { outcome: "exact-duplicate", imageId, detail }, isStored: isSameFile };
  }
  const match = await findMatch(tx, index, row);
  if (match) {
    const ending = await joinGroup(tx, index, row, match);
    return { ending, isStored: true, isReplacing: true };
  }
  if (isTargetMet)
    return { ending: { outcome: "limit-reached", imageId: null, detail: null }, isStored: false };
  await insertImage(tx, row);
  index.add({ ...row, isDuplicate: false });
  return { ending: { outcome: "accepted", imageId: row.id, detail: null }, isStored: true };
}

/**
 * Admits pictures of one crawl into its dataset, all in one transaction under the dataset's lock, so
 * that no two processes can both admit a pair of duplicates and no picture above the target gets in.
 */
export async function keepPictures(
  job: CrawlJobRow,
  pictures: readonly Picture[],
): Promise<Verdict[]> {
  const index = datasetIndex(job.datasetId);
  try {
    return await db().transaction(async (tx) => {
      await lockDataset(tx, job.datasetId);
      await index.catchUp(tx);
      let accepted = await countAccepted(tx, job.id);
      const verdicts: Verdict[] = [];
      for (const picture of pictures) {
        const { leaseToken, candidate } = picture;
        const { id } = candidate;
        if (!(await holdsLease(tx, id, leaseToken))) {
          verdicts.push(null);
          continue;
        }
        const row = imageRow(job, picture);
        const decided = await decide(tx, index, row, accepted >= job.maxImages);
        const ending = {
          ...decided.ending,
          httpStatus: picture.download.httpStatus,
          isDownloaded: true,
        };
        await finishCandidate(tx, id, leaseToken, ending);
        if (ending.outcome === "accepted")
          accepted = decided.isReplacing ? await countAccepted(tx, job.id) : accepted + 1;
        verdicts.push({ ending, isStored: decided.isStored });
      }
      return verdicts;
    });
  } catch (error) {
    dropDatasetIndex(job.datasetId);
    throw error;
  }
}
