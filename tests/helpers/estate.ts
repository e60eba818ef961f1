import { randomUUID } from "node:crypto";
import { mintApiKey } from "@/lib/auth/api-key";
import { db } from "@/lib/db/client";
import * as accounts from "@/lib/db/schema/accounts";
import { datasets, projects } from "@/lib/db/schema/collections";
import { candidates, crawlJobs, crawlSchedules, jobChunks, jobLogs } from "@/lib/db/schema/crawl";
import * as curation from "@/lib/db/schema/curation";
import { exports_ } from "@/lib/db/schema/exports";
import * as pictures from "@/lib/db/schema/images";
import { duplicateGroups, images } from "@/lib/db/schema/images";
import { idempotencyKeys } from "@/lib/db/schema/platform";
import { upsertSourceKey } from "@/lib/db/source-keys";
import { storage } from "@/lib/storage";
import { exportKey } from "@/lib/storage/keys";
import { imageRow, type NewImage, sha256Of } from "./image-row";

/** An image of a dataset with stored bytes and thumbnail; answers its id and what is stored. */
export async function addImage(
  place: { ownerId: string; datasetId: string; crawlJobId?: string | null },
  changes: Partial<NewImage> = {},
) {
  const id = changes.id ?? randomUUID();
  const bytes = Buffer.from(`picture ${id} `.repeat(20));
  const sha256 = sha256Of(bytes);
  const file = { id, sha256, sizeBytes: bytes.byteLength, crawlJobId: place.crawlJobId };
  const row = imageRow(place, { ...file, ...changes });
  await storage().put(row.storageKey, bytes, { contentType: "image/png" });
  await storage().put(row.thumbnailKey, Buffer.from("thumbnail"), { contentType: "image/webp" });
  await db().insert(images).values(row);
  return { id, bytes, sha256, url: row.originalUrl };
}

/** Ids of one of everything a person can own, by the names that the API gives them. */
export interface Estate {
  readonly projectId: string;
  readonly datasetId: string;
  readonly jobId: string;
  readonly imageId: string;
  readonly exportId: string;
  readonly keyId: string;
  readonly scheduleId: string;
  readonly duplicateGroupId: string;
  readonly labelId: string;
  readonly batchId: string;
}

/** Curation: a label, one change of every kind of row, a batch, and what is remembered of pictures that look alike. */
async function curate(own: { ownerId: string; datasetId: string }, ids: Estate): Promise<void> {
  const changeId = randomUUID();
  await db()
    .insert(curation.datasetLabels)
    .values({ ...own, id: ids.labelId, name: "cat", colour: "blue", shortcut: 1 });
  await db()
    .insert(curation.changes)
    .values({ ...own, id: changeId, actor: "user", action: "accept", imageCount: 1 });
  await db().insert(curation.imageChanges).values({
    changeId,
    imageId: ids.imageId,
    ownerId: own.ownerId,
    decisionBefore: "undecided",
    decisionAfter: "accepted",
  });
  await db()
    .insert(curation.validationBatches)
    .values({ ...own, id: ids.batchId, kind: "validate", level: "basic", status: "completed" });
  await db()
    .insert(pictures.deletedImages)
    .values({ ...own, id: randomUUID(), changeId, storageKey: "a", thumbnailKey: "b", image: {} });
  await db()
    .insert(pictures.notDuplicates)
    .values({ ...own, sha256A: "a", sha256B: "b" });
  await db()
    .insert(pictures.datasetOverlaps)
    .values({
      ...own,
      imageId: ids.imageId,
      otherDatasetId: own.datasetId,
      otherImageId: ids.imageId,
      distance: 0,
    });
}

/** Writes a row into every table that holds a person's data. */
export async function estateOf(ownerId: string): Promise<Estate> {
  const id = () => randomUUID();
  const ids: Omit<Estate, "imageId"> = {
    projectId: id(),
    datasetId: id(),
    jobId: id(),
    exportId: id(),
    keyId: id(),
    scheduleId: id(),
    duplicateGroupId: id(),
    labelId: id(),
    batchId: id(),
  };
  const { projectId, datasetId, jobId } = ids;
  const own = { ownerId, datasetId };
  await db().insert(projects).values({ id: projectId, ownerId, name: "Animals" });
  await db().insert(datasets).values({ id: datasetId, ownerId, projectId, name: "Cats" });
  await db()
    .insert(crawlJobs)
    .values({
      ...own,
      id: jobId,
      name: "Cats",
      keywords: [{ keyword: "cat", label: "cat" }],
      sources: ["sample"],
      maxImages: 10,
      validationLevel: "basic",
    });
  const chunk = { id: id(), ownerId, crawlJobId: jobId, source: "sample" as const };
  await db()
    .insert(jobChunks)
    .values({ ...chunk, keyword: "cat", label: "cat" });
  await db()
    .insert(duplicateGroups)
    .values({ ...own, id: ids.duplicateGroupId });
  const { id: imageId, url } = await addImage({ ...own, crawlJobId: jobId });
  const found = { ownerId, crawlJobId: jobId, chunkId: chunk.id, host: "pictures.example:443" };
  await db()
    .insert(candidates)
    .values([
      { ...found, url, urlHash: "a", label: "cat", outcome: "accepted", imageId },
      { ...found, url: `${url}?b`, urlHash: "b", label: "cat", outcome: "timeout" },
    ]);
  await db()
    .insert(jobLogs)
    .values({ ownerId, crawlJobId: jobId, level: "info", message: "Created." });
  const everyDay = { cron: "0 3 * * *", timezone: "UTC", target: 10, status: "paused" as const };
  await db()
    .insert(crawlSchedules)
    .values({ ...own, ...everyDay, id: ids.scheduleId, jobId });
  await upsertSourceKey(db(), ownerId, "flickr", { apiKey: `key of ${ownerId}` });
  const archive = Buffer.from("a whole archive");
  const storageKey = exportKey(datasetId, ids.exportId, "zip");
  await storage().put(storageKey, archive, { contentType: "application/zip" });
  await db()
    .insert(exports_)
    .values({
      ...own,
      id: ids.exportId,
      format: "image-folder",
      archive: "zip",
      status: "ready",
      storageKey,
      sizeBytes: archive.byteLength,
      sha256: sha256Of(archive),
    });
  const { key: _, ...minted } = mintApiKey();
  await db()
    .insert(accounts.apiKeys)
    .values({ id: ids.keyId, ownerId, name: "laptop", scopes: ["projects:read"], ...minted });
  await db()
    .insert(accounts.creditTransactions)
    .values({ ownerId, kind: "grant", amount: 5, balanceAfter: 5, reason: "welcome" });
  await db().insert(accounts.usageMetrics).values({ ownerId, day: "2026-01-01", metric: "images" });
  await db()
    .insert(accounts.notifications)
    .values({ ownerId, kind: "job.completed", title: "Done", body: "Done" });
  await db()
    .insert(accounts.activityLogs)
    .values({ ownerId, actor: "user", action: "project.created", resourceType: "project" });
  await db().insert(idempotencyKeys).values({ ownerId, key: "k", fingerprint: "f" });
  await curate(own, { ...ids, imageId });
  return { ...ids, imageId };
}
