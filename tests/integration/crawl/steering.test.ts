import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  cancelJob,
  getJob,
  listJobChunks,
  pauseJob,
  resumeJob,
  retryJob,
} from "@/lib/services/jobs";
import { eventually } from "@/tests/helpers/eventually";
import { type Site, startSite } from "@/tests/helpers/site";
import {
  candidatesOf,
  close,
  countActive,
  decided,
  finished,
  imagesOf,
  newPerson,
  open,
  type Person,
  pointAt,
  startCrawl,
} from "./crawling";

const SLOW_MS = 400;
const HOSTS = 4;

let site: Site;
let person: Person;
beforeAll(async () => {
  site = await startSite({
    many: Array.from({ length: 40 }, () => "photo" as const),
    mixed: ["photo", "photo", "missing", "missing", "blank", "tiny", "photo"],
    // The four that are asked for first lie on hosts of their own.
    plenty: [
      ...(["photo", "photo", "refused", "refused"] as const),
      ...Array.from({ length: 26 }, () => "photo" as const),
    ],
  });
  pointAt(site);
  process.env.CRAWL_PER_HOST_CONCURRENCY = "1";
  await open();
});
afterAll(async () => {
  await close();
  await site.close();
});
beforeEach(async () => {
  person = await newPerson();
});
afterEach(() => {
  site.latencyMs = 0;
  site.release();
});

const idle = () => eventually("no lane works", async () => (await countActive("ingest")) === 0);
const waitingOf = async (jobId: string) =>
  (await candidatesOf(jobId)).filter(({ outcome }) => outcome === null);

test("no request leaves two seconds after a cancel, and no lease stays", async () => {
  site.latencyMs = SLOW_MS;
  site.answerOnly(8);
  const { id } = await startCrawl(person, { keywords: ["many"] });
  await decided(id, 4);
  const cancelled = await cancelJob(person, { jobId: id });
  const [cancelledAt, askedBefore] = [performance.now(), site.countAll()];
  site.release();
  expect(cancelled.status).toBe("cancelled");
  await idle();
  const waiting = await waitingOf(id);
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting.filter(({ leaseUntil }) => leaseUntil !== null)).toEqual([]);
  await eventually("three seconds have passed", () => performance.now() > cancelledAt + 3_000);
  // Each host is asked one after the other; counted in its answers, because a clock goes on while the machine stalls.
  expect(site.countAll() - askedBefore).toBeLessThanOrEqual(HOSTS * (2_000 / SLOW_MS));
  expect((await getJob(person, { jobId: id })).status).toBe("cancelled");
});

test("a paused crawl rests with nothing lost, and goes on where it was", async () => {
  site.answerOnly(8);
  const { id, datasetId } = await startCrawl(person, { keywords: ["many"] });
  await decided(id, 4);
  expect((await pauseJob(person, { jobId: id })).status).toBe("paused");
  await idle();
  const waiting = await waitingOf(id);
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting.filter(({ leaseUntil, attempts }) => leaseUntil || attempts)).toEqual([]);

  site.release();
  expect((await resumeJob(person, { jobId: id })).status).toBe("running");
  expect(await finished(person, id)).toMatchObject({ status: "completed", validImages: 40 });
  expect(new Set((await imagesOf(datasetId)).map(({ sha256 }) => sha256)).size).toBe(40);
});

test("a cancelled crawl can be taken up again", async () => {
  site.answerOnly(8);
  const { id } = await startCrawl(person, { keywords: ["many"] });
  await decided(id, 2);
  await cancelJob(person, { jobId: id });
  await idle();
  site.release();
  await expect(retryJob(person, { jobId: id })).resolves.toMatchObject({ status: "running" });
  expect(await finished(person, id)).toMatchObject({ status: "completed", validImages: 40 });
});

test("a retry runs exactly the candidates with these outcomes again", async () => {
  const { id } = await startCrawl(person, { keywords: ["mixed"] });
  expect(await finished(person, id)).toMatchObject({
    outcomes: { accepted: 3, "http-4xx": 2, quality: 1, "too-small": 1 },
  });
  await expect(retryJob(person, { jobId: id, outcomes: ["timeout"] })).rejects.toMatchObject({
    code: "conflict",
  });

  const mixed = site.pictures.filter(({ keyword }) => keyword === "mixed");
  const before = mixed.map((picture) => site.countOf(picture));
  site.picture("missing").kind = "photo";
  await retryJob(person, { jobId: id, outcomes: ["http-4xx"] });
  expect(await finished(person, id)).toMatchObject({
    status: "completed",
    outcomes: { accepted: 4, "http-4xx": 1, quality: 1, "too-small": 1 },
  });
  expect(mixed.map((picture, i) => site.countOf(picture) - (before[i] ?? 0))).toEqual([
    0, 0, 1, 1, 0, 0, 0,
  ]);
});

test("a retry by cause goes beyond a met target, asks for no page, and leaves what was not needed", async () => {
  // What is refused must not be left out because the target is met before.
  site.holdBack(({ kind }) => kind === "photo");
  const { id } = await startCrawl(person, { keywords: ["plenty"], maxImages: 3 });
  await decided(id, 2);
  site.release();
  const before = await finished(person, id);
  const rest = before.totalImages - 5;
  expect(before).toMatchObject({
    validImages: 3,
    outcomes: { accepted: 3, "http-4xx": 2, "limit-reached": rest },
  });
  const [chunk] = (await listJobChunks(person, { jobId: id, limit: 10 })).items;

  site.picture("refused").kind = "photo";
  const again = await retryJob(person, { jobId: id, outcomes: ["http-4xx"] });
  expect(again).toMatchObject({ status: "running", finishedAt: null });
  expect(again.outcomes).toEqual({ accepted: 3, "limit-reached": rest });
  expect(await finished(person, id)).toMatchObject({
    status: "completed",
    validImages: 4,
    shortfall: null,
    outcomes: { accepted: 4, "http-4xx": 1, "limit-reached": rest },
  });
  const [after] = (await listJobChunks(person, { jobId: id, limit: 10 })).items;
  expect(after?.pages).toBe(chunk?.pages);
  await expect(retryJob(person, { jobId: id, outcomes: ["limit-reached"] })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("a retry by cause of a crawl that came up short says anew how short it is", async () => {
  const { id } = await startCrawl(person, { keywords: ["mixed"], maxImages: 50 });
  const before = await finished(person, id);
  const missing = 50 - before.validImages;
  expect(before.shortfall).toMatch(new RegExp(`^${missing} are missing`));
  site.picture("blank").kind = "photo";
  await retryJob(person, { jobId: id, outcomes: ["quality"] });
  const after = await finished(person, id);
  expect(after.shortfall).toMatch(new RegExp(`^${missing - 1} are missing`));
});
