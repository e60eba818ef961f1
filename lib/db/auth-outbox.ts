import { desc, lt, sql } from "drizzle-orm";
import type { Db } from "./client";
import { outbox } from "./schema/auth";

export type OutboxRow = typeof outbox.$inferSelect;

/** Keeps the mail for a week. */
export async function insertOutboxMail(
  db: Db,
  mail: Pick<OutboxRow, "recipient" | "subject" | "body" | "link">,
): Promise<void> {
  await db.delete(outbox).where(lt(outbox.createdAt, sql`now() - interval '7 days'`));
  await db.insert(outbox).values(mail);
}

/** Newest first. */
export const listOutboxMails = (db: Db, limit: number): Promise<OutboxRow[]> =>
  db.select().from(outbox).orderBy(desc(outbox.createdAt), desc(outbox.id)).limit(limit);
