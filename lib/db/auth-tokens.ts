import { and, eq, gt, inArray, lt, sql } from "drizzle-orm";
import type { Db } from "./client";
import { flowState, oneTimeTokens } from "./schema/auth";

export type OneTimeTokenRow = typeof oneTimeTokens.$inferSelect;
type TokenValues = Omit<typeof oneTimeTokens.$inferInsert, "id" | "createdAt" | "expiresAt">;
type FlowValues = Omit<typeof flowState.$inferInsert, "id" | "createdAt" | "expiresAt">;

const TOKEN_LIFE = sql`interval '1 hour'`;
const FLOW_LIFE = sql`interval '5 minutes'`;

/** Good for an hour; takes the place of an older one of the same kind. */
export async function putOneTimeToken(db: Db, values: TokenValues): Promise<void> {
  await db.delete(oneTimeTokens).where(lt(oneTimeTokens.expiresAt, sql`now()`));
  const fresh = { ...values, createdAt: sql`now()`, expiresAt: sql`now() + ${TOKEN_LIFE}` };
  await db
    .insert(oneTimeTokens)
    .values(fresh)
    .onConflictDoUpdate({ target: [oneTimeTokens.userId, oneTimeTokens.tokenType], set: fresh });
}

/** Takes the token away, so that of two callers one gets it. `by` is what the caller can prove. */
export const claimOneTimeToken = async (
  db: Db,
  types: readonly string[],
  by: { tokenHash: string } | { codeHash: string; userId: string },
): Promise<OneTimeTokenRow | undefined> =>
  (
    await db
      .delete(oneTimeTokens)
      .where(
        and(
          inArray(oneTimeTokens.tokenType, [...types]),
          gt(oneTimeTokens.expiresAt, sql`now()`),
          "tokenHash" in by
            ? eq(oneTimeTokens.tokenHash, by.tokenHash)
            : and(eq(oneTimeTokens.codeHash, by.codeHash), eq(oneTimeTokens.userId, by.userId)),
        ),
      )
      .returning()
  )[0];

export const deleteOneTimeTokens = (db: Db, userId: string) =>
  db.delete(oneTimeTokens).where(eq(oneTimeTokens.userId, userId));

/** Good for five minutes. */
export async function insertFlow(db: Db, values: FlowValues): Promise<void> {
  await db.delete(flowState).where(lt(flowState.expiresAt, sql`now()`));
  await db.insert(flowState).values({ ...values, expiresAt: sql`now() + ${FLOW_LIFE}` });
}

/** Takes the flow away: an authorisation code works once, whatever comes of it. */
export const claimFlow = async (
  db: Db,
  authCodeHash: string,
): Promise<typeof flowState.$inferSelect | undefined> =>
  (
    await db
      .delete(flowState)
      .where(and(eq(flowState.authCodeHash, authCodeHash), gt(flowState.expiresAt, sql`now()`)))
      .returning()
  )[0];
