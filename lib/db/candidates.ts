import { and, asc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { FAILED, type Outcome } from "@/lib/domain/outcome";
import type { Db } from "./client";
import { candidates, jobChunks } from "./schema/crawl";

export type CandidateRow = typeof candidates.$inferSelect;

/**
 * Writes candidates once a canonical URL and crawl job; answers how many were new. Of two pages that bring the same
 * addresses each waits for the other's: in one order, or it would be a deadlock.
 */
export async function insertCandidates(
  db: Db,
  values: (typeof candidates.$inferInsert)[],
): Promise<number> {
  if (values.length === 0) return 0;
  const rows = await db
    .insert(candidates)
    .values(values.toSorted((a, b) => (a.urlHash < b.urlHash ? -1 : 1)))
    .onConflictDoNothing({ target: [candidates.crawlJobId, candidates.urlHash] })
    .returning({ id: candidates.id });
  return rows.length;
}

/** Which of these URLs the dataset already has a picture of: url hash → image id. */
export async function findKnownUrls(
  db: Db,
  datasetId: string,
  urlHashes: string[],
): Promise<Map<string, string>> {
  const rows = await db.execute<{ url_hash: string; id: string }>(sql`
    select url_hash, id from images where dataset_id = ${datasetId} and url_hash = any(${sql.param(urlHashes)}::text[])`);
  return new Map(rows.map((row) => [row.url_hash, row.id]));
}

/**
 * What earlier runs of the same schedule, the crawl that is repeated among them, decided for good about these URLs:
 * url hash → outcome. What failed, or was not needed, may be found anew.
 */
export async function findDecidedUrls(
  db: Db,
  run: { scheduleId: string; id: string },
  urlHashes: string[],
): Promise<Map<string, { outcome: Outcome; imageId: string | null }>> {
  const open = sql.param([...FAILED, "limit-reached"]);
  const rows = await db.execute<{
    url_hash: string;
    outcome: Outcome;
    image_id: string | null;
  }>(sql`
    select distinct on (c.url_hash) c.url_hash, c.outcome, c.image_id from candidates c
    where c.crawl_job_id in (select j.id from crawl_jobs j where j.schedule_id = ${run.scheduleId} and j.id <> ${run.id}
        union select s.job_id from crawl_schedules s where s.id = ${run.scheduleId})
      and c.url_hash = any(${sql.param(urlHashes)}::text[])
      and c.outcome is not null and c.outcome <> all(${open}::outcome[])
    order by c.url_hash, c.outcome = 'already-known', c.id`);
  return new Map(
    rows.map((row) => [row.url_hash, { outcome: row.outcome, imageId: row.image_id }]),
  );
}

export interface Allowance {
  readonly chunkId: string;
  readonly count: number;
}
/**
 * Leases waiting candidates whose time has come and whose host is not backing off, at most
 * `count` of each chunk. The clock is the database's, so processes need not agree on the time.
 */
export async function claimCandidates(
  db: Db,
  allowances: readonly Allowance[],
  lease: { token: string; seconds: number; limit: number },
): Promise<(CandidateRow & { keyword: string; source: string })[]> {
  if (allowances.length === 0) return [];
  const chunkIds = sql.param(allowances.map((a) => a.chunkId));
  const counts = sql.param(allowances.map((a) => a.count));
  const claimed = await db.execute<{ id: string }>(sql`
    update candidates set lease_token = ${lease.token}, lease_until = now() + make_interval(secs => ${lease.seconds})
    where id in (
      select due.id from unnest(${chunkIds}::uuid[], ${counts}::int[]) as allowed(chunk_id, n)
      cross join lateral (
        select c.id from candidates c
        where c.chunk_id = allowed.chunk_id and c.outcome is null and c.not_before <= now()
          and (c.lease_until is null or c.lease_until <= now())
          and not exists (select 1 from fetch_hosts h where h.host = c.host and h.not_before > now())
        order by c.id limit allowed.n for update skip locked
      ) due limit ${lease.limit}
    ) returning id`);
  if (claimed.length === 0) return [];
  const rows = await db
    .select({ candidate: candidates, keyword: jobChunks.keyword, source: jobChunks.source })
    .from(candidates)
    .innerJoin(jobChunks, eq(jobChunks.id, candidates.chunkId))
    .where(
      and(
        inArray(
          candidates.id,
          claimed.map((row) => row.id),
        ),
        eq(candidates.leaseToken, lease.token),
      ),
    )
    .orderBy(asc(candidates.id));
  return rows.map(({ candidate, keyword, source }) => ({ ...candidate, keyword, source }));
}

/**
 * Keeps what a worker still has; answers nothing, because a lost lease shows when the result is written.
 * Rows whose result is being written are left out: waiting for several of them in another order would be a deadlock.
 */
export const extendLeases = (db: Db, ids: readonly string[], token: string, seconds: number) =>
  db.execute(sql`update candidates set lease_until = now() + make_interval(secs => ${seconds})
    where id in (select c.id from candidates c where c.id = any(${sql.param(ids)}::uuid[])
      and c.lease_token = ${token} and c.outcome is null for update skip locked)`);

export interface Ending {
  readonly outcome: Outcome;
  readonly detail: string | null;
  readonly httpStatus: number | null;
  readonly isDownloaded: boolean;
  readonly imageId: string | null;
}
const holds = (id: string, token: string) =>
  and(eq(candidates.id, id), eq(candidates.leaseToken, token), isNull(candidates.outcome));

/**
 * Which of these candidates their workers still have; they keep them until the transaction ends. Who locks
 * several does it in the order of their ids, so that no two transactions wait for each other.
 */
export async function lockLeases(
  tx: Db,
  leases: readonly { id: string; token: string }[],
): Promise<Set<string>> {
  const ids = sql.param(leases.map(({ id }) => id));
  const tokens = sql.param(leases.map(({ token }) => token));
  const rows = await tx.execute<{ id: string }>(sql`
    select c.id from candidates c
    join unnest(${ids}::uuid[], ${tokens}::uuid[]) as lease(id, token) on lease.id = c.id and lease.token = c.lease_token
    where c.outcome is null order by c.id for update of c`);
  return new Set(rows.map(({ id }) => id));
}

/** Ends a candidate; false when the lease was lost, and then somebody else will. */
export async function finishCandidate(
  db: Db,
  id: string,
  token: string,
  ending: Ending,
): Promise<boolean> {
  const rows = await db
    .update(candidates)
    .set({
      ...ending,
      attempts: sql`${candidates.attempts} + 1`,
      leaseToken: null,
      leaseUntil: null,
      finishedAt: sql`now()`,
    })
    .where(holds(id, token))
    .returning({ id: candidates.id });
  return rows.length > 0;
}

/** Puts a candidate back for later; `countsAsAttempt` is false where it was not its fault. */
export const releaseCandidate = (
  db: Db,
  id: string,
  token: string,
  later: { inSeconds: number; countsAsAttempt: boolean; detail: string | null },
) =>
  db
    .update(candidates)
    .set({
      attempts: later.countsAsAttempt ? sql`${candidates.attempts} + 1` : candidates.attempts,
      detail: later.detail,
      notBefore: sql`now() + make_interval(secs => ${later.inSeconds})`,
      leaseToken: null,
      leaseUntil: null,
    })
    .where(holds(id, token));

/** Gives back everything a worker still holds, untouched. */
export const releaseLeases = (db: Db, ids: readonly string[], token: string) =>
  db.execute(sql`update candidates set lease_token = null, lease_until = null
    where id = any(${sql.param(ids)}::uuid[]) and lease_token = ${token} and outcome is null`);

/** Seconds until the next waiting candidate of a job is due; null when none waits. */
export async function secondsUntilDue(db: Db, crawlJobId: string): Promise<number | null> {
  const [row] = await db.execute<{ seconds: number | null }>(sql`
    select min(greatest(0, extract(epoch from greatest(c.not_before, coalesce(c.lease_until, c.not_before),
      coalesce(h.not_before, c.not_before)) - now())))::float8 as seconds
    from candidates c left join fetch_hosts h on h.host = c.host
    where c.crawl_job_id = ${crawlJobId} and c.outcome is null`);
  return row?.seconds ?? null;
}

/**
 * Ends what waits for a host that was asked so often and gave nothing in the last hour. What is in flight ends by itself.
 */
export const endRefused = (
  db: Db,
  { crawlJobId, host }: Pick<CandidateRow, "crawlJobId" | "host">,
  { afterAttempts, detail }: { afterAttempts: number; detail: string },
) =>
  db.execute(sql`
    with asked as (select
        sum(c.attempts) filter (where c.outcome is null or c.outcome = 'rate-limited') as refused,
        count(*) filter (where c.is_downloaded and c.finished_at > now() - interval '1 hour') as downloaded
      from candidates c where c.crawl_job_id = ${crawlJobId} and c.host = ${host})
    update candidates set outcome = 'rate-limited', detail = ${detail}, finished_at = now()
    where (select refused >= ${afterAttempts}::int and downloaded = 0 from asked)
      and id in (select c.id from candidates c where c.crawl_job_id = ${crawlJobId} and c.host = ${host}
        and c.outcome is null and (c.lease_until is null or c.lease_until <= now()) for update skip locked)`);

/** What was found but is not needed: the target is met, or others are to run alone. */
export const skipWaiting = (db: Db, crawlJobId: string, detail: string | null = null) =>
  db
    .update(candidates)
    .set({
      outcome: "limit-reached",
      detail,
      leaseToken: null,
      leaseUntil: null,
      finishedAt: sql`now()`,
    })
    .where(and(eq(candidates.crawlJobId, crawlJobId), isNull(candidates.outcome)));

/** Lets candidates with these outcomes run again; answers how many. */
export async function requeueCandidates(
  db: Db,
  ownerId: string,
  crawlJobId: string,
  outcomes: readonly Outcome[],
): Promise<number> {
  const rows = await db
    .update(candidates)
    .set({
      outcome: null,
      detail: null,
      httpStatus: null,
      isDownloaded: false,
      attempts: 0,
      imageId: null,
      finishedAt: null,
      notBefore: sql`now()`,
    })
    .where(
      and(
        eq(candidates.ownerId, ownerId),
        eq(candidates.crawlJobId, crawlJobId),
        inArray(candidates.outcome, [...outcomes]),
      ),
    )
    .returning({ id: candidates.id });
  return rows.length;
}

export const listCandidates = (
  db: Db,
  ownerId: string,
  crawlJobId: string,
  page: { after: string | null; limit: number; outcome?: Outcome | "waiting" | undefined },
) =>
  db
    .select({ candidate: candidates, keyword: jobChunks.keyword, source: jobChunks.source })
    .from(candidates)
    .innerJoin(jobChunks, eq(jobChunks.id, candidates.chunkId))
    .where(
      and(
        eq(candidates.ownerId, ownerId),
        eq(candidates.crawlJobId, crawlJobId),
        page.outcome === "waiting" ? isNull(candidates.outcome) : undefined,
        page.outcome && page.outcome !== "waiting"
          ? eq(candidates.outcome, page.outcome)
          : undefined,
        page.after ? gt(candidates.id, page.after) : undefined,
      ),
    )
    .orderBy(asc(candidates.id))
    .limit(page.limit + 1);

export const countAccepted = async (db: Db, crawlJobId: string): Promise<number> => {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(candidates)
    .where(and(eq(candidates.crawlJobId, crawlJobId), eq(candidates.outcome, "accepted")));
  return row?.count ?? 0;
};
