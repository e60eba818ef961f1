import { and, eq, getTableColumns, ilike, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Decision } from "@/lib/domain/image";
import type { Issue } from "@/lib/domain/issue";
import type { Db } from "./client";
import { type CursorValue, decodeCursor } from "./page";
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

export interface ImageFilter {
  readonly label?: string | undefined;
  readonly decision?: Decision | undefined;
  readonly issue?: Issue | undefined;
  readonly source?: string | undefined;
  readonly licence?: string | undefined;
  readonly keyword?: string | undefined;
  readonly minWidth?: number | undefined;
  readonly duplicateGroupId?: string | undefined;
  readonly isDuplicate?: boolean | undefined;
  readonly crawlJobId?: string | undefined;
  readonly q?: string | undefined;
}

/** `%`, `_` and `\` in a person's text mean themselves. */
const containing = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

function matching(datasetId: string, filter: ImageFilter): SQL | undefined {
  const { q } = filter;
  return and(
    eq(images.datasetId, datasetId),
    filter.label === undefined ? undefined : sql`${filter.label} = any(${images.labels})`,
    filter.decision && eq(images.decision, filter.decision),
    filter.issue === undefined
      ? undefined
      : sql`${images.issues} @> array[${filter.issue}]::text[]`,
    filter.source === undefined ? undefined : eq(images.source, filter.source),
    filter.licence === undefined ? undefined : eq(images.licence, filter.licence),
    filter.keyword === undefined ? undefined : eq(images.keyword, filter.keyword),
    filter.minWidth === undefined ? undefined : sql`${images.width} >= ${filter.minWidth}::bigint`,
    filter.duplicateGroupId === undefined
      ? undefined
      : eq(images.duplicateGroupId, filter.duplicateGroupId),
    filter.isDuplicate === undefined ? undefined : eq(images.isDuplicate, filter.isDuplicate),
    filter.crawlJobId === undefined ? undefined : eq(images.crawlJobId, filter.crawlJobId),
    q
      ? or(
          ...[images.title, images.creator, images.filename, images.originalUrl].map((column) =>
            ilike(column, containing(q)),
          ),
        )
      : undefined,
  );
}

const PIXELS = sql<number>`(${images.width}::bigint * ${images.height})::float8`;
const distanceTo = (hash: string) =>
  sql<number>`bit_count(${images.perceptualHash} # ${sql.param(hash, images.perceptualHash)})::float8`;

export type SortedImageRow = ImageRow & { sortValue: number };
export const imageCursor = (row: SortedImageRow): CursorValue[] => [row.sortValue, row.id];

/** One page of a dataset's images; `similarTo` is a perceptual hash that orders by Hamming distance. */
export function listImages(
  db: Db,
  query: {
    datasetId: string;
    filter: ImageFilter;
    sort: "newest" | "quality" | "size" | { similarTo: string };
    cursor: string | undefined;
    limit: number;
  },
): Promise<SortedImageRow[]> {
  const { sort } = query;
  const after = decodeCursor(query.cursor, z.tuple([z.number(), z.uuid()]));
  const by = {
    newest: { value: sql<number>`0::float8`, isRising: false },
    quality: { value: sql<number>`${images.quality}::float8`, isRising: false },
    size: { value: PIXELS, isRising: false },
  };
  const { value, isRising } =
    typeof sort === "string" ? by[sort] : { value: distanceTo(sort.similarTo), isRising: true };
  const compare = isRising ? sql`>` : sql`<`;
  const direction = isRising ? sql`asc` : sql`desc`;
  const isNewest = sort === "newest";
  const keyset =
    after &&
    (isNewest
      ? sql`${images.id} < ${after[1]}`
      : sql`(${value}, ${images.id}) ${compare} (${after[0]}::float8, ${after[1]}::uuid)`);
  return db
    .select({ ...getTableColumns(images), sortValue: value })
    .from(images)
    .where(and(matching(query.datasetId, query.filter), keyset ?? undefined))
    .orderBy(
      ...(isNewest
        ? [sql`${images.id} desc`]
        : [sql`${value} ${direction}`, sql`${images.id} ${direction}`]),
    )
    .limit(query.limit + 1);
}

export async function updateImage(
  db: Db,
  ownerId: string,
  id: string,
  changes: { decision?: Decision; label?: string; labels?: string[] },
): Promise<ImageRow | undefined> {
  const decided = changes.decision ? { decidedAt: sql`now()` } : {};
  const [row] = await db
    .update(images)
    .set({ ...changes, ...decided })
    .where(and(eq(images.id, id), eq(images.ownerId, ownerId)))
    .returning();
  return row;
}

/** The deleted row, so that its files can follow. */
export const deleteImage = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<ImageRow | undefined> =>
  (
    await db
      .delete(images)
      .where(and(eq(images.id, id), eq(images.ownerId, ownerId)))
      .returning()
  )[0];

/** What an export holds: kept images in a stable order, read in pages so that memory stays flat. */
export async function* iterateKeptImages(db: Db, datasetId: string, pageSize = 500) {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows: ImageRow[] = await db
      .select()
      .from(images)
      .where(
        and(
          eq(images.datasetId, datasetId),
          sql`${images.id} > ${after}`,
          sql`${images.isValid} and not ${images.isDuplicate} and ${images.decision} <> 'rejected'`,
        ),
      )
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
    .where(
      and(
        eq(images.datasetId, datasetId),
        sql`${images.isValid} and not ${images.isDuplicate} and ${images.decision} <> 'rejected'`,
      ),
    );
  return row?.count ?? 0;
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
    .orderBy(sql`${images.seq} desc`)
    .offset(count)
    .limit(1);
  return row?.seq ?? 0;
}
