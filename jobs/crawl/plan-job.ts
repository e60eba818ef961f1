import { insertJobLog } from "@/lib/db/activity";
import { skipWaiting } from "@/lib/db/candidates";
import { type Db, db } from "@/lib/db/client";
import { type CrawlJobRow, isRetryOnly, transitionCrawlJob } from "@/lib/db/crawl-jobs";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { type CountedChunkRow, listCountedChunks } from "@/lib/db/job-chunks";
import { closeMetSchedules } from "@/lib/db/schedules";
import { balanceWarnings, describeShortfall, totalOutcomes } from "@/lib/domain/shortfall";
import { type ChunkState, type Plan, planCrawl } from "@/lib/pipeline/discover/plan";
import { processGlobal } from "@/lib/process-global";
import { discover } from "../discover";
import { openBatch } from "../open-batch";
import { SETTLED_SECONDS, sweepDataset } from "../sweep-dataset";

/** What was left unseen because the target was met says nothing about the source. */
const judged = ({ found, waiting, outcomes }: CountedChunkRow) =>
  found - waiting - (outcomes["limit-reached"] ?? 0);

const stateOf = (chunk: CountedChunkRow): ChunkState => ({
  id: chunk.id,
  label: chunk.label,
  tier: chunk.tier,
  decided: judged(chunk),
  accepted: chunk.outcomes.accepted ?? 0,
  waiting: chunk.waiting,
  inFlight: chunk.inFlight,
  isExhausted: chunk.status === "completed" || chunk.status === "failed",
  // A page that comes clears the reason why none did.
  isResting: chunk.error !== null,
});

export interface Standing {
  readonly chunks: readonly CountedChunkRow[];
  readonly plan: Plan;
  /** How many images the crawl may have; in a retry by cause, what it has and what waits. */
  readonly target: number;
}

/** Where a crawl stands, counted from rows. */
export async function readPlan(on: Db, job: CrawlJobRow): Promise<Standing> {
  const chunks = await listCountedChunks(on, job.id);
  const states = chunks.map(stateOf);
  if (!(await isRetryOnly(on, job.id)))
    return { chunks, plan: planCrawl(job.maxImages, states), target: job.maxImages };
  const target = states.reduce((sum, { accepted, waiting }) => sum + accepted + waiting, 0);
  const searched = states.map((state) => ({ ...state, isExhausted: true }));
  return { chunks, plan: planCrawl(target, searched), target };
}

/** Ends a running job whose target is met or whose sources are dry. Of several that try, one does. */
async function finish(job: CrawlJobRow): Promise<void> {
  await db().transaction(async (tx) => {
    // Pictures are being decided under this lock; ending the rest at the same time could deadlock.
    await lockDataset(tx, job.datasetId);
    // Somebody may have set the job going again since it was looked at.
    const { chunks, plan } = await readPlan(tx, job);
    if (!plan.isMet && !plan.isDry) return;
    const outcomes = totalOutcomes(chunks);
    const accepted = outcomes.accepted ?? 0;
    const failed = chunks.filter((chunk) => chunk.status === "failed");
    const isLost = accepted === 0 && failed.length === chunks.length;
    const isShort = accepted < job.maxImages;
    const open = chunks.filter(({ status }) => status === "pending" || status === "active");
    const shortfall = isShort
      ? describeShortfall(job.maxImages, outcomes, failed.length, open.length)
      : null;
    const error = isLost ? (failed[0]?.error ?? "No source could be read.") : null;
    const changes = { shortfall, error, isRetryOnly: false };
    const to = isLost ? "failed" : "completed";
    if (!(await transitionCrawlJob(tx, job.id, ["running"], to, changes))) return;
    if (plan.isMet) await skipWaiting(tx, job.id);
    const log = { ownerId: job.ownerId, crawlJobId: job.id };
    for (const message of balanceWarnings(job.maxImages, chunks))
      await insertJobLog(tx, { ...log, level: "warning", message });
    await insertJobLog(tx, {
      ...log,
      level: isLost ? "error" : "info",
      message: error ?? shortfall ?? `The target of ${job.maxImages} images is met.`,
      details: { outcomes },
    });
    await closeMetSchedules(tx, job.id);
    // Sizes and hosts are usual or odd beside the others, which have come now.
    await openBatch(tx, job, { kind: "validate" });
    await sweepDataset.enqueue({ datasetId: job.datasetId }, { tx, startAfter: SETTLED_SECONDS });
  });
}

/** Chunk id → how many more of its waiting candidates may be claimed; whoever claims takes off what it claimed. */
export type Allowances = Map<string, number>;

interface Remembered {
  readonly allowances: Allowances;
  readonly until: number;
}
/** Planning may take one part in so many of a process's time; a crawl of 100,000 candidates is counted in 45 ms. */
const REST = 10;
const MAX_REST_MS = 2_000;
const MAX_REMEMBERED = 1_000;
const remembered = () => processGlobal("crawl-plans", () => new Map<string, Remembered>());

function remember(jobId: string, allowances: Allowances, costMs: number): void {
  const plans = remembered();
  plans.delete(jobId);
  plans.set(jobId, {
    allowances,
    until: performance.now() + Math.min(MAX_REST_MS, REST * costMs),
  });
  const [oldest] = plans.keys();
  if (plans.size > MAX_REMEMBERED && oldest !== undefined) plans.delete(oldest);
}

/** Looks at where a crawl stands: asks for the pages it needs, ends it when it is done (null), else says what may be claimed. */
export async function planJob(job: CrawlJobRow): Promise<Allowances | null> {
  const startedAt = performance.now();
  const { chunks, plan } = await readPlan(db(), job);
  if (plan.isMet || plan.isDry) {
    remembered().delete(job.id);
    await finish(job);
    return null;
  }
  const pages = new Map(chunks.map((chunk) => [chunk.id, chunk.pages]));
  await discover.enqueueAll(
    plan.pagesWanted.map((chunkId) => ({ chunkId, page: pages.get(chunkId) ?? 0 })),
  );
  const allowances = new Map([...plan.allowances].filter(([, count]) => count > 0));
  remember(job.id, allowances, performance.now() - startedAt);
  return allowances;
}

/** As planJob, but content with a plan made a moment ago as long as it leaves something to claim. */
export async function planClaims(job: CrawlJobRow): Promise<Allowances | null> {
  const known = remembered().get(job.id);
  if (known && known.until > performance.now() && known.allowances.size > 0)
    return known.allowances;
  return planJob(job);
}

/** Takes what was claimed off the plan that it was claimed by. */
export function takeOff(allowances: Allowances, chunkIds: readonly string[]): void {
  for (const chunkId of chunkIds) {
    const left = (allowances.get(chunkId) ?? 0) - 1;
    if (left > 0) allowances.set(chunkId, left);
    else allowances.delete(chunkId);
  }
}
