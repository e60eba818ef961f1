import { and, asc, count, eq, getTableColumns, isNull, sql } from "drizzle-orm";
import type { Db } from "./client";
import { users } from "./schema/auth";

const { encryptedPassword: _, ...shown } = getTableColumns(users);

/** A row of auth.users without its password hash. */
export type AuthUserRow = Omit<typeof users.$inferSelect, "encryptedPassword">;
type Values = typeof users.$inferInsert;

export const findAuthUser = async (db: Db, id: string): Promise<AuthUserRow | undefined> =>
  (
    await db
      .select(shown)
      .from(users)
      .where(and(eq(users.id, id), isNull(users.deletedAt)))
  )[0];

/** `email` in lower case, as all rows have it. */
export const findAuthUserByEmail = async (
  db: Db,
  email: string,
): Promise<AuthUserRow | undefined> =>
  (
    await db
      .select(shown)
      .from(users)
      .where(and(eq(users.email, email), isNull(users.deletedAt)))
  )[0];

/** The only reader of password hashes; null for people who sign in by mailed links alone. */
export const findPasswordHash = async (db: Db, id: string): Promise<string | null> =>
  (await db.select({ hash: users.encryptedPassword }).from(users).where(eq(users.id, id)))[0]
    ?.hash ?? null;

/** Undefined when the address is taken. */
export const insertAuthUser = async (db: Db, values: Values): Promise<AuthUserRow | undefined> =>
  (await db.insert(users).values(values).onConflictDoNothing().returning(shown))[0];

/** Undefined when there is no such user; a taken address violates the unique index. */
export const updateAuthUser = async (
  db: Db,
  id: string,
  changes: Partial<Values>,
): Promise<AuthUserRow | undefined> =>
  (
    await db
      .update(users)
      .set({ ...changes, updatedAt: sql`now()` })
      .where(and(eq(users.id, id), isNull(users.deletedAt)))
      .returning(shown)
  )[0];

export const deleteAuthUser = async (db: Db, id: string): Promise<AuthUserRow | undefined> =>
  (await db.delete(users).where(eq(users.id, id)).returning(shown))[0];

/** By offset, as Supabase's own API pages. */
export async function listAuthUsers(
  db: Db,
  page: { offset: number; limit: number },
): Promise<{ rows: AuthUserRow[]; total: number }> {
  const living = isNull(users.deletedAt);
  const rows = await db
    .select(shown)
    .from(users)
    .where(living)
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(page.limit)
    .offset(page.offset);
  const [all] = await db.select({ total: count() }).from(users).where(living);
  return { rows, total: all?.total ?? 0 };
}
