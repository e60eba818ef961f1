import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { retryJob } from "@/lib/services/jobs";
import { eventually } from "@/tests/helpers/eventually";
import { type Site, startSite } from "@/tests/helpers/site";
import { isVariant, type Kind, sceneOf } from "@/tests/helpers/site-pictures";
import { startWorkerProcess, type WorkerProcess } from "@/tests/helpers/worker-process";
import {
  candidatesOf,
  close,
  damagedImages,
  decided,
  filesAndRows,
  finished,
  imagesOf,
  newDataset,
  newPerson,
  open,
  type Person,
  pointAt,
  sha256Of,
  startCrawl,
  startList,
  sweep,
} from "./crawling";

/** Each photo with one that is made from it. */
const pairs = (count: number): Kind[] =>
  Array.from({ length: count }, (_, i) => [
    "photo" as const,
    (["copy", "resized", "mirrored", "recompressed"] as const)[i % 4] ?? "copy",
  ]).flat();

let site: Site;
let person: Person;
const workers: WorkerProcess[] = [];
beforeAll(async () => {
  site = await startSite({
    twice: pairs(32),
    once: Array.from({ length: 40 }, () => "photo" as const),
  });
  pointAt(site);
  await open(false);
  person = await newPerson();
});
afterEach(async () => {
  site.release();
  await Promise.all(workers.splice(0).map((worker) => worker.kill()));
});
afterAll(async () => {
  await close();
  await site.close();
});

async function startWorker(settings: Readonly<Record<string, string>> = {}) {
  const worker = await startWorkerProcess(settings);
  workers.push(worker);
  return worker;
}
const picturesOf = (keyword: string) => site.pictures.filter((each) => each.keyword === keyword);
const photosOf = async (keyword: string) => {
  const photos = picturesOf(keyword).filter(({ kind }) => !isVariant(kind));
  return Promise.all(photos.map(async ({ scene }) => sha256Of(await sceneOf(scene))));
};

/** The files are those of the rows, and every one holds what its row says. */
async function expectIntact(datasetId: string) {
  await sweep(datasetId);
  const { files, rows } = await filesAndRows(datasetId);
  expect(files).toEqual(rows);
  expect(await damagedImages(datasetId)).toEqual([]);
}

test("two processes on one dataset keep every picture once, and the better of two", async () => {
  // With so few in flight, one process that waits leaves a slot of every host to the other.
  const settings = { CRAWL_CONCURRENCY: "12" };
  await Promise.all(
    ["one", "two"].map((name) =>
      startWorker({ ...settings, CRAWL_USER_AGENT_CONTACT: `${name}@example.com` }),
    ),
  );
  site.latencyMs = 40;
  // The first to come must not be done with everything before the second has come.
  site.holdBack(() => site.agents.size < 2);
  const datasetId = await newDataset(person);
  const urls = picturesOf("twice").map(({ url }) => url);
  // Three crawls of two lanes each are more than one process takes.
  const jobs = await Promise.all(
    [urls, urls.toReversed(), [...urls.slice(20), ...urls.slice(0, 20)]].map((order) =>
      startList(person, order, { datasetId }),
    ),
  );
  await eventually("both processes fetch", () => site.agents.size === 2);
  site.release();
  for (const { id } of jobs)
    expect(await finished(person, id)).toMatchObject({ status: "completed", error: null });

  expect(Math.max(...site.mostAtOnce.values())).toBeLessThanOrEqual(4);
  const images = await imagesOf(datasetId);
  const kept = images.filter(({ isDuplicate }) => !isDuplicate).map(({ sha256 }) => sha256);
  expect(kept.sort()).toEqual((await photosOf("twice")).sort());
  expect(new Set(images.map(({ sha256 }) => sha256)).size).toBe(images.length);
  const endings = await Promise.all(jobs.map(({ id }) => candidatesOf(id)));
  const accepted = endings.flat().filter(({ outcome }) => outcome === "accepted");
  expect(accepted.map(({ imageSha256 }) => imageSha256).sort()).toEqual(kept);
  await expectIntact(datasetId);
}, 300_000);

test("a crawl whose process is killed goes on in another and ends as if nothing had been", async () => {
  const first = await startWorker();
  site.answerOnly(20);
  const { id, datasetId } = await startCrawl(person, { keywords: ["once"], maxImages: 60 });
  await decided(id, 10);
  await first.kill();
  site.release();
  const left = (await candidatesOf(id)).filter(({ outcome }) => outcome === null);
  expect(left.filter(({ leaseUntil }) => leaseUntil !== null).length).toBeGreaterThan(0);

  await startWorker();
  const job = await finished(person, id, { timeoutMs: 120_000 });
  expect(job).toMatchObject({ status: "completed", validImages: 40, totalImages: 40 });
  const found = (await imagesOf(datasetId)).map(({ sha256 }) => sha256);
  expect(found.sort()).toEqual((await photosOf("once")).sort());
  const rows = await candidatesOf(id);
  expect(rows.filter(({ outcome, leaseUntil }) => outcome !== "accepted" || leaseUntil)).toEqual(
    [],
  );
  await expectIntact(datasetId);
}, 360_000);

test("a retry by cause runs exactly those, with two processes of which one is killed", async () => {
  const first = await startWorker();
  site.latencyMs = 250;
  for (const [i, picture] of picturesOf("once").entries())
    picture.kind = i % 4 === 0 ? "tiny" : "missing";
  const { id, datasetId } = await startCrawl(person, { keywords: ["once"], maxImages: 5 });
  const before = await finished(person, id);
  expect(before.outcomes).toEqual({ "http-4xx": 30, "too-small": 10 });
  for (const picture of picturesOf("once")) picture.kind = "photo";

  await startWorker();
  site.answerOnly(20);
  await retryJob(person, { jobId: id, outcomes: ["http-4xx"] });
  await decided(id, 16);
  await first.kill();
  site.release();
  const job = await finished(person, id, { timeoutMs: 120_000 });
  // More than were asked for, because they were asked for by name; and no page brought others.
  expect(job).toMatchObject({ status: "completed", totalImages: 40 });
  expect(job.outcomes).toEqual({ accepted: 30, "too-small": 10 });
  expect(await imagesOf(datasetId)).toHaveLength(30);
  await expectIntact(datasetId);
}, 360_000);

test("a process that is asked to end gives back what it holds, and another goes on at once", async () => {
  const first = await startWorker();
  site.answerOnly(20);
  const { id } = await startCrawl(person, { keywords: ["once"], maxImages: 60 });
  await decided(id, 10);
  expect(await first.stop()).toBe(0);
  site.release();
  const left = (await candidatesOf(id)).filter(({ outcome }) => outcome === null);
  expect(left.length).toBeGreaterThan(0);
  expect(left.filter(({ leaseUntil, attempts }) => leaseUntil || attempts)).toEqual([]);

  await startWorker();
  const job = await finished(person, id);
  expect(job).toMatchObject({ status: "completed", validImages: 40 });
}, 360_000);
