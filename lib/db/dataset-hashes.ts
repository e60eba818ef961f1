import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import { DUPLICATES } from "@/lib/domain/outcome";
import type { Db, Tx } from "./client";
import { candidates } from "./schema/crawl";
import { duplicateGroups, images } from "./schema/images";

/** Everything that decides about a dataset's duplicates holds this lock until its transaction ends. */
export const lockDataset = (tx: Tx, datasetId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('dataset'), hashtext(${datasetId}))`);

const hashColumns = {
  id: images.id,
  seq: images.seq,
  sha256: images.sha256,
  pixelSha256: images.pixelSha256,
  perceptualHash: images.perceptualHash,
  mirroredHash: images.mirroredHash,
  blockHash: images.blockHash,
  hashQuality: images.hashQuality,
  isDuplicate: images.isDuplicate,
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

const rivalColumns = {
  id: images.id,
  width: images.width,
  height: images.height,
  sizeBytes: images.sizeBytes,
  licence: images.licence,
  label: images.label,
  labels: images.labels,
  decision: images.decision,
  candidateId: images.candidateId,
  isDuplicate: images.isDuplicate,
  duplicateOf: images.duplicateOf,
  duplicateGroupId: images.duplicateGroupId,
};
export type RivalRow = Pick<typeof images.$inferSelect, keyof typeof rivalColumns>;

export const findRival = async (db: Db, id: string): Promise<RivalRow | undefined> =>
  (await db.select(rivalColumns).from(images).where(eq(images.id, id)))[0];

export const insertImage = async (db: Db, values: typeof images.$inferInsert): Promise<void> => {
  await db.insert(images).values(values);
};

/** The picture of a dataset that was made from the file with this SHA-1; of several, the first. */
export async function findByOriginal(
  db: Db,
  datasetId: string,
  sha1: string,
): Promise<Pick<RivalRow, "id" | "duplicateOf"> | undefined> {
  const [row] = await db
    .select({ id: images.id, duplicateOf: images.duplicateOf })
    .from(images)
    .where(and(eq(images.datasetId, datasetId), eq(images.sourceSha1, sha1)))
    .orderBy(asc(images.id))
    .limit(1);
  return row;
}

/** The labels that a duplicate was found under are labels of the picture that is kept. */
export function addLabels(db: Db, imageId: string, labels: readonly string[]) {
  const given = sql`${sql.param(labels)}::text[]`;
  const added = sql`array(select l from unnest(${given}) with ordinality as t(l, n)
    where not l = any(${images.labels}) order by n)`;
  return db
    .update(images)
    .set({ labels: sql`${images.labels} || ${added}` })
    .where(and(eq(images.id, imageId), sql`not ${given} <@ ${images.labels}`));
}

export const insertDuplicateGroup = async (db: Db, values: typeof duplicateGroups.$inferInsert) => {
  await db.insert(duplicateGroups).values(values);
};

export const joinDuplicateGroup = (db: Db, imageId: string, groupId: string) =>
  db.update(images).set({ duplicateGroupId: groupId }).where(eq(images.id, imageId));

/** A new number in the order of commits: every process's index reads the row again. */
const REINDEXED = { seq: sql`default` };

export const listGroupMembers = (db: Db, groupId: string): Promise<RivalRow[]> =>
  db.select(rivalColumns).from(images).where(eq(images.duplicateGroupId, groupId)).limit(1000);

/** A copy comes out of hiding, because the one that was kept is gone; the others now stand beside it. */
export async function promoteDuplicate(
  db: Db,
  groupId: string,
  keeperId: string,
  reason: string,
): Promise<void> {
  await db
    .update(images)
    .set({ ...REINDEXED, isDuplicate: false, duplicateOf: null, duplicateDistance: null })
    .where(eq(images.id, keeperId));
  await db
    .update(images)
    .set({ duplicateOf: keeperId })
    .where(and(eq(images.duplicateGroupId, groupId), eq(images.isDuplicate, true)));
  await setKeeper(db, groupId, keeperId, reason);
}

/** The better copy takes over: what pointed at the old keeper points at the new one. */
export async function replaceKeeper(
  db: Db,
  change: {
    groupId: string;
    oldId: string;
    newId: string;
    distance: number;
    reason: string;
    oldCandidateId: string | null;
  },
): Promise<void> {
  const { oldId, newId, groupId, distance, reason } = change;
  await db.update(images).set({ duplicateOf: newId }).where(eq(images.duplicateOf, oldId));
  await db
    .update(images)
    .set({
      ...REINDEXED,
      isDuplicate: true,
      duplicateOf: newId,
      duplicateDistance: distance,
      duplicateGroupId: groupId,
    })
    .where(eq(images.id, oldId));
  await setKeeper(db, groupId, newId, reason);
  // Its own candidate follows below; these are the duplicates that were found of it.
  await db
    .update(candidates)
    .set({ imageId: newId })
    .where(and(eq(candidates.imageId, oldId), inArray(candidates.outcome, [...DUPLICATES])));
  if (change.oldCandidateId)
    await db
      .update(candidates)
      .set({
        outcome: "near-duplicate",
        imageId: newId,
        detail: `A better copy was found later (${reason}).`,
      })
      .where(and(eq(candidates.id, change.oldCandidateId), eq(candidates.outcome, "accepted")));
}

export const setKeeper = (db: Db, groupId: string, keeperId: string, keeperReason: string) =>
  db.update(duplicateGroups).set({ keeperId, keeperReason }).where(eq(duplicateGroups.id, groupId));

/** Which of these keys of a dataset some row still points at. */
export async function listKeysInUse(
  db: Db,
  datasetId: string,
  keys: string[],
): Promise<Set<string>> {
  const rows = await db
    .select({ storageKey: images.storageKey, thumbnailKey: images.thumbnailKey })
    .from(images)
    .where(
      and(
        eq(images.datasetId, datasetId),
        sql`(${inArray(images.storageKey, keys)} or ${inArray(images.thumbnailKey, keys)})`,
      ),
    );
  return new Set(rows.flatMap((row) => [row.storageKey, row.thumbnailKey]));
}
