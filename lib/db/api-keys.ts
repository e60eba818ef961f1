import { and, asc, eq, getTableColumns, gt, isNull, or, sql } from "drizzle-orm";
import type { Db } from "./client";
import { apiKeys, profiles } from "./schema/accounts";

const { secretHash: _, ...shown } = getTableColumns(apiKeys);
export type ApiKeyRow = Omit<typeof apiKeys.$inferSelect, "secretHash">;

/** The live key with its owner's status, or undefined. The only reader of secret hashes. */
export const findApiKeyForAuth = async (db: Db, publicId: string) =>
  (
    await db
      .select({ key: apiKeys, role: profiles.role, status: profiles.status })
      .from(apiKeys)
      .innerJoin(profiles, eq(profiles.id, apiKeys.ownerId))
      .where(
        and(
          eq(apiKeys.publicId, publicId),
          isNull(apiKeys.revokedAt),
          or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
        ),
      )
  )[0];

/** At most one write a minute and key. */
export const touchApiKey = (db: Db, id: string) =>
  db
    .update(apiKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(apiKeys.id, id),
        or(isNull(apiKeys.lastUsedAt), sql`${apiKeys.lastUsedAt} < now() - interval '1 minute'`),
      ),
    );

export const insertApiKey = async (db: Db, values: typeof apiKeys.$inferInsert) =>
  (await db.insert(apiKeys).values(values).returning(shown))[0] as ApiKeyRow;

export const findApiKey = async (db: Db, ownerId: string, id: string) =>
  (
    await db
      .select(shown)
      .from(apiKeys)
      .where(and(eq(apiKeys.id, id), eq(apiKeys.ownerId, ownerId)))
  )[0];

export const listApiKeys = (
  db: Db,
  ownerId: string,
  page: { after: string | null; limit: number },
) =>
  db
    .select(shown)
    .from(apiKeys)
    .where(and(eq(apiKeys.ownerId, ownerId), page.after ? gt(apiKeys.id, page.after) : undefined))
    .orderBy(asc(apiKeys.id))
    .limit(page.limit + 1);

type Changes = Partial<
  Pick<
    typeof apiKeys.$inferInsert,
    "name" | "scopes" | "rateLimit" | "expiresAt" | "publicId" | "secretHash" | "prefix"
  >
>;
/** Only a key that is not revoked can change. */
export const updateApiKey = async (db: Db, ownerId: string, id: string, changes: Changes) =>
  (
    await db
      .update(apiKeys)
      .set(changes)
      .where(and(eq(apiKeys.id, id), eq(apiKeys.ownerId, ownerId), isNull(apiKeys.revokedAt)))
      .returning(shown)
  )[0];

export const revokeApiKey = async (db: Db, ownerId: string, id: string) =>
  (
    await db
      .update(apiKeys)
      .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, now())` })
      .where(and(eq(apiKeys.id, id), eq(apiKeys.ownerId, ownerId)))
      .returning(shown)
  )[0];
