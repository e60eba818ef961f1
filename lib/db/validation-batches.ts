import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { BatchResult } from "@/lib/domain/validation";
import type { Db } from "./client";
import { validationBatches } from "./schema/curation";

export type BatchRow = typeof validationBatches.$inferSelect;

const OPEN = ["pending", "running"] as const;

export const insertBatch = async (
  db: Db,
  values: Omit<typeof validationBatches.$inferInsert, "status">,
): Promise<BatchRow | undefined> =>
  (await db.insert(validationBatches).values(values).returning())[0];

/** Whole-dataset batches of a kind that have not ended give way to a newer one. */
export const supersedeBatches = (db: Db, datasetId: string, kind: BatchRow["kind"]) =>
  db
    .update(validationBatches)
    .set({ status: "superseded", finishedAt: sql`now()` })
    .where(
      and(
        eq(validationBatches.datasetId, datasetId),
        eq(validationBatches.kind, kind),
        inArray(validationBatches.status, OPEN),
        sql`${validationBatches.options} -> 'imageIds' is null`,
      ),
    );

/** Batches of a person that wait or run and name their images one by one. */
export const countOpenLists = (db: Db, ownerId: string): Promise<number> =>
  db.$count(
    validationBatches,
    and(
      eq(validationBatches.ownerId, ownerId),
      inArray(validationBatches.status, OPEN),
      sql`${validationBatches.options} -> 'imageIds' is not null`,
    ),
  );

export const findBatch = async (
  db: Db,
  ownerId: string,
  id: string,
): Promise<BatchRow | undefined> =>
  (
    await db
      .select()
      .from(validationBatches)
      .where(and(eq(validationBatches.id, id), eq(validationBatches.ownerId, ownerId)))
  )[0];

/** The newest of a dataset, of one kind where told. */
export const findNewestBatch = async (
  db: Db,
  datasetId: string,
  kind?: BatchRow["kind"],
): Promise<BatchRow | undefined> =>
  (
    await db
      .select()
      .from(validationBatches)
      .where(
        and(eq(validationBatches.datasetId, datasetId), kind && eq(validationBatches.kind, kind)),
      )
      .orderBy(desc(validationBatches.id))
      .limit(1)
  )[0];

export const listBatches = (
  db: Db,
  ownerId: string,
  page: { datasetId?: string | undefined; after: string | null; limit: number },
): Promise<BatchRow[]> =>
  db
    .select()
    .from(validationBatches)
    .where(
      and(
        eq(validationBatches.ownerId, ownerId),
        page.datasetId ? eq(validationBatches.datasetId, page.datasetId) : undefined,
        page.after ? lt(validationBatches.id, page.after) : undefined,
      ),
    )
    .orderBy(desc(validationBatches.id))
    .limit(page.limit + 1);

/** For the worker, whoever owns it; undefined when it has ended or given way. Starts its clock once. */
export const beginBatch = async (db: Db, id: string): Promise<BatchRow | undefined> =>
  (
    await db
      .update(validationBatches)
      .set({ status: "running", startedAt: sql`coalesce(${validationBatches.startedAt}, now())` })
      .where(and(eq(validationBatches.id, id), inArray(validationBatches.status, OPEN)))
      .returning()
  )[0];

/** As it stands now; undefined when it has ended or given way. */
export const findRunningBatch = async (db: Db, id: string): Promise<BatchRow | undefined> =>
  (
    await db
      .select()
      .from(validationBatches)
      .where(and(eq(validationBatches.id, id), eq(validationBatches.status, "running")))
  )[0];

/** False when it has given way meanwhile: then whoever works on it stops. */
export const advanceBatch = async (
  db: Db,
  id: string,
  changes: { total?: number; done?: number; cursor?: string; result?: Partial<BatchResult> },
): Promise<boolean> =>
  (
    await db
      .update(validationBatches)
      .set(changes)
      .where(and(eq(validationBatches.id, id), eq(validationBatches.status, "running")))
      .returning({ id: validationBatches.id })
  ).length > 0;

/** Ends a batch that has not ended. Which images it named is of no use any more, and may be ten thousand ids. */
export const endBatch = (
  db: Db,
  id: string,
  ending:
    | { status: "completed"; result: Partial<BatchResult> }
    | { status: "failed"; error: string },
) =>
  db
    .update(validationBatches)
    .set({
      ...ending,
      finishedAt: sql`now()`,
      options: sql`${validationBatches.options} - 'imageIds'`,
    })
    .where(and(eq(validationBatches.id, id), inArray(validationBatches.status, OPEN)));

/** Longer than all attempts of a batch together take: what is open after that, nobody works on. */
const ABANDONED_HOURS = 48;

/** A process that is killed in the last attempt of a batch cannot say so. */
export const failAbandonedBatches = (db: Db) =>
  db
    .update(validationBatches)
    .set({ status: "failed", error: "It was interrupted too often.", finishedAt: sql`now()` })
    .where(
      and(
        inArray(validationBatches.status, OPEN),
        sql`${validationBatches.createdAt} < now() - make_interval(hours => ${ABANDONED_HOURS})`,
      ),
    );
