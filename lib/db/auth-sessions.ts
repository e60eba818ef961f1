import { and, eq, ne, sql } from "drizzle-orm";
import type { Db } from "./client";
import { sessions } from "./schema/auth";

export type AuthSessionRow = typeof sessions.$inferSelect;

/** A session that nobody refreshed for this long has ended. */
const IDLE = sql`interval '90 days'`;

/** Starts a session and sweeps away those of the same person that have ended. */
export async function insertAuthSession(
  db: Db,
  values: typeof sessions.$inferInsert,
): Promise<AuthSessionRow> {
  await db
    .delete(sessions)
    .where(and(eq(sessions.userId, values.userId), sql`refreshed_at < now() - ${IDLE}`));
  const [row] = await db.insert(sessions).values(values).returning();
  if (!row) throw new Error("the session was not stored");
  return row;
}

/** Moves the session to its next refresh token; undefined when `counter` is not the one that is good now. */
export const rotateAuthSession = async (
  db: Db,
  id: string,
  counter: number,
): Promise<AuthSessionRow | undefined> =>
  (
    await db
      .update(sessions)
      .set({ refreshTokenCounter: counter + 1, refreshedAt: sql`now()` })
      .where(
        and(
          eq(sessions.id, id),
          eq(sessions.refreshTokenCounter, counter),
          sql`refreshed_at > now() - ${IDLE}`,
        ),
      )
      .returning()
  )[0];

/** The session, and how long ago it was refreshed on the database's clock. */
export const findAuthSession = async (
  db: Db,
  id: string,
): Promise<{ session: AuthSessionRow; refreshedSecondsAgo: number } | undefined> =>
  (
    await db
      .select({
        session: sessions,
        refreshedSecondsAgo: sql<number>`extract(epoch from now() - ${sessions.refreshedAt})::float8`,
      })
      .from(sessions)
      .where(eq(sessions.id, id))
  )[0];

export const deleteAuthSession = (db: Db, id: string) =>
  db.delete(sessions).where(eq(sessions.id, id));

/** Every session of a person, or every one but `exceptId`. */
export const deleteAuthSessions = (db: Db, userId: string, exceptId?: string) =>
  db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), exceptId ? ne(sessions.id, exceptId) : undefined));
