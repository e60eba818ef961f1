import { and, type SQL, sql } from "drizzle-orm";
import { type ImageFilter, OUTLINE_PAGE } from "@/lib/domain/curation";
import type { Db } from "./client";
import { matching } from "./image-filter";
import { cursorValues, type ImageOrder, orderingOf } from "./image-order";
import { encodeCursor } from "./page";
import { images } from "./schema/images";

const tileColumns = {
  id: images.id,
  width: images.width,
  height: images.height,
  label: images.label,
  labels: images.labels,
  decision: images.decision,
  split: images.split,
  isValid: images.isValid,
  hiddenBy: images.hiddenBy,
  isDuplicate: images.isDuplicate,
  duplicateGroupId: images.duplicateGroupId,
  issues: images.issues,
  source: images.source,
  title: images.title,
  quality: images.quality,
};
/** Through the index of groups, for the rows of a page only. Written out, as drizzle leaves the table's name away. */
const duplicateCount = sql<number>`case when images.duplicate_group_id is null then 0 else
  (select count(*)::int from images as member where member.duplicate_group_id = images.duplicate_group_id) end`;
export type TileRow = Pick<typeof images.$inferSelect, keyof typeof tileColumns> & {
  duplicateCount: number;
  value: number | null;
};

/** One page of a dataset's images as a grid shows them, and one row more. */
export function listTiles(
  db: Db,
  query: {
    datasetId: string;
    filter: ImageFilter;
    order: ImageOrder;
    cursor: string | undefined;
    limit: number;
  },
): Promise<TileRow[]> {
  const { value, orderBy, after } = orderingOf(query.order);
  return db
    .select({ ...tileColumns, duplicateCount, value })
    .from(images)
    .where(and(matching(query.datasetId, query.filter), after(query.cursor)))
    .orderBy(orderBy)
    .limit(query.limit + 1);
}

/** Counts a list and finds the last row of each of its pages, in one scan. */
export async function outlineTiles(
  db: Db,
  query: { datasetId: string; filter: ImageFilter; order: ImageOrder },
): Promise<{ count: number; cursors: (string | null)[] }> {
  const { value, orderBy } = orderingOf(query.order);
  const where: SQL | undefined = matching(query.datasetId, query.filter);
  // A hundred thousand rows of an id and a value are sorted in memory.
  await db.execute(sql`set local work_mem = '32MB'`);
  const ends = await db.execute<{ id: string; value: number | null; n: number }>(sql`
    select id, value, n::int as n from (
      select ${images.id} as id, ${value} as value, row_number() over list as n, lead(true) over list is null as is_last
      from ${images} where ${where} window list as (order by ${orderBy})
    ) as ordered
    where n % ${OUTLINE_PAGE} = 0 or is_last order by n`);
  const count = ends.at(-1)?.n ?? 0;
  const inner = ends.filter(({ n }) => n < count);
  return { count, cursors: [null, ...inner.map((end) => encodeCursor(cursorValues(end)))] };
}
