import { and, asc, eq, getTableColumns, gt, sql } from "drizzle-orm";
import { toSnakeCase } from "drizzle-orm/casing";
import type { Db } from "./client";
import { images } from "./schema/images";
import { MEASUREMENT_COLUMNS, SCORE_COLUMNS } from "./schema/measurements";

type Row = typeof images.$inferSelect;
type Column = keyof Row;

const HASH_COLUMNS = [
  "pixelSha256",
  "perceptualHash",
  "mirroredHash",
  "flippedHash",
  "turnedHash",
  "blockHash",
  "hashQuality",
] as const satisfies readonly Column[];
const VERDICT_COLUMNS = [
  ...Object.values(SCORE_COLUMNS),
  "quality",
  "issues",
  "hiddenBy",
  "isValid",
  "hostCount",
  "measuredWith",
] as const satisfies readonly Column[];
const READ_COLUMNS = [
  "width",
  "height",
  ...MEASUREMENT_COLUMNS,
  ...HASH_COLUMNS,
] as const satisfies readonly Column[];
const JUDGED_COLUMNS = [
  "id",
  "width",
  "height",
  "decision",
  "isDuplicate",
  "licence",
  "signals",
  ...MEASUREMENT_COLUMNS,
  ...VERDICT_COLUMNS,
] as const satisfies readonly Column[];

/** What the checks say of a picture, beside the numbers it rests on. */
export type VerdictRow = Pick<Row, (typeof VERDICT_COLUMNS)[number]>;
/** What one reading of the stored file tells. */
export type ReadRow = Pick<Row, (typeof READ_COLUMNS)[number]>;
/** What a picture is judged by, with the verdict it has. */
export type JudgedRow = Pick<Row, (typeof JUDGED_COLUMNS)[number]>;

const columns = getTableColumns(images);
const pick = <K extends Column>(names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, columns[name]])) as Pick<typeof columns, K>;

/** A whole dataset, or these of its images. */
interface ValidationScope {
  readonly datasetId: string;
  readonly imageIds?: readonly string[] | undefined;
}
const within = ({ datasetId, imageIds }: ValidationScope) =>
  and(
    eq(images.datasetId, datasetId),
    imageIds && sql`${images.id} = any(${sql.param(imageIds)}::uuid[])`,
  );

export const countInScope = async (db: Db, scope: ValidationScope): Promise<number> => {
  const count = sql<number>`count(*)::int`;
  const [row] = await db.select({ count }).from(images).where(within(scope));
  return row?.count ?? 0;
};

/** One page by id, with what measured each image; empty at the end. */
export const listPage = (
  db: Db,
  scope: ValidationScope,
  page: { after: string | null; limit: number },
): Promise<Pick<Row, "id" | "measuredWith">[]> =>
  db
    .select({ id: images.id, measuredWith: images.measuredWith })
    .from(images)
    .where(and(within(scope), page.after === null ? undefined : gt(images.id, page.after)))
    .orderBy(asc(images.id))
    .limit(page.limit);

const hasId = (ids: readonly string[]) => sql`${images.id} = any(${sql.param(ids)}::uuid[])`;

export interface StoredRow extends Pick<Row, "id" | "storageKey" | "thumbnailKey" | "finalUrl"> {
  readonly contentType: string | null;
}

/** Where the files lie, and what was said of them when they came. */
export const listStored = (db: Db, ids: readonly string[]): Promise<StoredRow[]> =>
  db
    .select({
      id: images.id,
      storageKey: images.storageKey,
      thumbnailKey: images.thumbnailKey,
      finalUrl: images.finalUrl,
      contentType: sql<string | null>`${images.metadata} ->> 'contentType'`,
    })
    .from(images)
    .where(hasId(ids));

/** In the order of ids; those that were deleted meanwhile are missing. */
export const listJudged = (db: Db, ids: readonly string[]): Promise<JudgedRow[]> =>
  db.select(pick(JUDGED_COLUMNS)).from(images).where(hasId(ids)).orderBy(asc(images.id));

/** On how many hosts these very bytes were found, by what their own candidates and those of the same file say. */
export async function countHosts(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const asked = sql`${sql.param(ids)}::uuid[]`;
  const rows = await db.execute<{ id: string; count: number }>(sql`
    select id, count(*)::int as count from (
      select c.image_id as id, c.host from candidates c
      where c.image_id = any(${asked}) and c.outcome in ('accepted', 'exact-duplicate')
      union select i.id, c.host from images i join candidates c on c.id = i.candidate_id where i.id = any(${asked})
    ) as found group by id`);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

type Changed<K extends Column> = Pick<Row, K> & { readonly id: string };

const named = (name: Column) => sql.identifier(toSnakeCase(name));

/** Rows as a table `t`: one parameter, however many there are. */
function tableOf<K extends Column>(names: readonly K[], rows: readonly Changed<K>[]) {
  const all = ["id", ...names] as const;
  const records = rows.map((row) =>
    Object.fromEntries(
      all.map((name) => {
        const value = row[name];
        return [toSnakeCase(name), value === null ? null : columns[name].mapToDriverValue(value)];
      }),
    ),
  );
  const types = all.map((name) => sql`${named(name)} ${sql.raw(columns[name].getSQLType())}`);
  return sql`jsonb_to_recordset(${JSON.stringify(records)}::text::jsonb) as t(${sql.join(types, sql`, `)})`;
}

/** In the order of ids, as everybody who changes many: in one order, or two of them could wait for each other. */
async function writeColumns<K extends Column>(
  db: Db,
  names: readonly K[],
  rows: readonly Changed<K>[],
): Promise<void> {
  if (rows.length === 0) return;
  const set = names.map((name) => sql`${named(name)} = t.${named(name)}`);
  await db.execute(
    sql`update images set ${sql.join(set, sql`, `)} from ${tableOf(names, rows)} where images.id = t.id`,
  );
}

export const writeVerdicts = (db: Db, rows: readonly (VerdictRow & { id: string })[]) =>
  writeColumns(db, VERDICT_COLUMNS, rows);

/**
 * Under the dataset's lock: where a hash changed, the row gets a new number in the order of commits, so that every
 * process's index reads it again.
 */
export async function writeReadings(
  db: Db,
  rows: readonly (ReadRow & { id: string })[],
): Promise<void> {
  if (rows.length === 0) return;
  const tuple = (table: string) =>
    sql.join(
      HASH_COLUMNS.map((name) => sql`${sql.raw(table)}.${named(name)}`),
      sql`, `,
    );
  await db.execute(sql`
    update images set seq = default from ${tableOf(HASH_COLUMNS, rows)}
    where images.id = t.id and (${tuple("images")}) is distinct from (${tuple("t")})`);
  await writeColumns(db, READ_COLUMNS, rows);
}
