import type { Db } from "./client";
import { activityLogs } from "./schema/accounts";
import { jobLogs } from "./schema/crawl";

export const insertActivity = async (db: Db, values: typeof activityLogs.$inferInsert) => {
  await db.insert(activityLogs).values(values);
};

export const insertJobLog = async (
  db: Db,
  values: Omit<typeof jobLogs.$inferInsert, "id" | "createdAt">,
) => {
  await db.insert(jobLogs).values(values);
};
