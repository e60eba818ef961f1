import { db } from "@/lib/db/client";
import { listRunningCrawlJobs } from "@/lib/db/crawl-jobs";
import { expireExports, forgetExportFile, listExpiredFiles } from "@/lib/db/exports";
import { deleteIdleHosts } from "@/lib/db/fetch-hosts";
import { deleteOldIdempotencyKeys } from "@/lib/db/idempotency";
import { deleteStaleRates } from "@/lib/db/rate-limits";
import { deleteOldSourceCalls } from "@/lib/db/source-calls";
import { failAbandonedBatches } from "@/lib/db/validation-batches";
import { storage } from "@/lib/storage";
import { wakeIngest } from "../ingest";
import { purgeDeletedImages } from "./purge-deleted";
import { runSchedules } from "./run-schedules";

/** A running crawl always has a lane that knows of it; whatever got lost, it goes on within a minute. */
async function wakeRunningCrawls(): Promise<void> {
  for (const { id } of await listRunningCrawlJobs(db())) await wakeIngest(db(), id, 1);
}

async function removeExpiredExports(): Promise<void> {
  await expireExports(db());
  for (const { id, storageKey } of await listExpiredFiles(db())) {
    await storage().delete(storageKey);
    await forgetExportFile(db(), id);
  }
}

export async function sweepAll(): Promise<void> {
  await wakeRunningCrawls();
  await runSchedules();
  await removeExpiredExports();
  await purgeDeletedImages();
  await failAbandonedBatches(db());
  await deleteIdleHosts();
  await deleteStaleRates(db());
  await deleteOldIdempotencyKeys(db());
  await deleteOldSourceCalls();
}
