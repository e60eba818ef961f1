import { and, asc, eq, gt, inArray, isNotNull, ne, or, sql } from "drizzle-orm";
import { MAX_CHUNKS } from "@/lib/domain/crawl-job";
import type { OutcomeCounts } from "@/lib/domain/outcome";
import type { Db } from "./client";
import { jobChunks } from "./schema/crawl";

export type ChunkRow = typeof jobChunks.$inferSelect;
export interface ChunkCounts {
  found: number;
  waiting: number;
  inFlight: number;
  downloaded: number;
  outcomes: OutcomeCounts;
}
export type CountedChunkRow = ChunkRow & ChunkCounts;

/** A statement has at most 65,535 parameters. */
const ROWS_A_STATEMENT = 1000;

export const insertChunks = async (db: Db, values: (typeof jobChunks.$inferInsert)[]) => {
  for (let at = 0; at < values.length; at += ROWS_A_STATEMENT)
    await db.insert(jobChunks).values(values.slice(at, at + ROWS_A_STATEMENT));
};

export const listChunks = (db: Db, crawlJobId: string): Promise<ChunkRow[]> =>
  db
    .select()
    .from(jobChunks)
    .where(eq(jobChunks.crawlJobId, crawlJobId))
    .orderBy(asc(jobChunks.id))
    .limit(MAX_CHUNKS);

export const findChunk = async (db: Db, id: string): Promise<ChunkRow | undefined> =>
  (await db.select().from(jobChunks).where(eq(jobChunks.id, id)))[0];

const NO_COUNTS: ChunkCounts = { found: 0, waiting: 0, inFlight: 0, downloaded: 0, outcomes: {} };

/** Every chunk of a job with what became of its candidates, or a page of them; one pass over an index. */
export async function listCountedChunks(
  db: Db,
  crawlJobId: string,
  page: { after: string | null; limit: number } = { after: null, limit: MAX_CHUNKS },
): Promise<CountedChunkRow[]> {
  const chunks = await db
    .select()
    .from(jobChunks)
    .where(
      and(
        eq(jobChunks.crawlJobId, crawlJobId),
        page.after ? gt(jobChunks.id, page.after) : undefined,
      ),
    )
    .orderBy(asc(jobChunks.id))
    .limit(page.limit);
  const groups = await db.execute<{
    chunk_id: string;
    outcome: keyof OutcomeCounts | null;
    count: number;
    downloaded: number;
  }>(sql`select chunk_id, outcome, count(*)::int as count, count(*) filter (where is_downloaded)::int as downloaded
    from candidates where crawl_job_id = ${crawlJobId} group by 1, 2`);
  const leased = await db.execute<{ chunk_id: string; count: number }>(sql`
    select c.chunk_id, count(*)::int as count from job_chunks k join candidates c on c.chunk_id = k.id
    where k.crawl_job_id = ${crawlJobId} and c.outcome is null and c.lease_until > now() group by 1`);
  const counts = new Map<string, ChunkCounts>();
  for (const group of groups) {
    const all = counts.get(group.chunk_id) ?? { ...NO_COUNTS, outcomes: {} };
    all.found += group.count;
    all.downloaded += group.downloaded;
    if (group.outcome === null) all.waiting += group.count;
    else all.outcomes[group.outcome] = group.count;
    counts.set(group.chunk_id, all);
  }
  const inFlight = new Map(leased.map((row) => [row.chunk_id, row.count]));
  return chunks.map((chunk) => ({
    ...chunk,
    ...(counts.get(chunk.id) ?? NO_COUNTS),
    inFlight: inFlight.get(chunk.id) ?? 0,
  }));
}

/** Moves a chunk one page on, unless somebody else already did: then false. */
export async function advanceChunk(
  db: Db,
  chunk: Pick<ChunkRow, "id" | "pages">,
  next: { cursor: string | null; ignored: number },
): Promise<boolean> {
  const rows = await db
    .update(jobChunks)
    .set({
      cursor: next.cursor,
      pages: chunk.pages + 1,
      ignored: sql`${jobChunks.ignored} + ${next.ignored}`,
      failures: 0,
      error: null,
      status: next.cursor === null ? "completed" : "active",
      updatedAt: sql`now()`,
    })
    .where(and(eq(jobChunks.id, chunk.id), eq(jobChunks.pages, chunk.pages)))
    .returning({ id: jobChunks.id });
  return rows.length > 0;
}

/** Counts a failed page; the chunk is given up when `isFinal`. */
export const updateChunkFailure = async (
  db: Db,
  id: string,
  failure: { error: string; isFinal: boolean },
) => {
  await db
    .update(jobChunks)
    .set({
      failures: sql`${jobChunks.failures} + 1`,
      error: failure.error,
      updatedAt: sql`now()`,
      ...(failure.isFinal && { status: "failed" as const }),
    })
    .where(and(eq(jobChunks.id, id), ne(jobChunks.status, "completed")));
};

/** Gives up the other chunks of a job's source that never brought a page, or wait for one; answers how many. */
export const failRestingChunks = async (
  db: Db,
  { crawlJobId, source }: Pick<ChunkRow, "crawlJobId" | "source">,
  { error }: { error: string },
): Promise<number> =>
  (
    await db
      .update(jobChunks)
      .set({ status: "failed", error, updatedAt: sql`now()` })
      .where(
        and(
          eq(jobChunks.crawlJobId, crawlJobId),
          eq(jobChunks.source, source),
          inArray(jobChunks.status, ["pending", "active"]),
          or(eq(jobChunks.status, "pending"), isNotNull(jobChunks.error)),
        ),
      )
      .returning({ id: jobChunks.id })
  ).length;

/** Says why a chunk's next page has to wait; the page clears it. */
export const updateChunkWait = async (db: Db, id: string, reason: string) => {
  await db
    .update(jobChunks)
    .set({ error: reason, updatedAt: sql`now()` })
    .where(and(eq(jobChunks.id, id), inArray(jobChunks.status, ["pending", "active"])));
};

/** Chunks that were given up get another chance when their job runs again. */
export const reviveFailedChunks = (db: Db, crawlJobId: string) =>
  db
    .update(jobChunks)
    .set({ status: "active", failures: 0, error: null, updatedAt: sql`now()` })
    .where(and(eq(jobChunks.crawlJobId, crawlJobId), eq(jobChunks.status, "failed")));
