import { PassThrough } from "node:stream";
import { db } from "@/lib/db/client";
import { completeExport, findExportForWork, updateUnfinishedExport } from "@/lib/db/exports";
import { countKeptImages, type ImageRow, iterateKeptImages } from "@/lib/db/images";
import { listOptOutReasons } from "@/lib/db/opt-outs";
import { AppError, NonRetryableError } from "@/lib/errors";
import { EXPORTERS } from "@/lib/pipeline/export";
import { writeZip } from "@/lib/pipeline/export/archive";
import type { Sample } from "@/lib/pipeline/export/exporter";
import { storage } from "@/lib/storage";
import { exportKey } from "@/lib/storage/keys";
import type { QueueContext } from "../define-queue";

const KEPT_DAYS = 7;
/** Progress is written at most this often. */
const PROGRESS_MS = 1_000;

const sampleOf = (row: ImageRow): Sample => ({
  ...row,
  downloadedAt: row.downloadedAt.toISOString(),
  open: () => storage().get(row.storageKey),
});

async function* samples(datasetId: string) {
  for await (const row of iterateKeptImages(db(), datasetId)) yield sampleOf(row);
}

/** Streams the archive into the storage and answers what was written. */
async function writeArchive(
  exportRow: NonNullable<Awaited<ReturnType<typeof findExportForWork>>>,
  storageKey: string,
  signal: AbortSignal,
) {
  const total = await countKeptImages(db(), exportRow.datasetId);
  await updateUnfinishedExport(db(), exportRow.id, { status: "running", imageCount: total });
  let written = 0;
  let toldAt = performance.now();
  const isDeleted = new AbortController();
  const onEntry = async () => {
    written = Math.min(total, written + 1);
    if (performance.now() - toldAt < PROGRESS_MS) return;
    toldAt = performance.now();
    if (!(await updateUnfinishedExport(db(), exportRow.id, { writtenCount: written })))
      isDeleted.abort();
  };
  const dataset = {
    name: exportRow.datasetName,
    description: exportRow.datasetDescription,
    optOutReasons: await listOptOutReasons(db(), exportRow.datasetId),
  };
  const entries = EXPORTERS[exportRow.format].entries(samples(exportRow.datasetId), dataset);
  const output = new PassThrough();
  const stop = AbortSignal.any([signal, isDeleted.signal]);
  const writing = writeZip(entries, output, { signal: stop, onEntry });
  // Where the archive fails, put() rejects with the same cause; awaiting it first leaves no half-written file.
  writing.catch(() => undefined);
  await storage().put(storageKey, output, { contentType: "application/zip" });
  const archive = await writing;
  return { ...archive, imageCount: total };
}

/** Builds an export. Running it again after a crash writes the same key anew, so nothing is left half done. */
export async function buildExport(
  { exportId }: { exportId: string },
  { signal, isLastAttempt }: QueueContext,
): Promise<void> {
  const row = await findExportForWork(db(), exportId);
  if (!row || (row.status !== "pending" && row.status !== "running")) return;
  const storageKey = exportKey(row.datasetId, row.id, row.archive);
  try {
    const { sha256, sizeBytes, imageCount } = await writeArchive(row, storageKey, signal);
    const file = { storageKey, sha256, sizeBytes, imageCount, days: KEPT_DAYS };
    if (!(await completeExport(db(), row.id, file))) await storage().delete(storageKey);
  } catch (error) {
    if (!signal.aborted || isLastAttempt) {
      const isFinal = error instanceof NonRetryableError || isLastAttempt;
      const isKnown = error instanceof NonRetryableError || error instanceof AppError;
      const reason = isKnown ? error.message : "The archive could not be built.";
      const changes = { error: reason, ...(isFinal && { status: "failed" as const }) };
      // Where the export was deleted meanwhile, nobody waits for it.
      if (!(await updateUnfinishedExport(db(), row.id, changes))) return;
    }
    throw error;
  }
}
