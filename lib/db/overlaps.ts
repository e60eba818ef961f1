import { and, desc, eq, lt, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { Overlap } from "@/lib/domain/duplicate";
import type { Db, Tx } from "./client";
import { type FingerprintRow, fingerprintColumns } from "./group-members";
import { isKept } from "./kept";
import { type CursorValue, decodeCursor } from "./page";
import { datasets } from "./schema/collections";
import { datasetOverlaps, images } from "./schema/images";

/** A dataset, whose it is, and the same person's other datasets, the newest first. */
export interface Siblings {
  readonly ownerId: string;
  readonly otherIds: readonly string[];
}

export async function findSiblings(db: Db, datasetId: string): Promise<Siblings | undefined> {
  const [own] = await db
    .select({ ownerId: datasets.ownerId })
    .from(datasets)
    .where(eq(datasets.id, datasetId));
  if (!own) return undefined;
  const others = await db
    .select({ id: datasets.id })
    .from(datasets)
    .where(and(eq(datasets.ownerId, own.ownerId), ne(datasets.id, datasetId)))
    .orderBy(desc(datasets.id));
  return { ...own, otherIds: others.map(({ id }) => id) };
}

/** A picture and the same one in another dataset. */
export interface OverlapPair {
  readonly imageId: string;
  readonly otherImageId: string;
  /** Bits, 0–256. */
  readonly distance: number;
}

/** Pictures that the same person's other datasets hold to the pixel. */
export const listExactOverlaps = async (
  db: Db,
  { ownerId, datasetId }: { ownerId: string; datasetId: string },
): Promise<OverlapPair[]> => {
  const rows = await db.execute<{ imageId: string; otherImageId: string }>(sql`
    select i.id as "imageId", o.id as "otherImageId" from images i join images o
      on o.pixel_sha256 = i.pixel_sha256 and o.owner_id = i.owner_id and o.dataset_id <> i.dataset_id
    where i.dataset_id = ${datasetId} and i.owner_id = ${ownerId} and ${isKept("i")} and ${isKept("o")}`);
  return rows.map((row) => ({ ...row, distance: 0 }));
};

/** Kept pictures of a dataset with their hashes, the newest first. */
export const listKeptFingerprints = (
  db: Db,
  datasetId: string,
  page: { before: string | null; limit: number },
): Promise<FingerprintRow[]> =>
  db
    .select(fingerprintColumns)
    .from(images)
    .where(
      and(
        eq(images.datasetId, datasetId),
        isKept(),
        page.before === null ? undefined : lt(images.id, page.before),
      ),
    )
    .orderBy(desc(images.id))
    .limit(page.limit);

const CHUNK = 5_000;

/**
 * Replaces what is known of a dataset's pictures in the person's other ones, in both directions: each picture has the
 * nearest one of each other dataset. Pairs come nearest first; one of which a picture is gone meanwhile is left out.
 */
export async function replaceOverlaps(
  tx: Tx,
  { ownerId, datasetId }: { ownerId: string; datasetId: string },
  pairs: readonly OverlapPair[],
): Promise<void> {
  // Two datasets of one person that are looked at together would write the same rows.
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtext('overlaps'), hashtext(${ownerId}::text))`,
  );
  await tx
    .delete(datasetOverlaps)
    .where(
      sql`${datasetOverlaps.datasetId} = ${datasetId} or ${datasetOverlaps.otherDatasetId} = ${datasetId}`,
    );
  for (let at = 0; at < pairs.length; at += CHUNK)
    await tx.execute(sql`
      with pairs as (
        select i.id, i.dataset_id, o.id as other_id, o.dataset_id as other_dataset_id, p.distance
        from jsonb_to_recordset(${JSON.stringify(pairs.slice(at, at + CHUNK))}::text::jsonb)
          as p("imageId" uuid, "otherImageId" uuid, distance smallint)
        join images i on i.id = p."imageId" join images o on o.id = p."otherImageId"
        where i.owner_id = ${ownerId} and o.owner_id = ${ownerId}),
      both_ways as (
        select dataset_id, other_dataset_id, id, other_id, distance from pairs
        union all select other_dataset_id, dataset_id, other_id, id, distance from pairs)
      insert into dataset_overlaps
        (owner_id, dataset_id, other_dataset_id, image_id, other_image_id, distance)
      select distinct on (dataset_id, other_dataset_id, id)
        ${ownerId}::uuid, dataset_id, other_dataset_id, id, other_id, distance
      from both_ways order by dataset_id, other_dataset_id, id, distance, other_id
      on conflict do nothing`);
}

export const overlapCursor = ({ count, datasetId }: Overlap): CursorValue[] => [count, datasetId];

/** Some pictures of each overlap, to show. */
const SHOWN = 12;

/** Other datasets of the person that hold pictures of this one, those with the most first. */
export async function listOverlaps(
  db: Db,
  query: { ownerId: string; datasetId: string; cursor: string | undefined; limit: number },
): Promise<Overlap[]> {
  const after = decodeCursor(query.cursor, z.tuple([z.int32(), z.uuid()]));
  const rows = await db.execute<Overlap & Record<string, unknown>>(sql`
    select d.id as "datasetId", d.name as "datasetName", o.count, o.exact, o.ids as "imageIds"
    from (
      select v.other_dataset_id, count(*)::int as count,
        (count(*) filter (where i.pixel_sha256 = other.pixel_sha256))::int as exact,
        (array_agg(v.image_id order by v.distance, v.image_id))[1:${SHOWN}::int] as ids
      from dataset_overlaps v join images i on i.id = v.image_id join images other on other.id = v.other_image_id
      where v.dataset_id = ${query.datasetId} and v.owner_id = ${query.ownerId}
      group by v.other_dataset_id) o
    join datasets d on d.id = o.other_dataset_id and d.owner_id = ${query.ownerId}
    where ${after === null ? sql`true` : sql`(o.count, d.id) < (${after[0]}, ${after[1]}::uuid)`}
    order by o.count desc, d.id desc limit ${query.limit + 1}`);
  return [...rows];
}
