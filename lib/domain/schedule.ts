import { z } from "zod";
import { Id, Time } from "./page";

export const SCHEDULE_STATUSES = ["active", "paused", "done"] as const;
export const ScheduleStatus = z.enum(SCHEDULE_STATUSES);
export type ScheduleStatus = z.infer<typeof ScheduleStatus>;

export const Schedule = z
  .object({
    id: Id,
    datasetId: Id,
    jobId: Id.meta({ description: "The crawl that is repeated." }),
    name: z.string(),
    cron: z.string().meta({ description: "Five fields: minute hour day month weekday." }),
    timezone: z.string(),
    target: z.int().meta({ description: "Ends when all its runs together have so many images." }),
    accepted: z.int(),
    status: ScheduleStatus,
    nextRunAt: Time.nullable(),
    lastRunAt: Time.nullable(),
    lastJobId: Id.nullable(),
    createdAt: Time,
  })
  .meta({ id: "Schedule", description: "A crawl that repeats until a target; new finds only." });
export type Schedule = z.infer<typeof Schedule>;
