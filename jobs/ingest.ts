import { z } from "zod";
import type { Db } from "@/lib/db/client";
import { defineQueue } from "./define-queue";

/** A lane of a crawl: claims candidates and takes them through fetch → inspect → dedupe → store. */
export const ingest = defineQueue({
  name: "ingest",
  payload: z.object({ crawlJobId: z.uuid(), lane: z.int().min(0) }),
  // A lane may queue its successor while it runs, and never two.
  options: {
    policy: "stately",
    retryLimit: 10,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    heartbeatSeconds: 10,
    expireInSeconds: 300,
  },
  concurrency: 4,
  singletonKey: ({ crawlJobId, lane }) => `${crawlJobId}:${lane}`,
  // The first lane of every crawl goes before the second of any: a small crawl need not wait for a large one.
  priority: ({ lane }) => -lane,
});

/** So many lanes work on one crawl at once, over all processes. */
const MAX_LANES = 16;
/** One lane more for every so many candidates. */
const CANDIDATES_PER_LANE = 32;

/** Gets lanes going for a crawl that may have something to do; a lane that is queued already stays one. */
export async function wakeIngest(tx: Db, crawlJobId: string, candidates: number): Promise<void> {
  const lanes = Math.min(MAX_LANES, Math.max(1, Math.ceil(candidates / CANDIDATES_PER_LANE)));
  for (let lane = 0; lane < lanes; lane++) await ingest.enqueue({ crawlJobId, lane }, { tx });
}

/** For a crawl that a person sets going: a lane that was to look again later does so now. */
export async function startIngest(tx: Db, crawlJobId: string, candidates: number): Promise<void> {
  await ingest.hasten({ crawlJobId, lane: 0 }, { tx });
  await wakeIngest(tx, crawlJobId, candidates);
}
