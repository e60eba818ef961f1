import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/schedules";
import type { Tx } from "@/lib/db/client";
import { findCrawlJob } from "@/lib/db/crawl-jobs";
import { idCursor, pageFrom } from "@/lib/db/page";
import { asPerson, elevated } from "@/lib/db/rls";
import * as rows from "@/lib/db/schedules";
import type { Schedule, ScheduleStatus } from "@/lib/domain/schedule";
import { AppError } from "@/lib/errors";
import { cronOf, isTimeZone, nextRun } from "@/lib/pipeline/discover/next-run";
import { recordActivity } from "./activity";
import { orNotFound } from "./not-found";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

const iso = (date: Date | null) => date?.toISOString() ?? null;
const toSchedule = (row: rows.CountedScheduleRow): Schedule => ({
  id: row.id,
  datasetId: row.datasetId,
  jobId: row.jobId,
  name: row.name,
  cron: row.cron,
  timezone: row.timezone,
  target: row.target,
  accepted: row.accepted,
  status: row.status,
  nextRunAt: iso(row.nextRunAt),
  lastRunAt: iso(row.lastRunAt),
  lastJobId: row.lastJobId,
  createdAt: row.createdAt.toISOString(),
});

const notValid = (pointer: string, detail: string) =>
  new AppError("validation-failed", detail, { details: { errors: [{ pointer, detail }] } });

/** The cron fields and their next time; throws validation-failed for what never comes round. */
function timesOf(every: string, timezone: string, last: Date | null) {
  if (!isTimeZone(timezone))
    throw notValid("#/timezone", "Give a time zone such as Europe/Berlin or UTC.");
  const now = new Date();
  const cron = cronOf(every, timezone, now);
  const nextRunAt = nextRun(cron, timezone, { now, last });
  if (nextRunAt) return { cron, timezone, nextRunAt };
  throw notValid(
    "#/every",
    "Give daily, weekly, or five cron fields (minute hour day month weekday) that come round.",
  );
}

/** Of one person: each is a crawl an hour at worst. */
const MAX_SCHEDULES = 100;

const readSchedule = async (tx: Tx, ownerId: string, id: string) =>
  orNotFound(await rows.findSchedule(tx, ownerId, id), "schedule");
const resource = (id: string) => ({ type: "schedule", id });

export const listSchedules = (ctx: Context, { limit, cursor, datasetId }: In<"listSchedules">) =>
  asPerson(ownerOf(ctx), async (tx) => {
    const page = { after: idCursor(cursor), limit, datasetId };
    const found = await rows.listSchedules(tx, ownerOf(ctx), page);
    return pageFrom(found, limit, (row) => [row.id], toSchedule);
  });

export const createSchedule = (ctx: Context, input: In<"createSchedule">) => {
  const ownerId = ownerOf(ctx);
  const { jobId, target, every, timezone } = input;
  return asPerson(ownerId, async (tx) => {
    const job = orNotFound(await findCrawlJob(tx, ownerId, jobId), "job");
    if (job.scheduleId)
      throw notValid(
        "#/jobId",
        "This crawl is itself a run of a schedule: name the one it repeats.",
      );
    if (job.sources.includes("upload"))
      throw notValid("#/jobId", "What was uploaded cannot be collected again.");
    const accepted = job.outcomes.accepted ?? 0;
    if (accepted >= target)
      throw notValid("#/target", `The crawl has ${accepted} images already; ask for more.`);
    if ((await rows.countSchedules(tx, ownerId)) >= MAX_SCHEDULES)
      throw new AppError(
        "limit-exceeded",
        `You have ${MAX_SCHEDULES} schedules already; delete one first.`,
      );
    const id = uuidv7();
    const times = timesOf(every, timezone, job.startedAt);
    await elevated(tx, ownerId, () =>
      rows.insertSchedule(tx, { id, ownerId, datasetId: job.datasetId, jobId, target, ...times }),
    );
    await recordActivity(tx, ctx, "schedule.created", resource(id), { jobId, target });
    return toSchedule(await readSchedule(tx, ownerId, id));
  });
};

export const getSchedule = (ctx: Context, { scheduleId }: In<"getSchedule">) =>
  asPerson(ownerOf(ctx), async (tx) =>
    toSchedule(await readSchedule(tx, ownerOf(ctx), scheduleId)),
  );

export const updateSchedule = (ctx: Context, input: In<"updateSchedule">) => {
  const ownerId = ownerOf(ctx);
  const { scheduleId, every, timezone, target } = input;
  return asPerson(ownerId, async (tx) => {
    const row = await readSchedule(tx, ownerId, scheduleId);
    const goal = target ?? row.target;
    const isDone = row.accepted >= goal;
    if (isDone && input.status === "active")
      throw new AppError("conflict", `It has its ${goal} images; raise the target first.`);
    // A target that was raised sets a finished schedule going again.
    const resumed = row.status === "done" ? "active" : row.status;
    const status: ScheduleStatus = isDone ? "done" : (input.status ?? resumed);
    const times = timesOf(every ?? row.cron, timezone ?? row.timezone, row.lastRunAt);
    const isMoved = every !== undefined || timezone !== undefined || !row.nextRunAt;
    const nextRunAt = isMoved ? times.nextRunAt : row.nextRunAt;
    const changes = { ...times, target: goal, status };
    await elevated(tx, ownerId, () =>
      rows.updateSchedule(tx, scheduleId, {
        ...changes,
        nextRunAt: status === "active" ? nextRunAt : null,
      }),
    );
    await recordActivity(tx, ctx, "schedule.updated", resource(scheduleId), {
      status,
      target: goal,
    });
    return toSchedule(await readSchedule(tx, ownerId, scheduleId));
  });
};

export const deleteSchedule = (
  ctx: Context,
  { scheduleId }: In<"deleteSchedule">,
): Promise<void> => {
  const ownerId = ownerOf(ctx);
  return asPerson(ownerId, async (tx) => {
    await readSchedule(tx, ownerId, scheduleId);
    await elevated(tx, ownerId, () => rows.deleteSchedule(tx, ownerId, scheduleId));
    await recordActivity(tx, ctx, "schedule.deleted", resource(scheduleId));
  });
};
