import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { startIngest } from "@/jobs/ingest";
import { openBatch } from "@/jobs/open-batch";
import { SETTLED_SECONDS, sweepDataset } from "@/jobs/sweep-dataset";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/jobs";
import { insertJobLog } from "@/lib/db/activity";
import { listCandidates, requeueCandidates, skipWaiting } from "@/lib/db/candidates";
import type { Tx } from "@/lib/db/client";
import * as rows from "@/lib/db/crawl-jobs";
import { findDataset } from "@/lib/db/datasets";
import { listCountedChunks, reviveFailedChunks } from "@/lib/db/job-chunks";
import { listJobLogs as listLogRows } from "@/lib/db/job-logs";
import { idCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import { type JobAction, TRANSITIONS } from "@/lib/domain/crawl-job";
import { countsByGroup, FAILED, type Outcome } from "@/lib/domain/outcome";
import { AppError } from "@/lib/errors";
import { sourceOf } from "@/lib/pipeline/sources";
import { storage } from "@/lib/storage";
import { listKey } from "@/lib/storage/keys";
import { recordActivity } from "./activity";
import { knownSources, usableSources } from "./crawl-sources";
import { addCrawl, labelled } from "./crawl-start";
import { addDataset } from "./datasets";
import { isShort, toCandidate, toChunk, toCrawlJob, toProgress } from "./job-view";
import { expandForCrawl } from "./keywords";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

export const readJob = async (tx: Tx, ownerId: string, id: string) =>
  orNotFound(await rows.findCrawlJob(tx, ownerId, id), "job");

export const listJobs = (ctx: Context, { limit, cursor, ...filter }: In<"listJobs">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const page = { ...filter, limit, after: idCursor(cursor) };
    const found = await rows.listCrawlJobs(tx, ownerOf(ctx), page);
    return pageFrom(found, limit, (row) => [row.id], toCrawlJob);
  });

export const createJob = async (ctx: Context, input: In<"createJob">) => {
  const ownerId = ownerOf(ctx);
  const { urls, datasetId, projectId, name, validationLevel } = input;
  const keywords = labelled(input.keywords);
  const sources = await usableSources(ctx, { ...input, keywords });
  const isSearching = sources.some((kind) => sourceOf(kind).capabilities.takes === "keyword");
  const expansions =
    isSearching && input.expandKeywords
      ? await expandForCrawl(ctx, keywords, input.expandKeywords)
      : [];
  return asPerson(ownerId, async (tx) => {
    const dataset = datasetId
      ? orNotFound(await findDataset(tx, ownerId, datasetId), "dataset")
      : orNotFound(
          await findDataset(
            tx,
            ownerId,
            await addDataset(tx, ctx, { projectId, name, validationLevel }),
          ),
          "dataset",
        );
    const key = urls ? listKey(dataset.id, uuidv7(), "txt") : null;
    if (urls && key)
      await storage().put(key, Buffer.from(`${urls.join("\n")}\n`), { contentType: "text/plain" });
    const crawl = { ...input, keywords, sources, expansions, listKey: key };
    const id = await addCrawl(tx, ctx, dataset, crawl);
    return toCrawlJob(await readJob(tx, ownerId, id));
  });
};

export const getJob = (ctx: Context, { jobId }: In<"getJob">) =>
  asPerson(ownerOf(ctx), async (tx) => toCrawlJob(await readJob(tx, ownerOf(ctx), jobId)));

const DONE: Record<JobAction, string> = {
  start: "Started.",
  pause: "Paused.",
  resume: "Resumed.",
  cancel: "Cancelled.",
  retry: "Running again.",
};

/** Moves a job from one state to another, or says which state is in the way; `follow` may say what it did. */
function steer(
  ctx: Context,
  jobId: string,
  action: JobAction,
  follow: (tx: Tx, job: rows.CountedCrawlJobRow) => Promise<string | undefined>,
  { isRetryOnly = false }: { isRetryOnly?: boolean } = {},
) {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const job = await readJob(tx, ownerId, jobId);
    await elevated(tx, ownerId, async () => {
      const { from, to } = TRANSITIONS[action];
      const changes = action === "retry" ? { error: null, shortfall: null, isRetryOnly } : {};
      if (!(await rows.transitionCrawlJob(tx, jobId, from, to, changes)))
        throw new AppError("conflict", `A ${job.status} job cannot ${action}.`);
      const message = (await follow(tx, job)) ?? DONE[action];
      const log = { level: "info" as const, message };
      await insertJobLog(tx, { ownerId, crawlJobId: jobId, ...log });
    });
    const { name, datasetId } = job;
    const resource = { type: "job", id: jobId };
    await recordActivity(tx, ctx, `job.${action}`, resource, { name, datasetId });
    return toCrawlJob(await readJob(tx, ownerId, jobId));
  });
}

