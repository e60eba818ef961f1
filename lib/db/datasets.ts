import { and, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import {
  type RuleChanges,
  rulesOf,
  type SizeFence,
  type ValidationLevel,
} from "@/lib/domain/issue";
import type { Db } from "./client";
import { isJudged, isKept } from "./kept";
import { datasets, projects } from "./schema/collections";

const columns = {
  ...getTableColumns(datasets),
  projectName: projects.name,
  coverImageIds: sql<string[]>`array(select i.id from images i
    where i.dataset_id = ${datasets.id} and ${isKept("i")} order by i.id desc limit 4)`,
};
export type DatasetRow = typeof datasets.$inferSelect & {
  projectName: string;
  coverImageIds: string[];
};
/** What a dataset keeps: labels by name. */
export type DatasetCounts = { imageCount: number; sizeBytes: number; labels: string[] };

/** All that is counted of the images of some datasets, in one reading of them; those without images are not there. */
export async function countDatasets(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DatasetCounts>> {
  const rows = await db.execute<{ id: string } & DatasetCounts>(sql`
    select id, sum(count)::int as "imageCount", sum(bytes)::float8 as "sizeBytes", array_agg(label order by label) as labels
    from (
      select i.dataset_id as id, i.label, count(*) as count, sum(i.size_bytes) as bytes
      from images i where i.dataset_id = any (${sql.param([...ids])}::uuid[]) and ${isKept("i")} group by 1, 2
    ) as labelled group by 1`);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

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

/** What a dataset asks of its pictures; read under its lock where a verdict is written. */
export async function readStandards(db: Db, datasetId: string) {
  const [row] = await db
    .select({
      level: datasets.validationLevel,
      rules: datasets.rules,
      sizeFence: datasets.sizeFence,
    })
    .from(datasets)
    .where(eq(datasets.id, datasetId));
  return row && { level: row.level, rules: rulesOf(row.rules), sizeFence: row.sizeFence };
}

/** Rules set otherwise than the usual ones; undefined for somebody else's dataset. */
export const findRuleChanges = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<RuleChanges | undefined> =>
  (
    await db
      .select({ rules: datasets.rules })
      .from(datasets)
      .where(and(eq(datasets.id, id), eq(datasets.ownerId, ownerId)))
  )[0]?.rules;

/** Under the dataset's lock, with a validation in the same transaction. */
export const updateStandards = (
  db: Db,
  id: string,
  changes: { validationLevel: ValidationLevel } | { rules: RuleChanges },
) =>
  db
    .update(datasets)
    .set({ ...changes, updatedAt: sql`now()` })
    .where(eq(datasets.id, id));

/** Fewer pictures than this do not say what size is usual. */
const MIN_USUAL = 20;

/** Of the roots of the pixels, over what is judged: what the fence made of them hides must not move it. Null while there are few. */
export async function readSizeQuartiles(
  db: Db,
  id: string,
): Promise<{ q1: number; q3: number } | null> {
  const [row] = await db.execute<{ count: number; quartiles: [number, number] | null }>(sql`
    select count(*)::int as count,
      percentile_cont(array[0.25, 0.75]) within group (order by sqrt(width::float8 * height)) as quartiles
    from images where dataset_id = ${id} and ${isJudged()}`);
  if (!row?.quartiles || row.count < MIN_USUAL) return null;
  const [q1, q3] = row.quartiles;
  return { q1, q3 };
}

export const updateSizeFence = (db: Db, id: string, sizeFence: SizeFence | null) =>
  db.update(datasets).set({ sizeFence }).where(eq(datasets.id, id));

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
    validationLevel?: ValidationLevel | undefined;
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

/** Answers the name that it had. */
export const deleteDataset = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<string | undefined> => {
  const [deleted] = await db
    .delete(datasets)
    .where(and(eq(datasets.id, id), eq(datasets.ownerId, ownerId)))
    .returning({ name: datasets.name });
  return deleted?.name;
};

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
