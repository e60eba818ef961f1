import { and, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import type { Db } from "./client";
import { datasets, projects } from "./schema/collections";

const KEPT = sql`i.dataset_id = ${datasets.id} and i.is_valid and not i.is_duplicate and i.decision <> 'rejected'`;
const columns = {
  ...getTableColumns(datasets),
  projectName: projects.name,
  imageCount: sql<number>`(select count(*)::int from images i where ${KEPT})`,
  sizeBytes: sql<number>`(select coalesce(sum(i.size_bytes), 0)::float8 from images i where ${KEPT})`,
  labels: sql<
    string[]
  >`(select coalesce(array_agg(distinct i.label order by i.label), '{}') from images i where ${KEPT})`,
  coverImageIds: sql<
    string[]
  >`array(select i.id from images i where ${KEPT} order by i.id desc limit 4)`,
};
export type DatasetRow = typeof datasets.$inferSelect & {
  projectName: string;
  imageCount: number;
  sizeBytes: number;
  labels: string[];
  coverImageIds: string[];
};

export const findDataset = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<DatasetRow | undefined> =>
  (
    await db
      .select(columns)
      .from(datasets)
      .innerJoin(projects, eq(projects.id, datasets.projectId))
      .where(and(eq(datasets.id, id), eq(datasets.ownerId, ownerId)))
  )[0];

export const hasDataset = async (db: Db, ownerId: string, id: string): Promise<boolean> =>
  (
    await db
      .select({ id: datasets.id })
      .from(datasets)
      .where(and(eq(datasets.id, id), eq(datasets.ownerId, ownerId)))
  ).length > 0;

export const listDatasets = (
  db: Db,
  ownerId: string,
  page: { after: string | null; limit: number; projectId?: string | undefined },
): Promise<DatasetRow[]> =>
  db
    .select(columns)
    .from(datasets)
    .innerJoin(projects, eq(projects.id, datasets.projectId))
    .where(
      and(
        eq(datasets.ownerId, ownerId),
        page.projectId ? eq(datasets.projectId, page.projectId) : undefined,
        page.after ? lt(datasets.id, page.after) : undefined,
      ),
    )
    .orderBy(desc(datasets.id))
    .limit(page.limit + 1);

export const insertDataset = async (
  db: Db,
  values: {
    id: string;
    ownerId: string;
    projectId: string;
    name: string;
    description: string | null;
  },
) => {
  await db.insert(datasets).values(values);
};

export const updateDataset = async (
  db: Db,
  ownerId: string,
  id: string,
  changes: { name?: string; description?: string | null; projectId?: string },
): Promise<boolean> =>
  (
    await db
      .update(datasets)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(and(eq(datasets.id, id), eq(datasets.ownerId, ownerId)))
      .returning({ id: datasets.id })
  ).length > 0;

export const deleteDataset = async (db: Db, ownerId: string, id: string): Promise<boolean> =>
  (
    await db
      .delete(datasets)
      .where(and(eq(datasets.id, id), eq(datasets.ownerId, ownerId)))
      .returning({ id: datasets.id })
  ).length > 0;

export const listDatasetIds = async (
  db: Db,
  ownerId: string,
  projectIds: string[],
): Promise<string[]> =>
  (
    await db
      .select({ id: datasets.id })
      .from(datasets)
      .where(and(eq(datasets.ownerId, ownerId), inArray(datasets.projectId, projectIds)))
  ).map((row) => row.id);

/** Keys of the exports, lists and manifests of uploads that a dataset's rows point at. */
export async function listFilesInUse(db: Db, datasetId: string): Promise<Set<string>> {
  const rows = await db.execute<{ key: string }>(sql`
    select storage_key as key from exports where dataset_id = ${datasetId} and storage_key is not null
    union all select list_key from crawl_jobs where dataset_id = ${datasetId} and list_key is not null`);
  return new Set(rows.map((row) => row.key));
}

/** Whether a dataset still exists, whoever owns it: what a sweep of files asks. */
export const datasetExists = async (db: Db, id: string): Promise<boolean> =>
  (await db.select({ id: datasets.id }).from(datasets).where(eq(datasets.id, id))).length > 0;
