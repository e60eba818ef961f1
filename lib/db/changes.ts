import { and, desc, eq, getTableColumns, isNull, lt, sql } from "drizzle-orm";
import type { Db } from "./client";
import { changes, imageChanges } from "./schema/curation";

export type ChangeRow = typeof changes.$inferSelect;
export type NewImageChange = typeof imageChanges.$inferInsert;

export const insertChange = async (db: Db, values: typeof changes.$inferInsert): Promise<void> => {
  await db.insert(changes).values(values);
};

/** One statement for any number of pictures, so below the driver's limit of parameters. */
const CHUNK = 2_000;

export async function insertImageChanges(db: Db, values: readonly NewImageChange[]): Promise<void> {
  for (let at = 0; at < values.length; at += CHUNK)
    await db.insert(imageChanges).values(values.slice(at, at + CHUNK));
}

/** Counts the pictures of a change once it is made; one that came to none is forgotten, unless it is to be kept. */
export async function settleChange(
  db: Db,
  id: string,
  { isKept = false }: { isKept?: boolean } = {},
): Promise<string | null> {
  const [row] = await db
    .update(changes)
    .set({
      imageCount: sql`(select count(*) from image_changes c where c.change_id = ${id}::uuid)`,
    })
    .where(eq(changes.id, id))
    .returning({ imageCount: changes.imageCount });
  if (isKept || row?.imageCount) return id;
  await db.delete(changes).where(eq(changes.id, id));
  return null;
}

export const findChange = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<ChangeRow | undefined> =>
  (
    await db
      .select()
      .from(changes)
      .where(and(eq(changes.id, id), eq(changes.ownerId, ownerId)))
  )[0];

/** False when somebody undid it first. */
export const markUndone = async (db: Db, id: string): Promise<boolean> =>
  (
    await db
      .update(changes)
      .set({ undoneAt: sql`now()` })
      .where(and(eq(changes.id, id), isNull(changes.undoneAt)))
      .returning({ id: changes.id })
  ).length > 0;

/** What is undone by can be a megabyte of former names. */
const { details: _, ...shownColumns } = getTableColumns(changes);

/** The history of one picture, the newest first. */
export const listChangesOf = (
  db: Db,
  ownerId: string,
  imageId: string,
  page: { after: string | null; limit: number },
) =>
  db
    .select({ change: shownColumns, image: imageChanges })
    .from(imageChanges)
    .innerJoin(changes, eq(changes.id, imageChanges.changeId))
    .where(
      and(
        eq(imageChanges.imageId, imageId),
        eq(imageChanges.ownerId, ownerId),
        page.after === null ? undefined : lt(imageChanges.changeId, page.after),
      ),
    )
    .orderBy(desc(imageChanges.changeId))
    .limit(page.limit + 1);
