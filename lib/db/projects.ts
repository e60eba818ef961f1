import { and, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import type { OptOutOverride } from "@/lib/domain/project";
import type { Db } from "./client";
import { isKept } from "./kept";
import { projects } from "./schema/collections";

/** Of one project, or of all that a person has, in one reading of the images. */
const counted = (ownerId: string, id?: string) => sql`(
  select d.project_id, count(*)::int as datasets, coalesce(sum(k.images), 0)::int as images
  from datasets d left join (
    select i.dataset_id, count(*) as images from images i
    where i.dataset_id = any (array(select o.id from datasets o where ${ofProjects("o", ownerId, id)})) and ${isKept("i")} group by 1
  ) as k on k.dataset_id = d.id
  where ${ofProjects("d", ownerId, id)} group by 1
) as counted`;
const ofProjects = (table: "d" | "o", ownerId: string, id?: string) =>
  id ? sql`${sql.raw(table)}.project_id = ${id}` : sql`${sql.raw(table)}.owner_id = ${ownerId}`;
const IS_COUNTED = sql`counted.project_id = ${projects.id}`;
const columns = {
  ...getTableColumns(projects),
  datasetCount: sql<number>`coalesce(counted.datasets, 0)`,
  imageCount: sql<number>`coalesce(counted.images, 0)`,
};
export type ProjectRow = typeof projects.$inferSelect & {
  datasetCount: number;
  imageCount: number;
};

export const findProject = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<ProjectRow | undefined> =>
  (
    await db
      .select(columns)
      .from(projects)
      .leftJoin(counted(ownerId, id), IS_COUNTED)
      .where(and(eq(projects.id, id), eq(projects.ownerId, ownerId)))
  )[0];

export const listProjects = (
  db: Db,
  ownerId: string,
  page: { after: string | null; limit: number },
): Promise<ProjectRow[]> =>
  db
    .select(columns)
    .from(projects)
    .leftJoin(counted(ownerId), IS_COUNTED)
    .where(and(eq(projects.ownerId, ownerId), page.after ? lt(projects.id, page.after) : undefined))
    .orderBy(desc(projects.id))
    .limit(page.limit + 1);

export const insertProject = async (
  db: Db,
  values: { id: string; ownerId: string; name: string; description: string | null },
) => {
  await db.insert(projects).values(values);
};

export const findProjectByName = async (db: Db, ownerId: string, name: string) =>
  (
    await db
      .select({ id: projects.id })
      .from(projects)
      .where(and(eq(projects.ownerId, ownerId), eq(projects.name, name)))
      .orderBy(projects.id)
      .limit(1)
  )[0];

export const updateProject = async (
  db: Db,
  ownerId: string,
  id: string,
  changes: {
    name?: string;
    description?: string | null;
    optOutOverride?: OptOutOverride | null;
  },
): Promise<boolean> =>
  (
    await db
      .update(projects)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(and(eq(projects.id, id), eq(projects.ownerId, ownerId)))
      .returning({ id: projects.id })
  ).length > 0;

/** Answers the ids that were there. */
export const deleteProjects = async (db: Db, ownerId: string, ids: string[]): Promise<string[]> =>
  (
    await db
      .delete(projects)
      .where(and(inArray(projects.id, ids), eq(projects.ownerId, ownerId)))
      .returning({ id: projects.id })
  ).map((row) => row.id);
