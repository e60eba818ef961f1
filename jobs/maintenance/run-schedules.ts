import { uuidv7 } from "uuidv7";
import { insertActivity, insertJobLog } from "@/lib/db/activity";
import { db, type Tx } from "@/lib/db/client";
import { findCrawlJobForWork, findOptOutReason, insertCrawlJob } from "@/lib/db/crawl-jobs";
import { insertChunks, listChunks } from "@/lib/db/job-chunks";
import { claimDueSchedule, type ScheduleRow, updateSchedule } from "@/lib/db/schedules";
import { nextRun } from "@/lib/pipeline/discover/next-run";
import { wakeIngest } from "../ingest";

/** More than this wait for the next sweep, a minute later. */
const MOST_A_SWEEP = 50;
const MAX_NAME = 100;

function runName(name: string, number: number): string {
  const suffix = ` (top-up ${number})`;
  return `${name.slice(0, MAX_NAME - suffix.length)}${suffix}`;
}

/** A run is a copy of the crawl that is repeated, searched from the first page, for what is still missing. */
async function startRun(
  tx: Tx,
  schedule: ScheduleRow,
  { number, maxImages }: { number: number; maxImages: number },
): Promise<void> {
  const { ownerId, datasetId } = schedule;
  const template = await findCrawlJobForWork(tx, schedule.jobId);
  // Deleting the crawl deletes its schedule, which is locked.
  if (!template) throw new Error(`Schedule ${schedule.id} has no crawl to repeat.`);
  const id = uuidv7();
  const { keywords, sources, validationLevel, filters, listKey, sourceOptions } = template;
  await insertCrawlJob(tx, {
    id,
    ownerId,
    datasetId,
    name: runName(template.name, number),
    ...{ keywords, sources, maxImages, validationLevel, filters, listKey, sourceOptions },
    scheduleId: schedule.id,
    optOutOverride: await findOptOutReason(tx, datasetId),
    status: "running",
    startedAt: new Date(),
  });
  const chunks = await listChunks(tx, template.id);
  await insertChunks(
    tx,
    chunks.map(({ source, keyword, label, expansionOf, strategy, tier }) => ({
      ownerId,
      crawlJobId: id,
      ...{ source, keyword, label, expansionOf, strategy, tier },
    })),
  );
  const message = `Started by its schedule, for ${maxImages} new images.`;
  await insertJobLog(tx, { ownerId, crawlJobId: id, level: "info", message });
  await insertActivity(tx, {
    id: uuidv7(),
    ownerId,
    actor: "system",
    action: "schedule.ran",
    resourceType: "schedule",
    resourceId: schedule.id,
    details: { jobId: id },
  });
  await wakeIngest(tx, id, 1);
}

/** Starts the run of one schedule that is due, or ends it when it has its images; false when none is due. */
const runOne = (): Promise<boolean> =>
  db().transaction(async (tx) => {
    const schedule = await claimDueSchedule(tx);
    if (!schedule) return false;
    const { accepted, target, runs, cron, timezone } = schedule;
    if (accepted >= target) {
      await updateSchedule(tx, schedule.id, { status: "done", nextRunAt: null });
      return true;
    }
    await startRun(tx, schedule, { number: runs + 1, maxImages: target - accepted });
    const now = new Date();
    const nextRunAt = nextRun(cron, timezone, { now, last: now });
    await updateSchedule(tx, schedule.id, { lastRunAt: now, nextRunAt });
    return true;
  });

/** Starts every crawl whose time has come. Runs that were missed run once; none begins while its last one runs. */
export async function runSchedules(): Promise<void> {
  for (let count = 0; count < MOST_A_SWEEP; count++) if (!(await runOne())) return;
}
