import { z } from "zod";
import { defineQueue } from "./define-queue";

/** Groups the near-duplicates of one dataset anew. */
export const dedupe = defineQueue({
  name: "dedupe",
  payload: z.object({ batchId: z.uuid() }),
  options: {
    policy: "exclusive",
    retryLimit: 3,
    retryBackoff: true,
    retryDelayMax: 60,
    heartbeatSeconds: 10,
    expireInSeconds: 2 * 3600,
  },
  concurrency: 1,
  singletonKey: ({ batchId }) => batchId,
});
