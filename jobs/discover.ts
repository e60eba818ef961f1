import { z } from "zod";
import { defineQueue } from "./define-queue";

/** One page of one chunk; `page` is the number of pages that the chunk had when it was asked for. */
export const discover = defineQueue({
  name: "discover",
  payload: z.object({ chunkId: z.uuid(), page: z.int() }),
  // One queued and one active for each chunk, however often it is asked for.
  options: {
    policy: "stately",
    retryLimit: 5,
    retryBackoff: true,
    retryDelayMax: 60,
    heartbeatSeconds: 10,
    expireInSeconds: 120,
  },
  concurrency: 4,
  singletonKey: ({ chunkId }) => chunkId,
  // A plan made while a page is under way asks for it again; a source that failed is left alone all the same.
  isPatient: true,
});
