import { and, desc, eq, getTableColumns, gt, sql } from "drizzle-orm";
import type { ImageFilter } from "@/lib/domain/curation";
import type { Db } from "./client";
import { matching } from "./image-filter";
import { type ImageOrder, orderingOf } from "./image-order";
import { isKept } from "./kept";
import { images } from "./schema/images";

export type ImageRow = typeof images.$inferSelect;

export const findImage = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<ImageRow | undefined> =>
  (
    await db
      .select()
      .from(images)
      .where(and(eq(images.id, id), eq(images.ownerId, ownerId)))
  )[0];

export type SortedImageRow = ImageRow & { value: number | null };

/** One page of a dataset's images, and one row more. */
export function listImages(
  db: Db,
  query: {
    datasetId: string;
    filter: ImageFilter;
    order: ImageOrder;
    cursor: string | undefined;
    limit: number;
  },
): Promise<SortedImageRow[]> {
  const { value, orderBy, after } = orderingOf(query.order);
  return db
    .select({ ...getTableColumns(images), value })
    .from(images)
    .where(and(matching(query.datasetId, query.filter), after(query.cursor)))
    .orderBy(orderBy)
    .limit(query.limit + 1);
}

/** What an export holds: kept images in a stable order, read in pages so that memory stays flat. */
export async function* iterateKeptImages(db: Db, datasetId: string, pageSize = 500) {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows: ImageRow[] = await db
      .select()
      .from(images)
      .where(and(eq(images.datasetId, datasetId), sql`${images.id} > ${after}`, isKept()))
      .orderBy(images.id)
      .limit(pageSize);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.id;
  }
}

export const countKeptImages = async (db: Db, datasetId: string): Promise<number> => {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(images)
    .where(and(eq(images.datasetId, datasetId), isKept()));
  return row?.count ?? 0;
};

/** Whether the dataset got a picture after that moment. */
export const hasArrivedSince = async (
  db: Db,
  datasetId: string,
  moment: Date,
): Promise<boolean> => {
  const [row] = await db
    .select({ id: images.id })
    .from(images)
    .where(and(eq(images.datasetId, datasetId), gt(images.createdAt, moment)))
    .limit(1);
  return row !== undefined;
};

/** Kept pictures of a crawl in the order of their arrival, after `seq`; the index images_job serves it. */
export const listAcceptedSince = (
  db: Db,
  crawlJobId: string,
  seq: number,
  limit: number,
): Promise<ImageRow[]> =>
  db
    .select()
    .from(images)
    .where(
      and(
        eq(images.crawlJobId, crawlJobId),
        sql`${images.seq} > ${seq}`,
        eq(images.isDuplicate, false),
      ),
    )
    .orderBy(images.seq)
    .limit(limit);

/** Where to start so that a crawl's newest `count` kept pictures follow; 0 when it has no more than those. */
export async function seqBeforeNewest(db: Db, crawlJobId: string, count: number): Promise<number> {
  const [row] = await db
    .select({ seq: images.seq })
    .from(images)
    .where(and(eq(images.crawlJobId, crawlJobId), eq(images.isDuplicate, false)))
    .orderBy(desc(images.seq))
    .offset(count)
    .limit(1);
  return row?.seq ?? 0;
}
