import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "./client";
import { idempotencyKeys } from "./schema/platform";

interface Claim {
  readonly ownerId: string;
  readonly key: string;
  readonly fingerprint: string;
}
const isKey = ({ ownerId, key }: Pick<Claim, "ownerId" | "key">) =>
  and(eq(idempotencyKeys.ownerId, ownerId), eq(idempotencyKeys.key, key));

/** True for the first request with this key; a key older than a day counts as new. */
export async function claimIdempotencyKey(db: Db, claim: Claim): Promise<boolean> {
  const rows = await db
    .insert(idempotencyKeys)
    .values(claim)
    .onConflictDoUpdate({
      target: [idempotencyKeys.ownerId, idempotencyKeys.key],
      set: { fingerprint: claim.fingerprint, status: null, answer: null, createdAt: sql`now()` },
      setWhere: sql`${idempotencyKeys.createdAt} < now() - interval '24 hours'`,
    })
    .returning({ key: idempotencyKeys.key });
  return rows.length > 0;
}

export const findIdempotencyKey = async (db: Db, key: Pick<Claim, "ownerId" | "key">) =>
  (await db.select().from(idempotencyKeys).where(isKey(key)))[0];

export const completeIdempotencyKey = (
  db: Db,
  key: Pick<Claim, "ownerId" | "key">,
  status: number,
  answer: string,
) => db.update(idempotencyKeys).set({ status, answer }).where(isKey(key));

/** Forgets a request that failed, so that it can be tried again. */
export const deleteIdempotencyKey = (db: Db, key: Pick<Claim, "ownerId" | "key">) =>
  db.delete(idempotencyKeys).where(and(isKey(key), isNull(idempotencyKeys.status)));

export const deleteOldIdempotencyKeys = (db: Db) =>
  db.delete(idempotencyKeys).where(sql`${idempotencyKeys.createdAt} < now() - interval '24 hours'`);
