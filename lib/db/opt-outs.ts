import { and, eq, isNotNull } from "drizzle-orm";
import type { Db } from "./client";
import { crawlJobs } from "./schema/crawl";

/** A dataset card is read by people. */
const MAX_REASONS = 20;

/** The reasons for which crawls of a dataset set opt-outs aside. */
export const listOptOutReasons = async (db: Db, datasetId: string): Promise<string[]> =>
  (
    await db
      .selectDistinct({ reason: crawlJobs.optOutOverride })
      .from(crawlJobs)
      .where(and(eq(crawlJobs.datasetId, datasetId), isNotNull(crawlJobs.optOutOverride)))
      .orderBy(crawlJobs.optOutOverride)
      .limit(MAX_REASONS)
  ).flatMap(({ reason }) => reason ?? []);
