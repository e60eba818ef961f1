import { and, asc, eq, inArray, isNotNull, ne, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { LABEL_COLOURS } from "@/lib/domain/label";
import type { Db } from "./client";
import { isKept } from "./kept";
import { datasetLabels } from "./schema/curation";

export type LabelRow = typeof datasetLabels.$inferSelect;
interface Place {
  readonly ownerId: string;
  readonly datasetId: string;
}

const SHORTCUTS = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Rows for labels that have none yet, in colours that take turns, with the keys that are free. The application's role writes them. */
export async function ensureLabels(db: Db, place: Place, names: readonly string[]): Promise<void> {
  const isHere = eq(datasetLabels.datasetId, place.datasetId);
  const given = [...new Set(names)];
  // Every picture that arrives asks: nearly always all are there, and a dataset may have very many.
  const known = await db
    .select({ name: datasetLabels.name })
    .from(datasetLabels)
    .where(and(isHere, sql`${datasetLabels.name} = any (${sql.param(given)}::text[])`));
  const have = new Set(known.map(({ name }) => name));
  const missing = given.filter((name) => !have.has(name));
  if (missing.length === 0) return;
  const keys = await db
    .select({ shortcut: datasetLabels.shortcut })
    .from(datasetLabels)
    .where(and(isHere, isNotNull(datasetLabels.shortcut)));
  const taken = new Set(keys.map(({ shortcut }) => shortcut));
  const free = SHORTCUTS.filter((key) => !taken.has(key));
  const count = await db.$count(datasetLabels, isHere);
  await db
    .insert(datasetLabels)
    .values(
      missing.map((name, at) => ({
        ...place,
        id: uuidv7(),
        name,
        colour: LABEL_COLOURS[(count + at) % LABEL_COLOURS.length] ?? "slate",
        shortcut: free[at] ?? null,
      })),
    )
    .onConflictDoNothing();
}

export const listLabelNames = async (db: Db, datasetId: string): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await db
        .select({ name: datasetLabels.name })
        .from(datasetLabels)
        .where(eq(datasetLabels.datasetId, datasetId))
    ).map(({ name }) => name),
  );

/** Former names and merged labels → what they are called now. */
export async function readAliases(db: Db, datasetId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ name: datasetLabels.name, aliases: datasetLabels.aliases })
    .from(datasetLabels)
    .where(and(eq(datasetLabels.datasetId, datasetId), sql`${datasetLabels.aliases} <> '{}'`));
  return new Map(rows.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name])));
}

/** A page of a dataset's labels by name, and one more. */
export const listLabels = (
  db: Db,
  { ownerId, datasetId }: Place,
  page: { after: readonly [name: string, id: string] | null; limit: number },
): Promise<LabelRow[]> =>
  db
    .select()
    .from(datasetLabels)
    .where(
      and(
        eq(datasetLabels.datasetId, datasetId),
        eq(datasetLabels.ownerId, ownerId),
        page.after
          ? sql`(${datasetLabels.name}, ${datasetLabels.id}) > (${page.after[0]}, ${page.after[1]}::uuid)`
          : undefined,
      ),
    )
    .orderBy(asc(datasetLabels.name), asc(datasetLabels.id))
    .limit(page.limit + 1);

/** Labels of a dataset by id, in the order of the ids; those of other datasets are not there. */
export async function findLabels(
  db: Db,
  { ownerId, datasetId }: Place,
  ids: readonly string[],
): Promise<LabelRow[]> {
  const rows = await db
    .select()
    .from(datasetLabels)
    .where(
      and(
        eq(datasetLabels.datasetId, datasetId),
        eq(datasetLabels.ownerId, ownerId),
        inArray(datasetLabels.id, [...ids]),
      ),
    );
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

export const findLabelNamed = async (
  db: Db,
  { datasetId }: Place,
  name: string,
): Promise<LabelRow | undefined> =>
  (
    await db
      .select()
      .from(datasetLabels)
      .where(and(eq(datasetLabels.datasetId, datasetId), eq(datasetLabels.name, name)))
  )[0];

export const isShortcutFree = async (
  db: Db,
  datasetId: string,
  shortcut: number,
): Promise<boolean> =>
  (
    await db
      .select({ id: datasetLabels.id })
      .from(datasetLabels)
      .where(and(eq(datasetLabels.datasetId, datasetId), eq(datasetLabels.shortcut, shortcut)))
  ).length === 0;

/** How many kept images carry each of these labels. */
export async function countLabelled(
  db: Db,
  datasetId: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.execute<{ name: string; count: number }>(sql`
    select carried.name as name, sum(alike.count)::int as count
    from (
      select i.labels, count(*) as count from images i where i.dataset_id = ${datasetId} and ${isKept("i")} group by 1
    ) as alike cross join unnest(alike.labels) as carried(name)
    where carried.name = any (${sql.param([...names])}::text[])
    group by 1`);
  return new Map(rows.map(({ name, count }) => [name, count]));
}

/** How many images of a dataset carry a label, hidden and rejected ones too. */
export async function countCarrying(db: Db, datasetId: string, name: string): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from images
    where dataset_id = ${datasetId} and labels @> array[${name}]::text[]`);
  return row?.count ?? 0;
}

export const insertLabels = async (
  db: Db,
  values: (typeof datasetLabels.$inferInsert)[],
): Promise<LabelRow[]> => db.insert(datasetLabels).values(values).onConflictDoNothing().returning();

export const updateLabel = async (
  db: Db,
  id: string,
  changes: Partial<Pick<LabelRow, "name" | "colour" | "shortcut" | "aliases">>,
): Promise<LabelRow | undefined> =>
  (await db.update(datasetLabels).set(changes).where(eq(datasetLabels.id, id)).returning())[0];

export const deleteLabels = (db: Db, datasetId: string, ids: readonly string[]) =>
  db
    .delete(datasetLabels)
    .where(and(eq(datasetLabels.datasetId, datasetId), inArray(datasetLabels.id, [...ids])));

/** A key gives one label: whichever else had it has none. */
export const freeShortcut = (db: Db, datasetId: string, shortcut: number, exceptId: string) =>
  db
    .update(datasetLabels)
    .set({ shortcut: null })
    .where(
      and(
        eq(datasetLabels.datasetId, datasetId),
        eq(datasetLabels.shortcut, shortcut),
        ne(datasetLabels.id, exceptId),
      ),
    );

/** Names that are labels of their own again are no longer former names of others. */
export const dropAliases = (db: Db, datasetId: string, names: readonly string[]) => {
  const dropped = sql`${sql.param([...names])}::text[]`;
  return db
    .update(datasetLabels)
    .set({
      aliases: sql`array(select a from unnest(${datasetLabels.aliases}) with ordinality as t(a, n)
        where a <> all (${dropped}) order by n)`,
    })
    .where(
      and(eq(datasetLabels.datasetId, datasetId), sql`${datasetLabels.aliases} && ${dropped}`),
    );
};

/** Labels that pictures of a change carry and that have no row. */
export async function listUnnamedLabels(
  db: Db,
  datasetId: string,
  changeId: string,
): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select distinct carried.name as name
    from image_changes c join images i on i.id = c.image_id cross join unnest(i.labels) as carried(name)
    where c.change_id = ${changeId} and not exists (
      select 1 from dataset_labels l where l.dataset_id = ${datasetId} and l.name = carried.name)`);
  return rows.map(({ name }) => name);
}
