import { z } from "zod";
import { Id, Time } from "./page";

export const EXPORT_FORMATS = ["image-folder"] as const;
export const ExportFormat = z.enum(EXPORT_FORMATS);
export type ExportFormat = z.infer<typeof ExportFormat>;
export const ARCHIVES = ["zip"] as const;
export const Archive = z.enum(ARCHIVES);
export const EXPORT_STATUSES = ["pending", "running", "ready", "failed", "expired"] as const;

export const Export = z
  .object({
    id: Id,
    datasetId: Id,
    datasetName: z.string(),
    format: ExportFormat,
    archive: Archive,
    status: z.enum(EXPORT_STATUSES),
    progress: z.int().min(0).max(100),
    imageCount: z.int().nullable(),
    sizeBytes: z.int().nullable(),
    sha256: z.string().nullable(),
    error: z.string().nullable(),
    createdAt: Time,
    completedAt: Time.nullable(),
    expiresAt: Time.nullable(),
  })
  .meta({ id: "Export" });
export type Export = z.infer<typeof Export>;
