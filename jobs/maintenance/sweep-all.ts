import { db } from "@/lib/db/client";
import { listRunningCrawlJobs } from "@/lib/db/crawl-jobs";
import { expireExports } from "@/lib/db/exports";
import { deleteIdleHosts } from "@/lib/db/fetch-hosts";
import { deleteOldIdempotencyKeys } from "@/lib/db/idempotency";
import { deleteStaleRates } from "@/lib/db/rate-limits";
import { deleteOldSourceCalls } from "@/lib/db/source-calls";
import { storage } from "@/lib/storage";
import { wakeIngest } from "../ingest";

/** A running crawl always has a lane that knows of it; whatever got lost, it goes on within a minute. */
async function wakeRunningCrawls(): Promise<void> {
  for (const { id } of await listRunningCrawlJobs(db())) await wakeIngest(db(), id, 1);
}

async function removeExpiredExports(): Promise<void> {
  for (const key of await expireExports(db())) await storage().delete(key);
}

export async function sweepAll(): Promise<void> {
  await wakeRunningCrawls();
  await removeExpiredExports();
  await deleteIdleHosts();
  await deleteStaleRates(db());
  await deleteOldIdempotencyKeys(db());
  await deleteOldSourceCalls();
}
