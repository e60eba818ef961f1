import { and, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import type { JobStatus } from "@/lib/domain/crawl-job";
import type { OutcomeCounts } from "@/lib/domain/outcome";
import type { Db } from "./client";
import { datasets, projects } from "./schema/collections";
import { crawlJobs } from "./schema/crawl";

export type CrawlJobRow = typeof crawlJobs.$inferSelect;

/** What is counted from chunks and candidates, so that it cannot drift from them. */
export interface CrawlCounts {
  datasetName: string;
  chunks: { total: number; active: number; completed: number; failed: number };
  found: number;
  downloaded: number;
  outcomes: OutcomeCounts;
}
export type CountedCrawlJobRow = CrawlJobRow & CrawlCounts;

const counted = {
  ...getTableColumns(crawlJobs),
  datasetName: datasets.name,
  chunks: sql<CrawlCounts["chunks"]>`(select json_build_object('total', count(*)::int,
    'active', count(*) filter (where k.status = 'active')::int,
    'completed', count(*) filter (where k.status = 'completed')::int,
    'failed', count(*) filter (where k.status = 'failed')::int)
    from job_chunks k where k.crawl_job_id = ${crawlJobs.id})`,
  found: sql<number>`tally.found`,
  downloaded: sql<number>`tally.downloaded`,
  outcomes: sql<OutcomeCounts>`tally.outcomes`,
};
/** A job's candidates in one reading. */
const tally = sql`lateral (
  select coalesce(sum(o.count), 0)::int as found, coalesce(sum(o.downloaded), 0)::int as downloaded,
    coalesce(json_object_agg(o.outcome, o.count) filter (where o.outcome is not null), '{}') as outcomes
  from (
    select c.outcome, count(*)::int as count, count(*) filter (where c.is_downloaded) as downloaded
    from candidates c where c.crawl_job_id = ${crawlJobs.id} group by 1
  ) as o
) as tally`;

export const findCrawlJob = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<CountedCrawlJobRow | undefined> =>
  (
    await db
      .select(counted)
      .from(crawlJobs)
      .innerJoin(datasets, eq(datasets.id, crawlJobs.datasetId))
      .innerJoin(tally, sql`true`)
      .where(and(eq(crawlJobs.id, id), eq(crawlJobs.ownerId, ownerId)))
  )[0];

export const listCrawlJobs = (
  db: Db,
  ownerId: string,
  page: {
    after: string | null;
    limit: number;
    datasetId?: string | undefined;
    status?: JobStatus | undefined;
  },
): Promise<CountedCrawlJobRow[]> =>
  db
    .select(counted)
    .from(crawlJobs)
    .innerJoin(datasets, eq(datasets.id, crawlJobs.datasetId))
    .innerJoin(tally, sql`true`)
    .where(
      and(
        eq(crawlJobs.ownerId, ownerId),
        page.datasetId ? eq(crawlJobs.datasetId, page.datasetId) : undefined,
        page.status ? eq(crawlJobs.status, page.status) : undefined,
        page.after ? lt(crawlJobs.id, page.after) : undefined,
      ),
    )
    .orderBy(desc(crawlJobs.id))
    .limit(page.limit + 1);

/** The job as a worker sees it, whoever owns it. */
export const findCrawlJobForWork = async (db: Db, id: string): Promise<CrawlJobRow | undefined> =>
  (await db.select().from(crawlJobs).where(eq(crawlJobs.id, id)))[0];

export const insertCrawlJob = async (db: Db, values: typeof crawlJobs.$inferInsert) => {
  await db.insert(crawlJobs).values(values);
};

/** Why opt-outs do not apply to what is collected for this dataset; null where they do. */
export const findOptOutReason = async (db: Db, datasetId: string): Promise<string | null> =>
  (
    await db
      .select({ override: projects.optOutOverride })
      .from(datasets)
      .innerJoin(projects, eq(projects.id, datasets.projectId))
      .where(eq(datasets.id, datasetId))
  )[0]?.override?.reason ?? null;

/** A conditional update: true when the job was in one of `from` and is now in `to`. */
export async function transitionCrawlJob(
  db: Db,
  id: string,
  from: readonly JobStatus[],
  to: JobStatus,
  changes: { error?: string | null; shortfall?: string | null; isRetryOnly?: boolean } = {},
): Promise<boolean> {
  const isEnd = to === "completed" || to === "failed" || to === "cancelled";
  const rows = await db
    .update(crawlJobs)
    .set({
      ...changes,
      status: to,
      updatedAt: sql`now()`,
      finishedAt: isEnd ? sql`now()` : null,
      ...(to === "running" && { startedAt: sql`coalesce(${crawlJobs.startedAt}, now())` }),
    })
    .where(and(eq(crawlJobs.id, id), inArray(crawlJobs.status, [...from])))
    .returning({ id: crawlJobs.id });
  return rows.length > 0;
}

export const isCrawlJobRunning = async (db: Db, id: string): Promise<boolean> =>
  (
    await db
      .select({ id: crawlJobs.id })
      .from(crawlJobs)
      .where(and(eq(crawlJobs.id, id), eq(crawlJobs.status, "running")))
  ).length > 0;

/**
 * Whether a job still takes what a source finds; it stays so until the transaction ends. One that is paused or was
 * cancelled may go on, and keeps the page that came meanwhile.
 */
export const holdForPage = async (tx: Db, id: string): Promise<boolean> =>
  (
    await tx
      .select({ id: crawlJobs.id })
      .from(crawlJobs)
      .where(
        and(
          eq(crawlJobs.id, id),
          inArray(crawlJobs.status, ["running", "paused", "cancelled"]),
          eq(crawlJobs.isRetryOnly, false),
        ),
      )
      .for("share")
  ).length > 0;

/** Whether a job runs exactly what is waiting: no new pages, and no target but that. */
export const isRetryOnly = async (db: Db, id: string): Promise<boolean> =>
  (
    await db
      .select({ isRetryOnly: crawlJobs.isRetryOnly })
      .from(crawlJobs)
      .where(eq(crawlJobs.id, id))
  )[0]?.isRetryOnly ?? false;

/** What hinders a running job right now (storage full, database away); null clears it. */
export const updateCrawlJobTrouble = (db: Db, id: string, error: string | null) =>
  db
    .update(crawlJobs)
    .set({ error, updatedAt: sql`now()` })
    .where(
      and(
        eq(crawlJobs.id, id),
        eq(crawlJobs.status, "running"),
        sql`${crawlJobs.error} is distinct from ${error}`,
      ),
    );

export const listRunningCrawlJobs = (db: Db) =>
  db
    .select({ id: crawlJobs.id, datasetId: crawlJobs.datasetId })
    .from(crawlJobs)
    .where(eq(crawlJobs.status, "running"))
    .limit(1000);

export const hasRunningCrawl = async (db: Db, datasetId: string): Promise<boolean> =>
  (
    await db
      .select({ id: crawlJobs.id })
      .from(crawlJobs)
      .where(and(eq(crawlJobs.datasetId, datasetId), eq(crawlJobs.status, "running")))
      .limit(1)
  ).length > 0;
