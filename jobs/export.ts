import { z } from "zod";
import { defineQueue } from "./define-queue";

/** Builds one export and puts it into the storage. */
export const exportDataset = defineQueue({
  name: "export",
  payload: z.object({ exportId: z.uuid() }),
  options: {
    policy: "exclusive",
    retryLimit: 3,
    retryBackoff: true,
    retryDelayMax: 60,
    heartbeatSeconds: 10,
    expireInSeconds: 6 * 3600,
  },
  concurrency: 2,
  singletonKey: ({ exportId }) => exportId,
});
