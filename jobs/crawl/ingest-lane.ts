import { setTimeout as sleep } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import {
  claimCandidates,
  extendLeases,
  finishCandidate,
  releaseCandidate,
  releaseLeases,
  secondsUntilDue,
} from "@/lib/db/candidates";
import { db, isDatabaseAway } from "@/lib/db/client";
import {
  type CrawlJobRow,
  findCrawlJobForWork,
  isCrawlJobRunning,
  updateCrawlJobTrouble,
} from "@/lib/db/crawl-jobs";
import { env } from "@/lib/env";
import { AppError, RetryAfterError } from "@/lib/errors";
import { logger } from "@/lib/logger";
import { processGlobal } from "@/lib/process-global";
import type { QueueContext } from "../define-queue";
import { ingest, wakeIngest } from "../ingest";
import type { ClaimedCandidate } from "./image-row";
import { ingestCandidate, MAX_ATTEMPTS } from "./ingest-candidate";
import { planClaims, planJob, takeOff } from "./plan-job";

const LEASE_SECONDS = 20;
/** How often a lane looks whether it may go on and keeps its leases: a cancel is felt within a second. */
const WATCH_MS = 1_000;
/** After this a lane makes room, so that crawls and processes take turns. */
const SLICE_MS = 15_000;
const MAX_IDLE_SECONDS = 30;
const IDLE_SECONDS = 5;
/** How long a lane waits for a retry or a host before it goes back to the queue. */
const PATIENCE_SECONDS = 2;
const TROUBLE_SECONDS = 10;

interface Load {
  /** Candidates in flight in this process, over all lanes. */
  inFlight: number;
  /** Lanes claim one after the other, in the order in which they asked: none overfills the process, none starves. */
  turn: Promise<unknown>;
  /** Called when a candidate has ended or a lane is to stop: the lane whose turn it is looks again. */
  onRoom: () => void;
}
const load = () =>
  processGlobal(
    "ingest-load",
    (): Load => ({
      inFlight: 0,
      turn: Promise.resolve(),
      onRoom: () => undefined,
    }),
  );

/** Room is filled in quarters, so that planning and claiming stay cheap beside the work. */
const refill = () => Math.max(1, Math.floor(env().CRAWL_CONCURRENCY / 4));

/** One run of a lane: what it holds, and the signal that ends it. */
interface Lane {
  readonly job: CrawlJobRow;
  readonly token: string;
  readonly held: Map<string, Promise<void>>;
  readonly stop: AbortController;
  /** What was in the middle when the lane had to stop. */
  readonly abandoned: string[];
  trouble: string | null;
  /** A candidate came through: what hindered the crawl before is over. */
  hasFinished: boolean;
  hasCalled: boolean;
}

/** What is nobody's fault: the candidate goes back as it was, and the person sees what hinders the crawl. */
function troubleOf(error: unknown): string | null {
  if (isDatabaseAway(error))
    return "The database is out of reach; the crawl goes on when it is back.";
  return error instanceof AppError && error.code === "unavailable" ? error.message : null;
}

async function giveBack(lane: Lane, candidate: ClaimedCandidate, error: unknown): Promise<void> {
  logger().error({ error, candidateId: candidate.id }, "ingest trouble");
  const trouble = troubleOf(error);
  lane.trouble ??= trouble;
  // A candidate that fails for a reason we do not know must not keep its crawl from ending.
  if (trouble === null && candidate.attempts + 1 >= MAX_ATTEMPTS) {
    const detail = "It could not be processed.";
    const ending = { outcome: "unsupported", detail, httpStatus: null } as const;
    await finishCandidate(db(), candidate.id, lane.token, {
      ...ending,
      isDownloaded: true,
      imageId: null,
    });
    return;
  }
  await releaseCandidate(db(), candidate.id, lane.token, {
    inSeconds: TROUBLE_SECONDS,
    countsAsAttempt: trouble === null,
    detail: trouble,
  });
}

async function runOne(lane: Lane, candidate: ClaimedCandidate): Promise<void> {
  load().inFlight++;
  try {
    await ingestCandidate(lane.job, candidate, lane.token, lane.stop.signal);
    lane.hasFinished = true;
  } catch (error) {
    if (lane.stop.signal.aborted) lane.abandoned.push(candidate.id);
    else
      await giveBack(lane, candidate, error).catch((lost: unknown) =>
        logger().warn({ error: lost }, "a lease could not be given back; it will run out"),
      );
  } finally {
    load().inFlight--;
    load().onRoom();
    lane.held.delete(candidate.id);
  }
}

