import { z } from "zod";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { Schedule } from "@/lib/domain/schedule";
import { operation } from "./operation";

const tag = "Schedules";
const fields = {
  every: z.union([z.enum(["daily", "weekly"]), z.string().trim().min(9).max(100)]).meta({
    description: "daily, weekly (at this time of day) or five cron fields.",
  }),
  timezone: z.string().trim().min(1).max(64).default("UTC"),
  target: z.int().min(1).max(100_000),
};
const one = { tag, input: z.object({ scheduleId: Id }), errors: ["not-found"] } as const;

export const listSchedules = operation({
  id: "listSchedules",
  method: "GET",
  path: "/schedules",
  summary: "List crawls that repeat",
  tag,
  scope: "jobs:read",
  input: z.object({ ...pageInput, datasetId: Id.optional() }),
  output: pageOf(Schedule, "SchedulePage"),
  status: 200,
  errors: [],
});
export const createSchedule = operation({
  id: "createSchedule",
  method: "POST",
  path: "/schedules",
  summary: "Repeat a crawl until a target; each run brings new finds only",
  tag,
  scope: "jobs:write",
  input: z.object({ jobId: Id, ...fields }),
  output: Schedule,
  status: 201,
  errors: ["not-found", "limit-exceeded"],
});
export const getSchedule = operation({
  ...one,
  id: "getSchedule",
  method: "GET",
  path: "/schedules/{scheduleId}",
  summary: "Read a schedule",
  scope: "jobs:read",
  output: Schedule,
  status: 200,
});
export const updateSchedule = operation({
  ...one,
  id: "updateSchedule",
  method: "PATCH",
  path: "/schedules/{scheduleId}",
  summary: "Change or pause a schedule",
  scope: "jobs:write",
  input: z.object({
    scheduleId: Id,
    every: fields.every.optional(),
    timezone: fields.timezone.removeDefault().optional(),
    target: fields.target.optional(),
    status: z.enum(["active", "paused"]).optional(),
  }),
  output: Schedule,
  status: 200,
  errors: ["not-found", "conflict"],
});
export const deleteSchedule = operation({
  ...one,
  id: "deleteSchedule",
  method: "DELETE",
  path: "/schedules/{scheduleId}",
  summary: "Stop repeating a crawl",
  scope: "jobs:write",
  output: z.void(),
  status: 204,
});
