import { and, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { LABEL_COLOURS } from "@/lib/domain/label";
import type { Db } from "./client";
import { datasetLabels } from "./schema/curation";

export type LabelRow = typeof datasetLabels.$inferSelect;

/** Rows for labels that have none yet, in colours that take turns. The application's role writes them. */
export async function ensureLabels(
  db: Db,
  place: { ownerId: string; datasetId: string },
  names: readonly string[],
): Promise<void> {
  if (names.length === 0) return;
  const known = await db
    .select({ name: datasetLabels.name })
    .from(datasetLabels)
    .where(eq(datasetLabels.datasetId, place.datasetId));
  const have = new Set(known.map(({ name }) => name));
  const missing = [...new Set(names)].filter((name) => !have.has(name));
  if (missing.length === 0) return;
  await db
    .insert(datasetLabels)
    .values(
      missing.map((name, at) => ({
        ...place,
        id: uuidv7(),
        name,
        colour: LABEL_COLOURS[(have.size + at) % LABEL_COLOURS.length] ?? "slate",
      })),
    )
    .onConflictDoNothing();
}

/** Former names and merged labels → what they are called now. */
export async function readAliases(db: Db, datasetId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ name: datasetLabels.name, aliases: datasetLabels.aliases })
    .from(datasetLabels)
    .where(and(eq(datasetLabels.datasetId, datasetId), sql`${datasetLabels.aliases} <> '{}'`));
  return new Map(rows.flatMap(({ name, aliases }) => aliases.map((alias) => [alias, name])));
}
