import { and, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "./client";
import { notDuplicates } from "./schema/images";

/** Two pictures by their bytes (sha256), the lesser in text order first. */
type ApartPair = readonly [string, string];

const inOrder = (a: string, b: string): ApartPair => (a < b ? [a, b] : [b, a]);

/** Whether a person has called two of these pictures different; all the pairs there are among them, read at once. */
export type Apartness = (sha256A: string, sha256B: string) => boolean;

const apartnessOf = (rows: readonly { a: string; b: string }[]): Apartness => {
  const known = new Set(rows.map(({ a, b }) => a + b));
  return (a, b) => known.size > 0 && known.has(inOrder(a, b).join(""));
};

const columns = { a: notDuplicates.sha256A, b: notDuplicates.sha256B };

export async function readApartness(db: Db, datasetId: string): Promise<Apartness> {
  const rows = await db
    .select(columns)
    .from(notDuplicates)
    .where(eq(notDuplicates.datasetId, datasetId));
  return apartnessOf(rows);
}

/** The same among a few pictures: each pair is looked up by its key. */
export async function readApartnessAmong(
  db: Db,
  datasetId: string,
  hashes: readonly string[],
): Promise<Apartness> {
  const all = sql.param([...new Set(hashes)]);
  const rows = await db
    .select(columns)
    .from(notDuplicates)
    .where(
      and(
        eq(notDuplicates.datasetId, datasetId),
        sql`${notDuplicates.sha256A} = any(${all}::text[])`,
        sql`${notDuplicates.sha256B} = any(${all}::text[])`,
      ),
    );
  return apartnessOf(rows);
}

/** Remembers that each two of these pictures are different. */
export async function insertApart(
  tx: Tx,
  place: { ownerId: string; datasetId: string },
  hashes: readonly string[],
): Promise<void> {
  const all = [...new Set(hashes)].sort();
  const values = all.flatMap((sha256A, at) =>
    all.slice(at + 1).map((sha256B) => ({ ...place, sha256A, sha256B })),
  );
  if (values.length > 0) await tx.insert(notDuplicates).values(values).onConflictDoNothing();
}

/** Forgets what was remembered of some pictures against others of their group. */
export async function deleteApart(
  tx: Tx,
  datasetId: string,
  hidden: readonly string[],
  members: readonly string[],
): Promise<void> {
  if (hidden.length === 0) return;
  const { sha256A, sha256B } = notDuplicates;
  const some = sql`${sql.param(hidden)}::text[]`;
  const all = sql`${sql.param(members)}::text[]`;
  await tx
    .delete(notDuplicates)
    .where(
      and(
        eq(notDuplicates.datasetId, datasetId),
        sql`${sha256A} = any(${all}) and ${sha256B} = any(${all})`,
        sql`(${sha256A} = any(${some}) or ${sha256B} = any(${some}))`,
      ),
    );
}
