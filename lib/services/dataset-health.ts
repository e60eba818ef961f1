import type { z } from "zod";
import type { Context } from "@/lib/auth/context";
import type { getDatasetHealth as operation } from "@/lib/contract/datasets";
import type { DatasetHealth, DatasetStats } from "@/lib/domain/dataset";
import { healthOf } from "@/lib/domain/health";
import { getDatasetStats } from "./datasets";
import { listJobs } from "./jobs";
import { getValidationStats } from "./validation";

/** The health of a dataset whose numbers have been counted. */
export async function judgeHealth(
  ctx: Context,
  datasetId: string,
  stats: DatasetStats,
): Promise<DatasetHealth> {
  const [validation, crawls] = await Promise.all([
    getValidationStats(ctx, { datasetId }),
    listJobs(ctx, { datasetId, limit: 1 }),
  ]);
  const unmeasured = validation.total - validation.measured;
  return healthOf({ datasetId, stats, unmeasured, crawl: crawls.items[0] ?? null });
}

export const getDatasetHealth = async (
  ctx: Context,
  { datasetId }: z.output<(typeof operation)["input"]>,
): Promise<DatasetHealth> => judgeHealth(ctx, datasetId, await getDatasetStats(ctx, { datasetId }));
