import { insertJobLog } from "@/lib/db/activity";
import { skipWaiting } from "@/lib/db/candidates";
import { type Db, db } from "@/lib/db/client";
import { type CrawlJobRow, transitionCrawlJob } from "@/lib/db/crawl-jobs";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { type CountedChunkRow, listCountedChunks } from "@/lib/db/job-chunks";
import { OUTCOMES, type OutcomeCounts } from "@/lib/domain/outcome";
import { describeShortfall } from "@/lib/domain/shortfall";
import { type ChunkState, type Plan, planCrawl } from "@/lib/pipeline/discover/plan";
import { discover } from "../discover";
import { SETTLED_SECONDS, sweepDataset } from "../sweep-dataset";

const stateOf = (chunk: CountedChunkRow): ChunkState => ({
  id: chunk.id,
  keyword: `${chunk.label}\n${chunk.keyword}`,
  source: chunk.source,
  found: chunk.found,
  accepted: chunk.outcomes.accepted ?? 0,
  waiting: chunk.waiting,
  inFlight: chunk.inFlight,
  isExhausted: chunk.status === "completed" || chunk.status === "failed",
});

function totalOf(chunks: readonly CountedChunkRow[]): OutcomeCounts {
  const total: OutcomeCounts = {};
  for (const { outcomes } of chunks)
    for (const outcome of OUTCOMES) {
      const count = outcomes[outcome];
      if (count) total[outcome] = (total[outcome] ?? 0) + count;
    }
  return total;
}

/** Where a crawl stands, counted from rows. */
export async function readPlan(on: Db, job: CrawlJobRow) {
  const chunks = await listCountedChunks(on, job.id);
  return { chunks, plan: planCrawl(job.maxImages, chunks.map(stateOf)) };
}

/** Ends a running job whose target is met or whose sources are dry. Of several that try, one does. */
async function finish(job: CrawlJobRow, chunks: readonly CountedChunkRow[], plan: Plan) {
  const outcomes = totalOf(chunks);
  const accepted = outcomes.accepted ?? 0;
  const failed = chunks.filter((chunk) => chunk.status === "failed");
  const isLost = accepted === 0 && failed.length === chunks.length;
  const shortfall = plan.isMet ? null : describeShortfall(job.maxImages, outcomes, failed.length);
  const error = isLost ? (failed[0]?.error ?? "No source could be read.") : null;
  await db().transaction(async (tx) => {
    // Pictures are being decided under this lock; ending the rest at the same time could deadlock.
    await lockDataset(tx, job.datasetId);
    const to = isLost ? "failed" : "completed";
    if (!(await transitionCrawlJob(tx, job.id, ["running"], to, { shortfall, error }))) return;
    if (plan.isMet) await skipWaiting(tx, job.id);
    await insertJobLog(tx, {
      ownerId: job.ownerId,
      crawlJobId: job.id,
      level: isLost ? "error" : "info",
      message: error ?? shortfall ?? `The target of ${job.maxImages} images is met.`,
      details: { outcomes },
    });
    await sweepDataset.enqueue({ datasetId: job.datasetId }, { tx, startAfter: SETTLED_SECONDS });
  });
}

/** Looks at where a crawl stands: asks for the pages it needs, ends it when it is done, else says what may be claimed. */
export async function planJob(job: CrawlJobRow): Promise<Plan | null> {
  const { chunks, plan } = await readPlan(db(), job);
  if (plan.isMet || plan.isDry) {
    await finish(job, chunks, plan);
    return null;
  }
  const pages = new Map(chunks.map((chunk) => [chunk.id, chunk.pages]));
  for (const chunkId of plan.pagesWanted)
    await discover.enqueue({ chunkId, page: pages.get(chunkId) ?? 0 });
  return plan;
}
