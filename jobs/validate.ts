import { z } from "zod";
import { defineQueue } from "./define-queue";

/** Judges the images of a dataset again, reading stored files where they were measured by older checks. */
export const validate = defineQueue({
  name: "validate",
  payload: z.object({ batchId: z.uuid() }),
  options: {
    policy: "exclusive",
    // A restart of the process counts as a try too.
    retryLimit: 20,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    heartbeatSeconds: 10,
    expireInSeconds: 6 * 3600,
  },
  concurrency: 2,
  singletonKey: ({ batchId }) => batchId,
});
