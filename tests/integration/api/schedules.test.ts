import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/schedules";
import { pool } from "@/lib/db/client";
import { person, refusal, run, send, withQueues } from "../../helpers/api";
import { type Estate, estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
let mine: Estate;
beforeEach(async () => {
  me = await person();
  mine = await estateOf(me.id);
});

const GOOD = { every: "0 6 * * 1", timezone: "Europe/Berlin", target: 20 };
const create = (changes: object = {}) =>
  send(op.createSchedule, { ...GOOD, jobId: mine.jobId, ...changes }, me);
const made = () => run(op.createSchedule, { ...GOOD, jobId: mine.jobId }, me);

describe("a schedule", () => {
  test("is made of a crawl, read, listed by dataset, and deleted", async () => {
    await pool()`delete from crawl_schedules where owner_id = ${me.id}`;
    const older = await made();
    const now = Date.now();
    const schedule = await made();
    expect(schedule).toMatchObject({
      jobId: mine.jobId,
      datasetId: mine.datasetId,
      name: "Cats",
      cron: "0 6 * * 1",
      timezone: "Europe/Berlin",
      target: 20,
      accepted: 1,
      status: "active",
      lastRunAt: null,
      lastJobId: null,
    });
    expect(new Date(schedule.nextRunAt ?? 0).getTime()).toBeGreaterThan(now);
    const { id: scheduleId, datasetId } = schedule;
    expect(await run(op.getSchedule, { scheduleId }, me)).toEqual(schedule);
    const listed = await run(op.listSchedules, { datasetId, limit: 1 }, me);
    expect(listed.items).toEqual([schedule]);
    const rest = await run(op.listSchedules, { cursor: listed.nextCursor ?? "" }, me);
    expect(rest.items).toEqual([older]);
    const other = await run(op.listSchedules, { datasetId: crypto.randomUUID() }, me);
    expect(other.items).toEqual([]);
    await run(op.deleteSchedule, { scheduleId }, me);
    expect(await refusal(send(op.getSchedule, { scheduleId }, me))).toMatchObject({ status: 404 });
    const acts = await pool()`select action from activity_logs where resource_id = ${scheduleId}`;
    expect(acts.map(({ action }) => action).sort()).toEqual([
      "schedule.created",
      "schedule.deleted",
    ]);
  });

  test("is refused to whoever has a hundred", async () => {
    await made();
    await pool()`
      insert into crawl_schedules (id, owner_id, dataset_id, job_id, cron, timezone, target, status, next_run_at)
      select gen_random_uuid(), owner_id, dataset_id, job_id, cron, timezone, target, status, next_run_at
      from (select * from crawl_schedules where owner_id = ${me.id} limit 1) s, generate_series(1, 99)`;
    expect(await refusal(create())).toMatchObject({ status: 429, code: "limit-exceeded" });
  });

  test("of every day or week keeps the time of day at which it was made", async () => {
    const daily = await run(op.createSchedule, { ...GOOD, every: "daily", jobId: mine.jobId }, me);
    expect(daily.cron).toMatch(/^\d{1,2} \d{1,2} \* \* \*$/);
    const weekly = await run(
      op.createSchedule,
      { ...GOOD, every: "weekly", jobId: mine.jobId },
      me,
    );
    expect(weekly.cron).toMatch(/^\d{1,2} \d{1,2} \* \* [A-Z]{3}$/);
  });

  test.each([
    { pointer: "#/every", changes: { every: "every monday at six" } },
    { pointer: "#/every", changes: { every: "0 0 30 2 *" } },
    { pointer: "#/every", changes: { every: "0 0 6 * * 1" } },
    { pointer: "#/timezone", changes: { timezone: "Mars/Olympus" } },
    { pointer: "#/target", changes: { target: 1 } },
    { pointer: "#/target", changes: { target: 0 } },
  ])("with $changes is refused, pointing at $pointer", async ({ pointer, changes }) => {
    const problem = await refusal(create(changes));
    expect(problem).toMatchObject({ status: 422 });
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  test("is not made of a run of a schedule, nor of an upload", async () => {
    await pool()`update crawl_jobs set schedule_id = ${mine.scheduleId} where id = ${mine.jobId}`;
    expect(await refusal(create())).toMatchObject({ errors: [{ pointer: "#/jobId" }] });
    await pool()`update crawl_jobs set schedule_id = null, sources = '{upload}' where id = ${mine.jobId}`;
    expect(await refusal(create())).toMatchObject({ errors: [{ pointer: "#/jobId" }] });
  });

  test("can be paused, changed and taken up again", async () => {
    const { id: scheduleId } = await made();
    const change = (changes: object) => run(op.updateSchedule, { scheduleId, ...changes }, me);
    expect(await change({ status: "paused" })).toMatchObject({ status: "paused", nextRunAt: null });
    const moved = await change({ every: "30 7 * * *", timezone: "UTC" });
    expect(moved).toMatchObject({ status: "paused", cron: "30 7 * * *", nextRunAt: null });
    const again = await change({ status: "active" });
    expect(again.nextRunAt).toMatch(/T07:30:00\.000Z$/);
    expect(await change({ target: 1 })).toMatchObject({ status: "done", nextRunAt: null });
    const early = send(op.updateSchedule, { scheduleId, status: "active" }, me);
    expect(await refusal(early)).toMatchObject({ status: 409 });
    expect(await change({ target: 9 })).toMatchObject({ status: "active", target: 9 });
    const wrong = send(op.updateSchedule, { scheduleId, timezone: "Mars/Olympus" }, me);
    expect(await refusal(wrong)).toMatchObject({
      status: 422,
      errors: [{ pointer: "#/timezone" }],
    });
  });

  test("goes with the crawl that it repeats, and its runs stay", async () => {
    const { id: scheduleId } = await made();
    const [copy] = await pool()`
      insert into crawl_jobs (id, owner_id, dataset_id, name, keywords, sources, max_images, validation_level, schedule_id)
      select ${crypto.randomUUID()}, owner_id, dataset_id, name, keywords, sources, max_images, validation_level, ${scheduleId}
      from crawl_jobs where id = ${mine.jobId} returning id`;
    await pool()`delete from crawl_jobs where id = ${mine.jobId}`;
    expect(await refusal(send(op.getSchedule, { scheduleId }, me))).toMatchObject({ status: 404 });
    const [row] = await pool()`select schedule_id from crawl_jobs where id = ${copy?.id}`;
    expect(row).toEqual({ schedule_id: null });
  });
});
