import { z } from "zod";
import { defineQueue } from "./define-queue";

/** What comes round every minute: stuck crawls, expired exports, old counters. */
export const sweep = defineQueue({
  name: "sweep",
  payload: z.object({}),
  options: { policy: "short", retryLimit: 1, expireInSeconds: 300, deleteAfterSeconds: 3600 },
  concurrency: 1,
});