/** Keeps the lane's leases, and ends it when its job no longer runs. */
function watch(lane: Lane, signal: AbortSignal): () => void {
  let isLooking = false;
  let beats = 0;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      if (!(await isCrawlJobRunning(db(), lane.job.id))) lane.stop.abort();
      else if (++beats % 4 === 0 && lane.held.size > 0)
        await extendLeases(db(), [...lane.held.keys()], lane.token, LEASE_SECONDS);
    } catch (error) {
      logger().warn({ error }, "a lane could not look after its leases");
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look(), WATCH_MS);
  const end = () => lane.stop.abort();
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  return () => {
    clearInterval(timer);
    signal.removeEventListener("abort", end);
  };
}

/** How many more this process may take, once they are worth a claim; 0 when the lane is to stop. */
async function room({ stop: { signal } }: Lane): Promise<number> {
  const most = env().CRAWL_CONCURRENCY;
  while (!signal.aborted && load().inFlight > most - refill())
    await new Promise<void>((resolve) => {
      load().onRoom = resolve;
    });
  return signal.aborted ? 0 : most - load().inFlight;
}

/** Claims up to what the plan and this process have room for; null when there is nothing for this lane to do. */
async function claim(lane: Lane): Promise<number | null> {
  const free = await room(lane);
  if (free === 0) return 0;
  const allowed = await planClaims(lane.job);
  const open = [...(allowed ?? [])];
  const most = open.reduce((sum, [, count]) => sum + count, 0);
  if (most > free && !lane.hasCalled) {
    // More than this process can take: others get their chance at it.
    lane.hasCalled = true;
    await wakeIngest(db(), lane.job.id, most - free);
  }
  // What waits is claimed already, or comes with the next page: then whoever has it, or brings it, goes on.
  if (!allowed || open.length === 0) return null;
  const share = Math.ceil(free / open.length);
  const allowances = open.map(([chunkId, count]) => ({ chunkId, count: Math.min(count, share) }));
  const lease = { token: lane.token, seconds: LEASE_SECONDS, limit: free };
  const claimed = await claimCandidates(db(), allowances, lease);
  takeOff(
    allowed,
    claimed.map(({ chunkId }) => chunkId),
  );
  for (const candidate of claimed) lane.held.set(candidate.id, runOne(lane, candidate));
  return claimed.length;
}

function claimInTurn(lane: Lane): Promise<number | null> {
  const claimed = load().turn.then(() => claim(lane));
  load().turn = claimed.catch(() => undefined);
  return claimed;
}

/** Works until the slice is over (0), or until there is nothing to claim: then the seconds until there may be. */
async function work(lane: Lane): Promise<number | null> {
  const sliceEnds = performance.now() + SLICE_MS;
  while (!lane.stop.signal.aborted && lane.trouble === null) {
    if (performance.now() > sliceEnds) return 0;
    const claimed = await claimInTurn(lane);
    if (claimed) continue;
    if (lane.held.size === 0) {
      const seconds = await secondsUntilDue(db(), lane.job.id);
      // What others hold comes back when they die: so somebody looks again when their leases end.
      if (claimed === null) return seconds === null ? null : Math.max(IDLE_SECONDS, seconds);
      if (seconds === null || seconds > PATIENCE_SECONDS) return seconds;
      await sleep(Math.max(250, seconds * 1000));
      continue;
    }
    const enough = Math.max(0, lane.held.size - refill());
    while (lane.held.size > enough) await Promise.race(lane.held.values());
  }
  return lane.trouble === null ? null : TROUBLE_SECONDS;
}

const drain = (lane: Lane) => Promise.allSettled(lane.held.values());

/** Claims candidates of one crawl and takes them through the stages, together with any number of other lanes. */
export async function ingestLane(
  { crawlJobId, lane: number }: { crawlJobId: string; lane: number },
  { signal }: QueueContext,
): Promise<void> {
  const job = await findCrawlJobForWork(db(), crawlJobId);
  if (job?.status !== "running") return;
  const lane: Lane = {
    job,
    token: uuidv7(),
    held: new Map(),
    stop: new AbortController(),
    abandoned: [],
    trouble: null,
    hasFinished: false,
    hasCalled: false,
  };
  lane.stop.signal.addEventListener("abort", () => load().onRoom(), { once: true });
  const unwatch = watch(lane, signal);
  try {
    const seconds = await work(lane);
    if (seconds === 0) await ingest.enqueue({ crawlJobId, lane: number });
    await drain(lane);
    if (lane.trouble !== null || lane.hasFinished)
      await updateCrawlJobTrouble(db(), crawlJobId, lane.trouble);
    if (signal.aborted) throw new RetryAfterError(0, "this process shuts down");
    if (seconds !== null && seconds > 0)
      throw new RetryAfterError(Math.min(MAX_IDLE_SECONDS, seconds), "candidates are due later");
    // What this lane held last may have been what the others waited for.
    if (!lane.stop.signal.aborted) await planJob(job);
  } finally {
    unwatch();
    lane.stop.abort();
    await drain(lane);
    if (lane.abandoned.length > 0) await releaseLeases(db(), lane.abandoned, lane.token);
  }
}
