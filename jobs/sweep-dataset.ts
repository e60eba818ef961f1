import { z } from "zod";
import { defineQueue } from "./define-queue";

/** Removes a dataset's files that no row points at, once none of its crawls runs. */
export const sweepDataset = defineQueue({
  name: "sweep-dataset",
  payload: z.object({ datasetId: z.uuid() }),
  options: { policy: "short", retryLimit: 5, retryBackoff: true, expireInSeconds: 3600 },
  concurrency: 1,
  singletonKey: ({ datasetId }) => datasetId,
});

/** Seconds until what was in flight when a crawl or a dataset ended has settled: its files are known by then. */
export const SETTLED_SECONDS = 60;
