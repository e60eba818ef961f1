import { and, asc, eq, gt, sql } from "drizzle-orm";
import { KEEPER_REASON_LABELS, type KeeperReason } from "@/lib/domain/duplicate";
import { AppError } from "@/lib/errors";
import { type Db, hasSqlState, type Tx } from "./client";
import { candidates } from "./schema/crawl";
import { images } from "./schema/images";

const LOCK_NOT_AVAILABLE = "55P03";
/** The longest that hold it, actions on 100,000 pictures, do so for ten seconds. */
const LOCK_WAIT_MS = 60_000;

/**
 * Everything that decides about a dataset's duplicates holds this lock until its transaction ends; no wait for a lock
 * in it is longer than `waitMs` from here on. Throws AppError("unavailable") when others held it all that time.
 */
export async function lockDataset(
  tx: Tx,
  datasetId: string,
  { waitMs = LOCK_WAIT_MS }: { waitMs?: number } = {},
): Promise<void> {
  try {
    await tx.execute(sql`with deadline as materialized (select set_config('lock_timeout', ${String(waitMs)}, true))
      select pg_advisory_xact_lock(hashtext('dataset'), hashtext(${datasetId})) from deadline`);
  } catch (error) {
    if (!hasSqlState(error, LOCK_NOT_AVAILABLE)) throw error;
    const message = "Others are changing this dataset. Try again in a moment.";
    throw new AppError("unavailable", message, { cause: error, retryAfter: 10 });
  }
}

const hashColumns = {
  id: images.id,
  seq: images.seq,
  sha256: images.sha256,
  pixelSha256: images.pixelSha256,
  perceptualHash: images.perceptualHash,
  blockHash: images.blockHash,
  hashQuality: images.hashQuality,
};
export type HashRow = Pick<typeof images.$inferSelect, keyof typeof hashColumns>;

/** Hashes above `afterSeq` in the order of commits; call again until a page is short. */
export const listHashesAfter = (
  db: Db,
  datasetId: string,
  afterSeq: number,
  limit: number,
): Promise<HashRow[]> =>
  db
    .select(hashColumns)
    .from(images)
    .where(and(eq(images.datasetId, datasetId), gt(images.seq, afterSeq)))
    .orderBy(asc(images.seq))
    .limit(limit);

/** The picture with this id, or the one that it is hidden behind. */
export const findKeeperId = async (db: Db, id: string): Promise<string | undefined> => {
  const [row] = await db
    .select({ id: images.id, duplicateOf: images.duplicateOf })
    .from(images)
    .where(eq(images.id, id));
  return row?.duplicateOf ?? row?.id;
};

export const insertImage = async (db: Db, values: typeof images.$inferInsert): Promise<void> => {
  // Not when its transaction began: that may have waited for the dataset's lock while pictures were deleted.
  await db.insert(images).values({ createdAt: sql`clock_timestamp()`, ...values });
};

/** The picture of a dataset that was made from the file with this SHA-1; of several, the first. */
export async function findByOriginal(
  db: Db,
  datasetId: string,
  sha1: string,
): Promise<{ id: string; duplicateOf: string | null } | undefined> {
  const [row] = await db
    .select({ id: images.id, duplicateOf: images.duplicateOf })
    .from(images)
    .where(and(eq(images.datasetId, datasetId), eq(images.sourceSha1, sha1)))
    .orderBy(asc(images.id))
    .limit(1);
  return row;
}

/**
 * A better copy came in the same crawl or a later one: what was found to be a near-duplicate of the one that was kept is
 * one of the new, and so is its own candidate. What is the very same file stays so.
 */
export async function followKeeper(
  tx: Tx,
  change: { oldId: string; oldCandidateId: string | null; newId: string; reason: KeeperReason },
): Promise<void> {
  const { oldId, oldCandidateId, newId, reason } = change;
  await tx
    .update(candidates)
    .set({ imageId: newId })
    .where(and(eq(candidates.imageId, oldId), eq(candidates.outcome, "near-duplicate")));
  if (oldCandidateId === null) return;
  await tx
    .update(candidates)
    .set({
      outcome: "near-duplicate",
      imageId: newId,
      detail: `A better copy was found later (${KEEPER_REASON_LABELS[reason]}).`,
    })
    .where(and(eq(candidates.id, oldCandidateId), eq(candidates.outcome, "accepted")));
}

/** Which of these files of a dataset, with what they are named by, some row still points at, one of a deleted picture that may come back included. */
export async function listKeysInUse(
  db: Db,
  datasetId: string,
  files: readonly { key: string; sha256: string }[],
): Promise<Set<string>> {
  const named = sql`${sql.param(files.map(({ key }) => key))}::text[]`;
  const hashes = sql`${sql.param(files.map(({ sha256 }) => sha256))}::text[]`;
  const rows = await db.execute<{ storageKey: string; thumbnailKey: string }>(sql`
    select storage_key as "storageKey", thumbnail_key as "thumbnailKey" from images
    where dataset_id = ${datasetId} and sha256 = any (${hashes})
      and (storage_key = any (${named}) or thumbnail_key = any (${named}))
    union all
    select storage_key, thumbnail_key from deleted_images
    where dataset_id = ${datasetId} and (storage_key = any (${named}) or thumbnail_key = any (${named}))`);
  return new Set(rows.flatMap((row) => [row.storageKey, row.thumbnailKey]));
}
