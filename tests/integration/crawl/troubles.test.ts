import { afterAll, beforeAll, expect, test } from "vitest";
import { isDatabaseAway } from "@/lib/db/client";
import { withAdmin } from "@/lib/db/embedded/postmaster";
import { AppError } from "@/lib/errors";
import { forgetProcessGlobal, processGlobal } from "@/lib/process-global";
import { getJob } from "@/lib/services/jobs";
import { storage } from "@/lib/storage";
import type { Storage } from "@/lib/storage/storage";
import { eventually } from "@/tests/helpers/eventually";
import { type Site, startSite } from "@/tests/helpers/site";
import {
  candidatesOf,
  close,
  damagedImages,
  decided,
  filesAndRows,
  finished,
  newPerson,
  open,
  type Person,
  pointAt,
  startCrawl,
} from "./crawling";

let site: Site;
let person: Person;
let isDiskFull = false;
beforeAll(async () => {
  site = await startSite({
    few: Array.from({ length: 8 }, () => "photo" as const),
    many: Array.from({ length: 40 }, () => "photo" as const),
  });
  pointAt(site);
  const real = storage();
  const moody: Storage = {
    ...real,
    put: (...args) =>
      isDiskFull
        ? Promise.reject(new AppError("unavailable", "The disk is full."))
        : real.put(...args),
  };
  forgetProcessGlobal("storage");
  processGlobal("storage", () => moody);
  await open();
  person = await newPerson();
});
afterAll(async () => {
  await close();
  await site.close();
});

test("a full disk holds a crawl up, says so, and costs no candidate", async () => {
  isDiskFull = true;
  const { id, datasetId } = await startCrawl(person, { keywords: ["few"] });
  const held = await eventually("the crawl tells of the disk", async () => {
    const job = await getJob(person, { jobId: id });
    return job.error ? job : null;
  });
  expect(held).toMatchObject({ status: "running", error: "The disk is full." });
  const rows = await candidatesOf(id);
  expect(rows.length).toBe(8);
  expect(rows.filter(({ outcome, attempts }) => outcome !== null || attempts > 0)).toEqual([]);

  isDiskFull = false;
  const job = await finished(person, id);
  expect(job).toMatchObject({ status: "completed", validImages: 8, error: null });
  const { files, rows: named } = await filesAndRows(datasetId);
  expect(files).toEqual(named);
});

/** Ends every connection to this file's database but the one that says so. */
const cutConnections = async () => {
  const url = process.env.DATABASE_URL ?? "";
  const name = new URL(url).pathname.slice(1);
  await withAdmin(
    url,
    (admin) => admin`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = ${name} and pid <> pg_backend_pid()`,
  );
};

test("a crawl survives the loss of every database connection", async () => {
  site.latencyMs = 150;
  // The crawl cannot be over before the connections are cut.
  site.answerOnly(12);
  const { id, datasetId } = await startCrawl(person, { keywords: ["many"] });
  await decided(id, 5);
  await cutConnections();
  site.release();
  // Which of the pool's connections already know that they are gone is a matter of chance.
  await decided(id, 15, { timeoutMs: 100_000, forgives: isDatabaseAway });
  await cutConnections();
  const job = await finished(person, id, { timeoutMs: 120_000, forgives: isDatabaseAway });
  expect(job).toMatchObject({ status: "completed", validImages: 40, totalImages: 40, error: null });
  const { damaged } = await eventually(
    "the images are read",
    async () => ({ damaged: await damagedImages(datasetId) }),
    { forgives: isDatabaseAway },
  );
  expect(damaged).toEqual([]);
}, 360_000);
