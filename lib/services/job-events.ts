import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { streamJobEvents as operation } from "@/lib/contract/jobs";
import { findCrawlJob } from "@/lib/db/crawl-jobs";
import { listAcceptedSince, seqBeforeNewest } from "@/lib/db/images";
import { listCountedChunks } from "@/lib/db/job-chunks";
import { asPerson } from "@/lib/db/rls";
import type { SourceInfo } from "@/lib/domain/source";
import { logger } from "@/lib/logger";
import { knownSources } from "./crawl-sources";
import { toImage } from "./image-view";
import { isShort, toProgress } from "./job-view";
import { orNotFound } from "./not-found";

const LOOK_MS = 1_000;
/** A look at a huge crawl costs the database more, so it is taken less often: a tenth of its time at most. */
const REST_PER_COST = 9;
const MAX_REST_MS = 5_000;
const HEARTBEAT_MS = 15_000;
/** A browser reconnects by itself; nothing stays open for ever. */
const MAX_OPEN_MS = 30 * 60_000;
const IMAGES_A_LOOK = 60;

interface Seen {
  seq: number;
  progress: string;
  status: string;
  known: readonly SourceInfo[];
}

const event = (name: string, value: unknown, id?: number) =>
  `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(value)}\n\n`;

/** What is new since the last look, as events. */
async function* news(ctx: Context, jobId: string, seen: Seen) {
  const ownerId = ownerOf(ctx);
  const { job, chunks, images } = await asPerson(ownerId, async (tx) => ({
    job: orNotFound(await findCrawlJob(tx, ownerId, jobId), "job"),
    chunks: await listCountedChunks(tx, jobId),
    images: await listAcceptedSince(tx, jobId, seen.seq, IMAGES_A_LOOK),
  }));
  // What would help changes with the state of the job, not from second to second.
  if (job.status !== seen.status) seen.known = isShort(job) ? await knownSources(ctx) : [];
  const progress = toProgress(job, chunks, seen.known);
  const { imagesPerMinute: _, etaMs: __, ...counts } = progress;
  const text = JSON.stringify(counts);
  if (text !== seen.progress) yield event("progress", progress);
  seen.progress = text;
  for (const row of images) {
    seen.seq = row.seq;
    yield event("image", toImage(row), row.seq);
  }
  // The end is told when every picture has been.
  const hasMore = images.length === IMAGES_A_LOOK;
  if (hasMore || job.status === seen.status) return;
  yield event("status", { status: job.status });
  seen.status = job.status;
}

async function* stream(ctx: Context, jobId: string, seen: Seen, signal: AbortSignal) {
  const endsAt = performance.now() + MAX_OPEN_MS;
  let saidAt = performance.now();
  yield "retry: 2000\n\n";
  while (!signal.aborted && performance.now() < endsAt) {
    const lookedAt = performance.now();
    for await (const text of news(ctx, jobId, seen)) {
      saidAt = performance.now();
      yield text;
    }
    const costMs = performance.now() - lookedAt;
    if (performance.now() - saidAt > HEARTBEAT_MS) {
      saidAt = performance.now();
      yield ": still here\n\n";
    }
    const restMs = Math.min(MAX_REST_MS, Math.max(LOOK_MS, costMs * REST_PER_COST));
    await sleep(restMs, undefined, { signal });
  }
}

/** Events of a crawl as it runs; `Last-Event-ID` (the number of an image event) goes on after that picture. */
export async function streamJobEvents(
  ctx: Context,
  { jobId }: z.output<(typeof operation)["input"]>,
  request: Request,
): Promise<Response> {
  const ownerId = ownerOf(ctx);
  const lastId = Number(request.headers.get("last-event-id") ?? Number.NaN);
  const seq = await asPerson(ownerId, async (tx) => {
    orNotFound(await findCrawlJob(tx, ownerId, jobId), "job");
    // A large crawl is not told from its beginning: the list has that.
    return Number.isSafeInteger(lastId) ? lastId : seqBeforeNewest(tx, jobId, IMAGES_A_LOOK);
  });
  const seen = { seq, progress: "", status: "", known: [] };
  const closed = new AbortController();
  const signal = AbortSignal.any([closed.signal, request.signal]);
  const encoder = new TextEncoder();
  // Names the request for as long as the stream lives: the signal of one that was collected never comes.
  const hasLeft = () => closed.signal.aborted || request.signal.aborted;
  const events = stream(ctx, jobId, seen, signal);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const step = await events.next();
        if (step.done) controller.close();
        else controller.enqueue(encoder.encode(step.value));
      } catch (error) {
        if (!hasLeft()) logger().warn({ error, jobId }, "an event stream ended early");
        controller.close();
      }
    },
    cancel: () => closed.abort(),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
