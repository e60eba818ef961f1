import { and, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm";
import type { Db } from "./client";
import { activityLogs } from "./schema/accounts";
import { jobLogs } from "./schema/crawl";

export type ActivityRow = typeof activityLogs.$inferSelect;

export const insertActivity = async (db: Db, values: typeof activityLogs.$inferInsert) => {
  await db.insert(activityLogs).values(values);
};

/** What a person did, or was done with one of their keys, the newest first. */
export const listActivity = (
  db: Db,
  ownerId: string,
  query: {
    action?: string | undefined;
    resourceType?: string | undefined;
    resourceId?: string | undefined;
    from?: string | undefined;
    to?: string | undefined;
    after: string | null;
    limit: number;
  },
): Promise<ActivityRow[]> => {
  const { action, resourceType, resourceId, from, to, after } = query;
  const filters: (SQL | undefined)[] = [
    eq(activityLogs.ownerId, ownerId),
    action === undefined ? undefined : eq(activityLogs.action, action),
    resourceType === undefined ? undefined : eq(activityLogs.resourceType, resourceType),
    resourceId === undefined ? undefined : eq(activityLogs.resourceId, resourceId),
    from === undefined ? undefined : gte(activityLogs.createdAt, sql`${from}::timestamptz`),
    to === undefined ? undefined : lt(activityLogs.createdAt, sql`${to}::timestamptz`),
    after === null ? undefined : lt(activityLogs.id, after),
  ];
  return db
    .select()
    .from(activityLogs)
    .where(and(...filters))
    .orderBy(desc(activityLogs.id))
    .limit(query.limit + 1);
};

export const insertJobLog = async (
  db: Db,
  values: Omit<typeof jobLogs.$inferInsert, "id" | "createdAt">,
) => {
  await db.insert(jobLogs).values(values);
};
