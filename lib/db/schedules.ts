import { and, desc, eq, getTableColumns, lt, type SQL, sql } from "drizzle-orm";
import type { Db, Tx } from "./client";
import { crawlJobs, crawlSchedules } from "./schema/crawl";

export type ScheduleRow = typeof crawlSchedules.$inferSelect;
export type CountedScheduleRow = ScheduleRow & {
  name: string;
  accepted: number;
  lastJobId: string | null;
};

/** Images of the crawl that is repeated and of all its runs. */
const acceptedBy = (scheduleId: SQL, jobId: SQL) =>
  sql<number>`(select count(*)::int from candidates c join crawl_jobs j on j.id = c.crawl_job_id
    where c.outcome = 'accepted' and (j.id = ${jobId} or j.schedule_id = ${scheduleId}))`;

const counted = {
  ...getTableColumns(crawlSchedules),
  name: crawlJobs.name,
  accepted: acceptedBy(sql`crawl_schedules.id`, sql`crawl_schedules.job_id`),
  lastJobId: sql<
    string | null
  >`(select j.id from crawl_jobs j where j.schedule_id = crawl_schedules.id
    order by j.id desc limit 1)`,
};

export const listSchedules = (
  db: Db,
  ownerId: string,
  page: { after: string | null; limit: number; datasetId?: string | undefined },
): Promise<CountedScheduleRow[]> =>
  db
    .select(counted)
    .from(crawlSchedules)
    .innerJoin(crawlJobs, eq(crawlJobs.id, crawlSchedules.jobId))
    .where(
      and(
        eq(crawlSchedules.ownerId, ownerId),
        page.datasetId ? eq(crawlSchedules.datasetId, page.datasetId) : undefined,
        page.after ? lt(crawlSchedules.id, page.after) : undefined,
      ),
    )
    .orderBy(desc(crawlSchedules.id))
    .limit(page.limit + 1);

export const findSchedule = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<CountedScheduleRow | undefined> =>
  (
    await db
      .select(counted)
      .from(crawlSchedules)
      .innerJoin(crawlJobs, eq(crawlJobs.id, crawlSchedules.jobId))
      .where(and(eq(crawlSchedules.id, id), eq(crawlSchedules.ownerId, ownerId)))
  )[0];

/** How many schedules a person has, whatever their state. */
export const countSchedules = (db: Db, ownerId: string): Promise<number> =>
  db.$count(crawlSchedules, eq(crawlSchedules.ownerId, ownerId));

export const insertSchedule = async (db: Db, values: typeof crawlSchedules.$inferInsert) => {
  await db.insert(crawlSchedules).values(values);
};

export const updateSchedule = async (
  db: Db,
  id: string,
  changes: Partial<typeof crawlSchedules.$inferInsert>,
) => {
  await db
    .update(crawlSchedules)
    .set({ ...changes, updatedAt: sql`now()` })
    .where(eq(crawlSchedules.id, id));
};

/** False when there was none. */
export const deleteSchedule = async (db: Db, ownerId: string, id: string): Promise<boolean> =>
  (
    await db
      .delete(crawlSchedules)
      .where(and(eq(crawlSchedules.id, id), eq(crawlSchedules.ownerId, ownerId)))
      .returning({ id: crawlSchedules.id })
  ).length > 0;

/**
 * Takes a schedule whose time has come and none of whose crawls still runs; it stays taken until the transaction ends.
 * Of several processes each takes another.
 */
export async function claimDueSchedule(
  tx: Tx,
): Promise<(ScheduleRow & { accepted: number; runs: number }) | undefined> {
  const { id, jobId } = crawlSchedules;
  const [row] = await tx
    .select()
    .from(crawlSchedules)
    .where(
      and(
        eq(crawlSchedules.status, "active"),
        sql`${crawlSchedules.nextRunAt} <= now()`,
        sql`not exists (select from crawl_jobs j where (j.id = ${jobId} or j.schedule_id = ${id})
          and j.status in ('running', 'paused'))`,
      ),
    )
    .orderBy(crawlSchedules.nextRunAt)
    .limit(1)
    .for("update", { skipLocked: true });
  if (!row) return undefined;
  const [counts] = await tx.execute<{ accepted: number; runs: number }>(sql`
    select ${acceptedBy(sql`${row.id}`, sql`${row.jobId}`)} as accepted,
      (select count(*)::int from crawl_jobs where schedule_id = ${row.id}) as runs`);
  return { ...row, accepted: counts?.accepted ?? 0, runs: counts?.runs ?? 0 };
}

/** Ends the schedules that a crawl belongs to and that have all their images. */
export const closeMetSchedules = (db: Db, crawlJobId: string) =>
  db.execute(sql`
    update crawl_schedules set status = 'done', next_run_at = null, updated_at = now()
    where status <> 'done'
      and (job_id = ${crawlJobId} or id = (select schedule_id from crawl_jobs where id = ${crawlJobId}))
      and target <= ${acceptedBy(sql`crawl_schedules.id`, sql`crawl_schedules.job_id`)}`);
