import { uuidv7 } from "uuidv7";
import { insertJobLog } from "@/lib/db/activity";
import { findDecidedUrls, findKnownUrls, insertCandidates } from "@/lib/db/candidates";
import { db } from "@/lib/db/client";
import { type CrawlJobRow, findCrawlJobForWork } from "@/lib/db/crawl-jobs";
import {
  advanceChunk,
  type ChunkRow,
  findChunk,
  updateChunkFailure,
  updateChunkWait,
} from "@/lib/db/job-chunks";
import { OUTCOME_LABELS } from "@/lib/domain/outcome";
import { AppError, messageOf, RetryAfterError } from "@/lib/errors";
import { filterCandidate } from "@/lib/pipeline/discover/filter-candidate";
import { normalizeUrl, urlHash } from "@/lib/pipeline/discover/normalize-url";
import { hostKey } from "@/lib/pipeline/fetch/address-guard";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { sourceOf } from "@/lib/pipeline/sources";
import type { Found, SourcePage } from "@/lib/pipeline/sources/source";
import { errorClassOf } from "@/lib/pipeline/sources/source-error";
import type { QueueContext } from "../define-queue";
import { wakeIngest } from "../ingest";
import { askSource } from "./source-context";
import { NoTurnError } from "./source-turn";

const MAX_FAILURES = 4;
/** Failures that an adapter reports and another attempt may mend. */
const PASSING: readonly string[] = ["unreachable", "server-error", "rate-limited"];
const PAGE_DEADLINE_MS = 60_000;
const MAX_NOTES = 20;
/** A shorter wait is no reason to ask others for what a source is to bring. */
const REST_SECONDS = 5;

type NewCandidate = Parameters<typeof insertCandidates>[1][number];

/** Strict crawls take nothing whose licence nobody states, but for what a person brought along. */
const incompleteness = (
  { licence, stored }: Found,
  { validationLevel }: CrawlJobRow,
): string | null =>
  validationLevel === "strict" && licence === "unknown" && !stored
    ? "The licence is unknown."
    : null;

/** Postgres stores no NUL, and the web sends some. */
const withoutNul = <T extends object>(record: T): T =>
  JSON.parse(JSON.stringify(record).replaceAll("\\u0000", "")) as T;

/** Pictures that the dataset has and, in a run of a schedule, what earlier runs decided about. */
async function knownEndings(job: CrawlJobRow, hashes: string[]) {
  const { scheduleId, id, datasetId } = job;
  const endings = new Map<
    string,
    { outcome: "already-known"; detail: string; imageId: string | null }
  >();
  const decided = scheduleId ? await findDecidedUrls(db(), { scheduleId, id }, hashes) : [];
  for (const [hash, { outcome, imageId }] of decided) {
    const detail = `An earlier run of the schedule decided: ${OUTCOME_LABELS[outcome].toLowerCase()}.`;
    endings.set(hash, { outcome: "already-known", detail, imageId });
  }
  for (const [hash, imageId] of await findKnownUrls(db(), datasetId, hashes))
    endings.set(hash, {
      outcome: "already-known",
      detail: "The dataset has this picture.",
      imageId,
    });
  return endings;
}

/** What a source found, as rows: those that cannot become an image end at once, with the reason. */
async function candidatesOf(
  job: CrawlJobRow,
  chunk: ChunkRow,
  found: readonly Found[],
): Promise<NewCandidate[]> {
  const named = found.flatMap((picture) => {
    // What was uploaded has an address of its own, under which nothing is fetched.
    const canonical = picture.stored ? picture.url : normalizeUrl(picture.url);
    const host = picture.stored ? "upload" : canonical && hostKey(new URL(canonical));
    return canonical && host ? [{ picture, host, hash: urlHash(canonical) }] : [];
  });
  const known = await knownEndings(
    job,
    named.map(({ hash }) => hash),
  );
  return named.map(({ picture, host, hash }) => {
    const filtered = filterCandidate(picture, job.filters) ?? incompleteness(picture, job);
    const ending =
      known.get(hash) ?? (filtered && { outcome: "filtered" as const, detail: filtered });
    return {
      id: uuidv7(),
      ownerId: job.ownerId,
      crawlJobId: job.id,
      chunkId: chunk.id,
      url: picture.url,
      urlHash: hash,
      host,
      ...withoutNul({
        pageUrl: picture.pageUrl,
        sourceId: picture.sourceId,
        title: picture.title,
        creator: picture.creator,
        creatorUrl: picture.creatorUrl,
        licence: picture.licence,
        licenceUrl: picture.licenceUrl,
        attribution: picture.attribution,
        label: picture.label ?? chunk.label,
        labels: [...picture.labels],
        sourceSha1: picture.sha1,
        stored: picture.stored,
        signals: [...picture.signals],
      }),
      raw: withoutNul(picture.raw),
      ...(ending && { ...ending, finishedAt: new Date() }),
    };
  });
}

/** Candidates, cursor and the wake-up of the next stage in one transaction: a crash repeats the page or nothing. */
async function savePage(job: CrawlJobRow, chunk: ChunkRow, page: SourcePage): Promise<void> {
  // A service that ignores where it should go on would bring the same page for ever.
  const cursor = page.cursor === chunk.cursor ? null : page.cursor;
  const rows = await candidatesOf(job, chunk, page.found);
  await db().transaction(async (tx) => {
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
        message: withoutNul({ message }).message.slice(0, 1000),
        details: { chunkId: chunk.id },
      });
    await wakeIngest(tx, job.id, added);
  });
}

/** Whether another attempt may mend it; what we did not even ask has its own time to be asked again. */
function isPassing(error: unknown): boolean {
  if (error instanceof FetchError) return error.isRetryable;
  return !(error instanceof NoTurnError) && PASSING.includes(errorClassOf(error) ?? "");
}

async function recordFailure(job: CrawlJobRow, chunk: ChunkRow, error: unknown): Promise<never> {
  const isTransient = isPassing(error);
  const isFinal = !isTransient || chunk.failures + 1 >= MAX_FAILURES;
  const isKnown = error instanceof FetchError || error instanceof AppError;
  const reason = isKnown ? error.message : "The source could not be read.";
  await db().transaction(async (tx) => {
    await updateChunkFailure(tx, chunk.id, { error: reason.slice(0, 500), isFinal });
    await insertJobLog(tx, {
      ownerId: job.ownerId,
      crawlJobId: job.id,
      level: isFinal ? "error" : "warning",
      message: `${sourceOf(chunk.source).name}, “${chunk.keyword}”: ${reason}${isFinal ? " This source is given up for this keyword." : ""}`,
      details: { chunkId: chunk.id, failures: chunk.failures + 1 },
    });
    await wakeIngest(tx, job.id, 1);
  });
  if (!isFinal) {
    const asked = error instanceof FetchError ? (error.retryAfterSeconds ?? 0) : 0;
    throw new RetryAfterError(Math.max(asked, 2 ** (chunk.failures + 1)), messageOf(error));
  }
  throw error;
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
  { signal }: QueueContext,
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
    await recordFailure(job, chunk, error);
    return;
  }
  await savePage(job, chunk, found);
}
