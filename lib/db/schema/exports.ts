import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { ARCHIVES, EXPORT_FORMATS, EXPORT_STATUSES } from "@/lib/domain/export";
import { ownerId } from "./accounts";
import { datasets } from "./collections";
import { at, createdAt, id, ownRows } from "./columns";

export const exportFormatEnum = pgEnum("export_format", EXPORT_FORMATS);
export const archiveEnum = pgEnum("archive", ARCHIVES);
export const exportStatusEnum = pgEnum("export_status", EXPORT_STATUSES);

export const exports_ = pgTable(
  "exports",
  {
    id: id(),
    ownerId: ownerId(),
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id, { onDelete: "cascade" }),
    format: exportFormatEnum().notNull(),
    archive: archiveEnum().notNull(),
    status: exportStatusEnum().notNull().default("pending"),
    imageCount: integer(),
    writtenCount: integer().notNull().default(0),
    storageKey: text(),
    sizeBytes: bigint({ mode: "number" }),
    sha256: text(),
    error: text(),
    createdAt: createdAt(),
    completedAt: at(),
    expiresAt: at(),
  },
  (t) => [
    index("exports_owner").on(t.ownerId, t.id),
    index("exports_dataset").on(t.datasetId, t.id),
    index("exports_expiry").on(t.expiresAt).where(sql`status = 'ready'`),
    check(
      "exports_ready",
      sql`${t.status} <> 'ready' or (${t.storageKey} is not null and ${t.sha256} is not null)`,
    ),
    ownRows(),
  ],
);
