import { insertJobLog } from "@/lib/db/activity";
import { insertCandidates } from "@/lib/db/candidates";
import { db, isDatabaseAway } from "@/lib/db/client";
import { type CrawlJobRow, findCrawlJobForWork, holdForPage } from "@/lib/db/crawl-jobs";
import {
  advanceChunk,
  type ChunkRow,
  failRestingChunks,
  findChunk,
  updateChunkFailure,
  updateChunkWait,
} from "@/lib/db/job-chunks";
import { AppError, messageOf, RetryAfterError } from "@/lib/errors";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { sourceOf } from "@/lib/pipeline/sources";
import type { SourcePage } from "@/lib/pipeline/sources/source";
import { errorClassOf } from "@/lib/pipeline/sources/source-error";
import type { QueueContext } from "../define-queue";
import { wakeIngest } from "../ingest";
import { candidatesOf, storable } from "./found-candidates";
import { askSource } from "./source-context";
import { NoTurnError } from "./source-turn";

const MAX_FAILURES = 4;
/** Failures that an adapter reports and another attempt may mend. */
const PASSING: readonly string[] = ["unreachable", "server-error", "rate-limited"];
const PAGE_DEADLINE_MS = 60_000;
const MAX_NOTES = 20;
/** More than the longest list has: a service whose pages never end is not asked for ever. */
const MAX_PAGES = 50_000;
/** A shorter wait is no reason to ask others for what a source is to bring. */
const REST_SECONDS = 5;

/** Candidates, cursor and the wake-up of the next stage in one transaction: a crash repeats the page or nothing. */
async function savePage(job: CrawlJobRow, chunk: ChunkRow, page: SourcePage): Promise<void> {
  // A service that ignores where it should go on would bring the same page for ever.
  const isEndless = page.cursor === chunk.cursor || chunk.pages + 1 >= MAX_PAGES;
  const cursor = isEndless ? null : page.cursor;
  const rows = await candidatesOf(job, chunk, page.found);
  await db().transaction(async (tx) => {
    // What comes when the crawl is over, or runs only what it has, would wait for ever.
    if (!(await holdForPage(tx, job.id))) return;
    const ignored = page.ignored + page.found.length - rows.length;
    const isOurs = await advanceChunk(tx, chunk, { cursor, ignored });
    if (!isOurs) return;
    const added = await insertCandidates(tx, rows);
    const isLast = cursor === null;
    await insertJobLog(tx, {
      ownerId: job.ownerId,
      crawlJobId: job.id,
      level: "info",
      message: `${sourceOf(chunk.source).name}, “${chunk.keyword}”: page ${chunk.pages + 1} brought ${added} new addresses${isLast ? "; no more pages" : ""}.`,
      details: { chunkId: chunk.id, found: page.found.length, added, ignored },
    });
    for (const message of (page.notes ?? []).slice(0, MAX_NOTES))
      await insertJobLog(tx, {
        ownerId: job.ownerId,
        crawlJobId: job.id,
        level: "warning",
        message: storable({ message }).message.slice(0, 1000),
        details: { chunkId: chunk.id },
      });
    await wakeIngest(tx, job.id, added);
  });
}

/** Whether another attempt may mend it; what we did not even ask has its own time to be asked again. */
function isPassing(error: unknown): boolean {
  if (error instanceof FetchError) return error.isRetryable;
  if (error instanceof AppError && error.code === "unavailable") return true;
  return !(error instanceof NoTurnError) && PASSING.includes(errorClassOf(error) ?? "");
}

async function recordFailure(job: CrawlJobRow, chunk: ChunkRow, error: unknown): Promise<void> {
  const isTransient = isPassing(error);
  const isFinal = !isTransient || chunk.failures + 1 >= MAX_FAILURES;
  const isKnown = error instanceof FetchError || error instanceof AppError;
  const { message } = storable({
    message: isKnown ? error.message : "The source could not be read.",
  });
  const reason = message.slice(0, 500);
  await db().transaction(async (tx) => {
    await updateChunkFailure(tx, chunk.id, { error: reason, isFinal });
    // Whom nobody may ask would have nothing for the other keywords either.
    const others =
      error instanceof NoTurnError ? await failRestingChunks(tx, chunk, { error: reason }) : 0;
    const givenUp = others > 0 ? `this keyword and ${others} more` : "this keyword";
    await insertJobLog(tx, {
      ownerId: job.ownerId,
      crawlJobId: job.id,
      level: isFinal ? "error" : "warning",
      message: `${sourceOf(chunk.source).name}, “${chunk.keyword}”: ${reason}${isFinal ? ` This source is given up for ${givenUp}.` : ""}`,
      details: { chunkId: chunk.id, failures: chunk.failures + 1 },
    });
    await wakeIngest(tx, job.id, 1);
  });
  if (!isFinal) {
    const asked = error instanceof FetchError ? (error.retryAfterSeconds ?? 0) : 0;
    throw new RetryAfterError(Math.max(asked, 2 ** (chunk.failures + 1)), messageOf(error));
  }
  // What could be told is told; only a fault of our own is left to whoever reads the log.
  if (!isKnown) throw error;
}

/** Others stand in for a chunk that has to wait; they are told at once. */
async function rest({ id, crawlJobId }: ChunkRow, { seconds, message }: RetryAfterError) {
  if (seconds < REST_SECONDS) return;
  await updateChunkWait(db(), id, `Waiting for ${message}`.slice(0, 500));
  await wakeIngest(db(), crawlJobId, 1);
}

/** Asks a source for one page of one chunk, unless that page came meanwhile. */
export async function discoverPage(
  { chunkId, page }: { chunkId: string; page: number },
  { signal, isLastAttempt }: QueueContext,
): Promise<void> {
  const chunk = await findChunk(db(), chunkId);
  if (!chunk) return;
  if (chunk.pages !== page || chunk.status === "completed") {
    // Somebody else brought this page; whoever plans next may want another.
    await wakeIngest(db(), chunk.crawlJobId, 1);
    return;
  }
  const job = await findCrawlJobForWork(db(), chunk.crawlJobId);
  if (job?.status !== "running" || job.isRetryOnly || chunk.status === "failed") return;
  const source = sourceOf(chunk.source);
  let found: SourcePage;
  try {
    const query = {
      keyword: chunk.keyword,
      filters: job.filters,
      listKey: job.listKey,
      options: job.sourceOptions,
    };
    const asker = {
      ownerId: job.ownerId,
      signal,
      deadlineMs: PAGE_DEADLINE_MS,
      respectOptOuts: job.optOutOverride === null,
    };
    found = await askSource(source, query, chunk.cursor, asker);
  } catch (error) {
    if (error instanceof RetryAfterError) {
      await rest(chunk, error);
      throw error;
    }
    signal.throwIfAborted();
    if (isDatabaseAway(error)) throw error;
    await recordFailure(job, chunk, error);
    return;
  }
  try {
    await savePage(job, chunk, found);
  } catch (error) {
    // A page that cannot be written must not keep its crawl from ending.
    if (isLastAttempt && !isDatabaseAway(error)) await recordFailure(job, chunk, error);
    throw error;
  }
}
