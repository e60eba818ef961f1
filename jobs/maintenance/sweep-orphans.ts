import { db } from "@/lib/db/client";
import { hasRunningCrawl } from "@/lib/db/crawl-jobs";
import { listKeysInUse, lockDataset } from "@/lib/db/dataset-hashes";
import { datasetExists, listFilesInUse } from "@/lib/db/datasets";
import { logger } from "@/lib/logger";
import { storage } from "@/lib/storage";
import { datasetPrefix, sha256OfKey } from "@/lib/storage/keys";
import type { QueueContext } from "../define-queue";

const BATCH = 500;
const YOUNG_MS = 3_600_000;

/** Deletes those of `keys` that no image points at; under the dataset's lock none can begin to. */
const deleteUnused = (datasetId: string, keys: string[]): Promise<number> =>
  db().transaction(async (tx) => {
    await lockDataset(tx, datasetId);
    if (await hasRunningCrawl(tx, datasetId)) return 0;
    const files = keys.map((key) => ({ key, sha256: sha256OfKey(key) }));
    const used = await listKeysInUse(tx, datasetId, files);
    const orphans = keys.filter((key) => !used.has(key));
    for (const key of orphans) await storage().delete(key);
    return orphans.length;
  });

/** All files of an import stay as long as the crawl that its manifest belongs to: a retry reads them again. */
const folderOf = (key: string) => key.slice(0, key.lastIndexOf("/") + 1);

/** Exports, lists and imports are few. One that is young may belong to a row that is being written. */
async function sweepOldFiles(datasetId: string, signal: AbortSignal): Promise<number> {
  const used = await listFilesInUse(db(), datasetId);
  const imports = `${datasetPrefix(datasetId)}imports/`;
  const usedFolders = new Set([...used].map(folderOf).filter((each) => each.startsWith(imports)));
  let removed = 0;
  for (const folder of ["exports", "lists", "imports"])
    for await (const { key, modifiedAt } of storage().list(
      `${datasetPrefix(datasetId)}${folder}/`,
    )) {
      signal.throwIfAborted();
      if (used.has(key) || usedFolders.has(folderOf(key))) continue;
      if (Date.now() - modifiedAt.getTime() < YOUNG_MS) continue;
      await storage().delete(key);
      removed++;
    }
  return removed;
}

/**
 * A crash between writing a file and its row leaves the file alone. A running crawl is about to
 * write rows for files that lie there already, so the sweep waits for its end (which asks for it).
 */
export async function sweepOrphans(
  { datasetId }: { datasetId: string },
  { signal }: QueueContext,
): Promise<void> {
  if (!(await datasetExists(db(), datasetId))) {
    await storage().deletePrefix(datasetPrefix(datasetId));
    return;
  }
  let removed = 0;
  let keys: string[] = [];
  for (const folder of ["images", "thumbnails"])
    for await (const { key } of storage().list(`${datasetPrefix(datasetId)}${folder}/`)) {
      signal.throwIfAborted();
      keys.push(key);
      if (keys.length < BATCH) continue;
      removed += await deleteUnused(datasetId, keys);
      keys = [];
    }
  if (keys.length > 0) removed += await deleteUnused(datasetId, keys);
  removed += await sweepOldFiles(datasetId, signal);
  if (removed > 0) logger().info({ datasetId, removed }, "orphaned files removed");
}
