import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { runSchedules } from "@/jobs/maintenance/run-schedules";
import { db } from "@/lib/db/client";
import { activityLogs } from "@/lib/db/schema/accounts";
import { crawlJobs, crawlSchedules } from "@/lib/db/schema/crawl";
import type { CrawlJob } from "@/lib/domain/crawl-job";
import { cancelJob, getJob, pauseJob, retryJob } from "@/lib/services/jobs";
import { createSchedule, getSchedule } from "@/lib/services/schedules";
import { eventually } from "@/tests/helpers/eventually";
import { type Site, startSite } from "@/tests/helpers/site";
import {
  candidatesOf,
  close,
  finished,
  imagesOf,
  newPerson,
  open,
  type Person,
  pointAt,
  startCrawl,
} from "./crawling";

let site: Site;
let person: Person;
beforeAll(async () => {
  site = await startSite({
    cat: ["photo", "photo", "missing", "missing", "missing", "tiny"],
    dog: ["photo", "photo", "photo", "refused"],
    bird: ["photo"],
  });
  pointAt(site);
  await open();
});
afterAll(async () => {
  await close();
  await site.close();
});
beforeEach(async () => {
  person = await newPerson();
});

const everyDay = { every: "daily", timezone: "Europe/Berlin" } as const;
const makeDue = (id: string) =>
  db()
    .update(crawlSchedules)
    .set({ nextRunAt: sql`now() - interval '3 days'` })
    .where(eq(crawlSchedules.id, id));
const runsOf = (scheduleId: string) =>
  db()
    .select()
    .from(crawlJobs)
    .where(eq(crawlJobs.scheduleId, scheduleId))
    .orderBy(asc(crawlJobs.id));
/** The nth run of a schedule that is due: the sweep that comes round every minute may have begun it, and not be done. */
const startedRun = (scheduleId: string, nth: number) =>
  eventually(`run ${nth} begins`, async () => {
    await runSchedules();
    return (await runsOf(scheduleId))[nth - 1];
  });
/** A crawl that is over, and its schedule. */
async function scheduled(keyword: string, target: number) {
  const job = await startCrawl(person, { keywords: [keyword], maxImages: 4 });
  await finished(person, job.id);
  const schedule = await createSchedule(person, { jobId: job.id, target, ...everyDay });
  return { job, schedule };
}
const comeBack = (count: number) => {
  for (let i = 0; i < count; i++) site.picture("missing").kind = "photo";
};

test("runs bring what is new until the target is met, and then no more begin", async () => {
  const { job, schedule } = await scheduled("cat", 5);
  expect(schedule).toMatchObject({ status: "active", accepted: 2, target: 5, lastRunAt: null });
  await runSchedules();
  expect(await runsOf(schedule.id)).toEqual([]);

  comeBack(2);
  await makeDue(schedule.id);
  // Two processes that sweep at once start one run; what was missed is run once.
  await Promise.all([runSchedules(), runSchedules()]);
  const first = await startedRun(schedule.id, 1);
  expect(await runsOf(schedule.id)).toHaveLength(1);
  expect(first).toMatchObject({ name: "Crawl (top-up 1)", maxImages: 3, keywords: job.keywords });
  const run: CrawlJob = await finished(person, first.id);
  expect(run).toMatchObject({
    status: "completed",
    validImages: 2,
    scheduleId: schedule.id,
    outcomes: { accepted: 2, "already-known": 3, "http-4xx": 1 },
  });
  const details = (await candidatesOf(run.id)).flatMap(({ outcome, detail }) =>
    outcome === "already-known" ? [detail] : [],
  );
  expect(details.sort()).toEqual([
    "An earlier run of the schedule decided: too small.",
    "The dataset has this picture.",
    "The dataset has this picture.",
  ]);
  const between = await getSchedule(person, { scheduleId: schedule.id });
  expect(between).toMatchObject({ status: "active", accepted: 4, lastJobId: run.id });
  expect(Date.parse(between.nextRunAt ?? "")).toBeGreaterThan(Date.now() + 3_500_000);

  comeBack(1);
  await makeDue(schedule.id);
  const second = await startedRun(schedule.id, 2);
  expect(second).toMatchObject({ name: "Crawl (top-up 2)", maxImages: 1 });
  expect(await finished(person, second.id)).toMatchObject({
    validImages: 1,
    shortfall: null,
  });
  expect(await getSchedule(person, { scheduleId: schedule.id })).toMatchObject({
    status: "done",
    accepted: 5,
    nextRunAt: null,
  });
  expect(await imagesOf(job.datasetId)).toHaveLength(5);
  const acts = await db()
    .select({ action: activityLogs.action, actor: activityLogs.actor })
    .from(activityLogs)
    .where(eq(activityLogs.resourceId, schedule.id));
  expect(acts.filter(({ action }) => action === "schedule.ran")).toEqual([
    { action: "schedule.ran", actor: "system" },
    { action: "schedule.ran", actor: "system" },
  ]);
});

test("no run begins while the one before still runs or rests; then it does", async () => {
  const { job, schedule } = await scheduled("dog", 10);
  site.holdBack(({ kind }) => kind === "refused");
  await retryJob(person, { jobId: job.id, outcomes: ["http-4xx"] });
  await makeDue(schedule.id);
  await runSchedules();
  expect(await runsOf(schedule.id)).toEqual([]);
  await pauseJob(person, { jobId: job.id });
  await runSchedules();
  expect(await runsOf(schedule.id)).toEqual([]);

  await cancelJob(person, { jobId: job.id });
  site.release();
  const run = await startedRun(schedule.id, 1);
  expect(await finished(person, run.id)).toMatchObject({
    validImages: 0,
    outcomes: { "already-known": 3, "http-4xx": 1 },
  });
});

test("a schedule whose images came otherwise ends when it is due", async () => {
  const { job, schedule } = await scheduled("bird", 2);
  await db().update(crawlSchedules).set({ target: 1 }).where(eq(crawlSchedules.id, schedule.id));
  await makeDue(schedule.id);
  await eventually("the schedule ends", async () => {
    await runSchedules();
    return (await getSchedule(person, { scheduleId: schedule.id })).status === "done";
  });
  expect(await runsOf(schedule.id)).toEqual([]);
  expect(await getJob(person, { jobId: job.id })).toMatchObject({ status: "completed" });
});
