import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { exportDataset } from "@/jobs/export";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/exports";
import type { Tx } from "@/lib/db/client";
import { hasDataset } from "@/lib/db/datasets";
import * as rows from "@/lib/db/exports";
import { idCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import type { Export } from "@/lib/domain/export";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage";
import { recordActivity } from "./activity";
import { fileResponse } from "./file-response";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

/** The last hundredth is the archive's own index and its upload, so 100 means ready. */
function progressOf({ status, writtenCount, imageCount }: rows.ExportRow): number {
  if (status === "ready" || status === "expired") return 100;
  return imageCount ? Math.min(99, Math.floor((100 * writtenCount) / imageCount)) : 0;
}

const toExport = (row: rows.ExportRow): Export => ({
  id: row.id,
  datasetId: row.datasetId,
  datasetName: row.datasetName,
  format: row.format,
  archive: row.archive,
  status: row.status,
  progress: progressOf(row),
  imageCount: row.imageCount,
  sizeBytes: row.sizeBytes,
  sha256: row.sha256,
  error: row.error,
  createdAt: row.createdAt.toISOString(),
  completedAt: row.completedAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
});

const readRow = async (tx: Tx, ownerId: string, id: string) =>
  orNotFound(await rows.findExport(tx, ownerId, id), "export");

export const listExports = (ctx: Context, { limit, cursor, datasetId }: In<"listExports">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const page = { limit, datasetId, after: idCursor(cursor) };
    const found = await rows.listExports(tx, ownerOf(ctx), page);
    return pageFrom(found, limit, (row) => [row.id], toExport);
  });

export const createExport = (ctx: Context, input: In<"createExport">) => {
  const ownerId = ownerOf(ctx);
  const { datasetId, format, archive } = input;
  return asPerson(ownerId, async (tx) => {
    orNotFound((await hasDataset(tx, ownerId, datasetId)) || null, "dataset");
    const id = uuidv7();
    await elevated(tx, ownerId, async () => {
      await rows.insertExport(tx, { id, ownerId, datasetId, format, archive });
      await exportDataset.enqueue({ exportId: id }, { tx });
    });
    const details = { datasetId, format };
    await recordActivity(tx, ctx, "export.created", { type: "export", id }, details);
    return toExport(await readRow(tx, ownerId, id));
  });
};

export const getExport = (ctx: Context, { exportId }: In<"getExport">) =>
  asPerson(ownerOf(ctx), async (tx) => toExport(await readRow(tx, ownerOf(ctx), exportId)));

export const deleteExport = async (
  ctx: Context,
  { exportId }: In<"deleteExport">,
): Promise<void> => {
  const ownerId = ownerOf(ctx);
  const storageKey = await asPerson(ownerId, async (tx) => {
    const row = await elevated(tx, ownerId, () => rows.deleteExport(tx, ownerId, exportId));
    const { storageKey: key } = orNotFound(row, "export");
    await recordActivity(tx, ctx, "export.deleted", { type: "export", id: exportId });
    return key;
  });
  if (storageKey) await storage().delete(storageKey);
};

/** A name for the download, from the dataset's: letters, digits and hyphens, so that no header or disk minds. */
const downloadName = ({ datasetName, archive }: rows.ExportRow) => {
  const stem = datasetName
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${stem || "dataset"}.${archive}`;
};

export async function getExportContent(
  ctx: Context,
  { exportId }: In<"getExportContent">,
  request: Request,
): Promise<Response> {
  const row = await asPerson(ownerOf(ctx), (tx) => readRow(tx, ownerOf(ctx), exportId));
  if (row.status === "expired")
    throw new AppError("gone", "This export has expired. Build it again to download it.");
  const { storageKey, sizeBytes, sha256 } = row;
  if (row.status !== "ready" || !storageKey || sizeBytes === null || !sha256)
    throw new AppError(
      "conflict",
      `The export is ${row.status}; it can be downloaded when it is ready.`,
    );
  return fileResponse(request, {
    key: storageKey,
    sizeBytes,
    etag: sha256,
    contentType: "application/zip",
    downloadAs: downloadName(row),
    maxAgeSeconds: 0,
  });
}
