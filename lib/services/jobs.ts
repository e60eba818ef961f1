import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { wakeIngest } from "@/jobs/ingest";
import { SETTLED_SECONDS, sweepDataset } from "@/jobs/sweep-dataset";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/jobs";
import { insertJobLog } from "@/lib/db/activity";
import { listCandidates, requeueCandidates } from "@/lib/db/candidates";
import type { Tx } from "@/lib/db/client";
import * as rows from "@/lib/db/crawl-jobs";
import { findDataset } from "@/lib/db/datasets";
import { listCountedChunks, reviveFailedChunks } from "@/lib/db/job-chunks";
import { listJobLogs as listLogRows } from "@/lib/db/job-logs";
import { idCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import { type JobAction, TRANSITIONS } from "@/lib/domain/crawl-job";
import { countsByGroup, FAILED, groupOf } from "@/lib/domain/outcome";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage";
import { listKey } from "@/lib/storage/keys";
import { recordActivity } from "./activity";
import { addCrawl } from "./crawl-start";
import { addDataset } from "./datasets";
import { toCandidate, toChunk, toCrawlJob, toProgress } from "./job-view";
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
  const { urls, datasetId, projectId } = input;
  if (input.sources.includes("url-list") !== Boolean(urls?.length))
    throw new AppError("validation-failed", "The source url-list and `urls` go together.", {
      details: {
        errors: [
          { pointer: "#/urls", detail: "Give URLs with the source url-list, and only then." },
        ],
      },
    });
  if (urls && input.keywords.length > 1)
    throw new AppError("validation-failed", "A list of URLs takes one keyword: its label.", {
      details: { errors: [{ pointer: "#/keywords", detail: "Give one keyword with `urls`." }] },
    });
  return asPerson(ownerId, async (tx) => {
    const dataset = datasetId
      ? orNotFound(await findDataset(tx, ownerId, datasetId), "dataset")
      : orNotFound(
          await findDataset(
            tx,
            ownerId,
            await addDataset(tx, ctx, { projectId, name: input.name }),
          ),
          "dataset",
        );
    const key = urls ? listKey(dataset.id, uuidv7(), "txt") : null;
    if (urls && key)
      await storage().put(key, Buffer.from(`${urls.join("\n")}\n`), { contentType: "text/plain" });
    const id = await addCrawl(tx, ctx, dataset, { ...input, listKey: key });
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

/** Moves a job from one state to another, or says which state is in the way. */
function steer(
  ctx: Context,
  jobId: string,
  action: JobAction,
  follow: (tx: Tx, job: rows.CountedCrawlJobRow) => Promise<void>,
) {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    const job = await readJob(tx, ownerId, jobId);
    await elevated(tx, ownerId, async () => {
      const { from, to } = TRANSITIONS[action];
      const changes = action === "retry" ? { error: null, shortfall: null } : {};
      if (!(await rows.transitionCrawlJob(tx, jobId, from, to, changes)))
        throw new AppError("conflict", `A ${job.status} job cannot ${action}.`);
      await follow(tx, job);
      const log = { level: "info" as const, message: DONE[action] };
      await insertJobLog(tx, { ownerId, crawlJobId: jobId, ...log });
    });
    await recordActivity(tx, ctx, `job.${action}`, { type: "job", id: jobId });
    return toCrawlJob(await readJob(tx, ownerId, jobId));
  });
}

const waitingOf = (job: rows.CountedCrawlJobRow) => countsByGroup(job.found, job.outcomes).waiting;
const wake = (tx: Tx, job: rows.CountedCrawlJobRow) => wakeIngest(tx, job.id, waitingOf(job));

export const startJob = (ctx: Context, { jobId }: In<"startJob">) =>
  steer(ctx, jobId, "start", wake);
export const pauseJob = (ctx: Context, { jobId }: In<"pauseJob">) =>
  steer(ctx, jobId, "pause", async () => undefined);
export const resumeJob = (ctx: Context, { jobId }: In<"resumeJob">) =>
  steer(ctx, jobId, "resume", wake);
export const cancelJob = (ctx: Context, { jobId }: In<"cancelJob">) =>
  steer(ctx, jobId, "cancel", async (tx, { datasetId }) => {
    await sweepDataset.enqueue({ datasetId }, { tx, startAfter: SETTLED_SECONDS });
  });

export const retryJob = (ctx: Context, { jobId, outcomes }: In<"retryJob">) =>
  steer(ctx, jobId, "retry", async (tx, job) => {
    const count = await requeueCandidates(tx, ownerOf(ctx), jobId, outcomes ?? FAILED);
    const isSearchAgain = outcomes === undefined || outcomes.some((o) => groupOf(o) === "failed");
    const revived = isSearchAgain ? (await reviveFailedChunks(tx, jobId)).length : 0;
    const waiting = waitingOf(job) + count;
    const isListed = job.chunks.completed + job.chunks.failed === job.chunks.total;
    if (waiting + revived === 0 && isListed)
      throw new AppError("conflict", "There is nothing to run again.");
    await wakeIngest(tx, jobId, waiting);
  });

export const getJobProgress = (ctx: Context, { jobId }: In<"getJobProgress">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const job = await readJob(tx, ownerOf(ctx), jobId);
    return toProgress(job, await listCountedChunks(tx, jobId));
  });

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
