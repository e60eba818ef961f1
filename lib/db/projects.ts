import { and, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import type { OptOutOverride } from "@/lib/domain/project";
import type { Db } from "./client";
import { isKept } from "./kept";
import { projects } from "./schema/collections";

// Drizzle leaves the table's name out of what is selected from one table, so the subqueries write it themselves.
const columns = {
  ...getTableColumns(projects),
  datasetCount: sql<number>`(select count(*)::int from datasets d where d.project_id = projects.id)`,
  imageCount: sql<number>`(select count(*)::int from images i join datasets d on d.id = i.dataset_id
    where d.project_id = projects.id and ${isKept("i")})`,
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