const waitingOf = (job: rows.CountedCrawlJobRow) => countsByGroup(job.found, job.outcomes).waiting;
async function wake(tx: Tx, job: rows.CountedCrawlJobRow): Promise<undefined> {
  await startIngest(tx, job.id, waitingOf(job));
}

export const startJob = (ctx: Context, { jobId }: In<"startJob">) =>
  steer(ctx, jobId, "start", wake);
export const pauseJob = (ctx: Context, { jobId }: In<"pauseJob">) =>
  steer(ctx, jobId, "pause", async () => undefined);
export const resumeJob = (ctx: Context, { jobId }: In<"resumeJob">) =>
  steer(ctx, jobId, "resume", wake);
export const cancelJob = (ctx: Context, { jobId }: In<"cancelJob">) =>
  steer(ctx, jobId, "cancel", async (tx, job) => {
    const { datasetId } = job;
    await openBatch(tx, job, { kind: "validate" });
    await sweepDataset.enqueue({ datasetId }, { tx, startAfter: SETTLED_SECONDS });
    return undefined;
  });

/** Runs exactly the candidates that ended so, whether or not the target is met: no page is asked for. */
async function rerun(tx: Tx, job: rows.CountedCrawlJobRow, outcomes: readonly Outcome[]) {
  if (waitingOf(job) > 0) await skipWaiting(tx, job.id, "Left out of a retry of others.");
  const count = await requeueCandidates(tx, job.ownerId, job.id, outcomes);
  if (count === 0) throw new AppError("conflict", "No candidate of this job ended so.");
  await startIngest(tx, job.id, count);
  return `Running ${count} of its candidates again: ${outcomes.join(", ")}.`;
}

/** Goes on towards the target: failed candidates, failed searches, and further pages. */
async function goOn(tx: Tx, job: rows.CountedCrawlJobRow, outcomes: readonly Outcome[]) {
  const isMet = (job.outcomes.accepted ?? 0) >= job.maxImages;
  if (isMet && outcomes.includes("limit-reached"))
    throw new AppError("conflict", "The target of this job is met.");
  const wanted = isMet ? outcomes : [...new Set<Outcome>([...outcomes, "limit-reached"])];
  const count = await requeueCandidates(tx, job.ownerId, job.id, wanted);
  const revived = (await reviveFailedChunks(tx, job.id)).length;
  const waiting = waitingOf(job) + count;
  const isListed = job.chunks.completed + job.chunks.failed === job.chunks.total;
  if (waiting + revived === 0 && isListed)
    throw new AppError("conflict", "There is nothing to run again.");
  await startIngest(tx, job.id, waiting);
  return DONE.retry;
}

export const retryJob = (ctx: Context, { jobId, outcomes }: In<"retryJob">) => {
  // What was left because the target was met can only mean: go on.
  const isRetryOnly = outcomes !== undefined && !outcomes.includes("limit-reached");
  return steer(
    ctx,
    jobId,
    "retry",
    (tx, job) => (isRetryOnly ? rerun(tx, job, outcomes) : goOn(tx, job, outcomes ?? FAILED)),
    { isRetryOnly },
  );
};

export const getJobProgress = async (ctx: Context, { jobId }: In<"getJobProgress">) => {
  const { job, chunks } = await asPerson(ownerOf(ctx), async (tx) => ({
    job: await readJob(tx, ownerOf(ctx), jobId),
    chunks: await listCountedChunks(tx, jobId),
  }));
  return toProgress(job, chunks, isShort(job) ? await knownSources(ctx) : []);
};

export const listJobChunks = (ctx: Context, { jobId, limit, cursor }: In<"listJobChunks">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const job = await readJob(tx, ownerOf(ctx), jobId);
    const page = { after: idCursor(cursor), limit: limit + 1 };
    const found = await listCountedChunks(tx, jobId, page);
    return pageFrom(
      found,
      limit,
      (row) => [row.id],
      (row) => toChunk(row, job.status),
    );
  });

export const listJobCandidates = (ctx: Context, input: In<"listJobCandidates">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const { jobId, limit, cursor, outcome } = input;
    await readJob(tx, ownerOf(ctx), jobId);
    const page = { after: idCursor(cursor), limit, outcome };
    const found = await listCandidates(tx, ownerOf(ctx), jobId, page);
    return pageFrom(found, limit, (row) => [row.candidate.id], toCandidate);
  });

export const listJobLogs = (ctx: Context, { jobId, limit, cursor }: In<"listJobLogs">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    await readJob(tx, ownerOf(ctx), jobId);
    const found = await listLogRows(tx, ownerOf(ctx), jobId, { after: idCursor(cursor), limit });
    return pageFrom(
      found,
      limit,
      (row) => [row.id],
      ({ id, createdAt, level, message, details }) => ({
        id,
        at: createdAt.toISOString(),
        level,
        message,
        details,
      }),
    );
  });
