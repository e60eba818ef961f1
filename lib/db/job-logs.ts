import { and, desc, eq, lt } from "drizzle-orm";
import type { Db } from "./client";
import { jobLogs } from "./schema/crawl";

/** Newest first. */
export const listJobLogs = (
  db: Db,
  ownerId: string,
  crawlJobId: string,
  page: { after: string | null; limit: number },
) =>
  db
    .select()
    .from(jobLogs)
    .where(
      and(
        eq(jobLogs.ownerId, ownerId),
        eq(jobLogs.crawlJobId, crawlJobId),
        page.after ? lt(jobLogs.id, page.after) : undefined,
      ),
    )
    .orderBy(desc(jobLogs.id))
    .limit(page.limit + 1);
