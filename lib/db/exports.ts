import { and, desc, eq, getTableColumns, inArray, isNotNull, lt, sql } from "drizzle-orm";
import type { Db } from "./client";
import { datasets } from "./schema/collections";
import { exports_ } from "./schema/exports";

const columns = { ...getTableColumns(exports_), datasetName: datasets.name };
export type ExportRow = typeof exports_.$inferSelect & { datasetName: string };

export const findExport = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<ExportRow | undefined> =>
  (
    await db
      .select(columns)
      .from(exports_)
      .innerJoin(datasets, eq(datasets.id, exports_.datasetId))
      .where(and(eq(exports_.id, id), eq(exports_.ownerId, ownerId)))
  )[0];

export const listExports = (
  db: Db,
  ownerId: string,
  page: { after: string | null; limit: number; datasetId?: string | undefined },
): Promise<ExportRow[]> =>
  db
    .select(columns)
    .from(exports_)
    .innerJoin(datasets, eq(datasets.id, exports_.datasetId))
    .where(
      and(
        eq(exports_.ownerId, ownerId),
        page.datasetId ? eq(exports_.datasetId, page.datasetId) : undefined,
        page.after ? lt(exports_.id, page.after) : undefined,
      ),
    )
    .orderBy(desc(exports_.id))
    .limit(page.limit + 1);

export const insertExport = async (db: Db, values: typeof exports_.$inferInsert) => {
  await db.insert(exports_).values(values);
};

export const deleteExport = async (db: Db, ownerId: string, id: string) =>
  (
    await db
      .delete(exports_)
      .where(and(eq(exports_.id, id), eq(exports_.ownerId, ownerId)))
      .returning({ id: exports_.id, storageKey: exports_.storageKey })
  )[0];

/** The export as a worker sees it, whoever owns it. */
export const findExportForWork = async (db: Db, id: string) =>
  (
    await db
      .select({ ...columns, datasetDescription: datasets.description })
      .from(exports_)
      .innerJoin(datasets, eq(datasets.id, exports_.datasetId))
      .where(eq(exports_.id, id))
  )[0];

type Changes = Partial<
  Pick<
    typeof exports_.$inferInsert,
    "status" | "imageCount" | "writtenCount" | "storageKey" | "sizeBytes" | "sha256" | "error"
  >
>;
/** Only an export that is not finished changes; false when it was deleted or finished meanwhile. */
export const updateUnfinishedExport = async (
  db: Db,
  id: string,
  changes: Changes,
): Promise<boolean> =>
  (
    await db
      .update(exports_)
      .set(changes)
      .where(and(eq(exports_.id, id), inArray(exports_.status, ["pending", "running"])))
      .returning({ id: exports_.id })
  ).length > 0;

export const completeExport = async (
  db: Db,
  id: string,
  file: { storageKey: string; sizeBytes: number; sha256: string; imageCount: number; days: number },
): Promise<boolean> =>
  (
    await db
      .update(exports_)
      .set({
        status: "ready",
        storageKey: file.storageKey,
        sizeBytes: file.sizeBytes,
        sha256: file.sha256,
        imageCount: file.imageCount,
        writtenCount: file.imageCount,
        error: null,
        completedAt: sql`now()`,
        expiresAt: sql`now() + make_interval(days => ${file.days})`,
      })
      .where(and(eq(exports_.id, id), inArray(exports_.status, ["pending", "running"])))
      .returning({ id: exports_.id })
  ).length > 0;

/** Marks what is past its day: nobody can download it any more. */
export const expireExports = (db: Db) =>
  db
    .update(exports_)
    .set({ status: "expired" })
    .where(and(eq(exports_.status, "ready"), lt(exports_.expiresAt, sql`now()`)));

/** Expired exports whose file may still be there. */
export const listExpiredFiles = async (db: Db) =>
  (
    await db
      .select({ id: exports_.id, storageKey: exports_.storageKey })
      .from(exports_)
      .where(and(eq(exports_.status, "expired"), isNotNull(exports_.storageKey)))
      .limit(1000)
  ).flatMap(({ id, storageKey }) => (storageKey ? [{ id, storageKey }] : []));

export const forgetExportFile = (db: Db, id: string) =>
  db.update(exports_).set({ storageKey: null }).where(eq(exports_.id, id));
