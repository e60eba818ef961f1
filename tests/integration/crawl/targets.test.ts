import { afterAll, beforeAll, expect, test } from "vitest";
import { getJobReport } from "@/lib/services/job-report";
import { getJobProgress, listJobChunks, listJobLogs } from "@/lib/services/jobs";
import { type Site, startSite } from "@/tests/helpers/site";
import {
  candidatesOf,
  close,
  filesAndRows,
  finished,
  imagesOf,
  newPerson,
  open,
  type Person,
  pointAt,
  startCrawl,
  sweep,
} from "./crawling";

const photos = (count: number) => Array.from({ length: count }, () => "photo" as const);

let site: Site;
let person: Person;
beforeAll(async () => {
  const cat = [...photos(24), "missing", "missing"] as const;
  site = await startSite({
    cat,
    dog: photos(20),
    bird: photos(20),
    fish: photos(3),
    cats: photos(12),
  });
  pointAt(site);
  await open();
  person = await newPerson();
});
afterAll(async () => {
  await close();
  await site.close();
});

const chunksOf = async (jobId: string) =>
  (await listJobChunks(person, { jobId, limit: 100 })).items;

test("a target below the supply ends with exactly so many pictures, evenly over the keywords", async () => {
  const { id, datasetId } = await startCrawl(person, {
    keywords: ["cat", "dog", "bird"],
    maxImages: 14,
  });
  const job = await finished(person, id);
  expect(job).toMatchObject({ status: "completed", validImages: 14, shortfall: null, error: null });
  expect((await imagesOf(datasetId)).length).toBe(14);
  const perKeyword = (await chunksOf(id)).map(({ accepted }) => accepted);
  expect(perKeyword.sort()).toEqual([4, 5, 5]);
  const others = (await candidatesOf(id)).filter(({ outcome }) => outcome !== "accepted");
  expect(others.length).toBe(job.totalImages - 14);
  expect(new Set(others.map(({ outcome }) => outcome))).toEqual(new Set(["limit-reached"]));

  await sweep(datasetId);
  const { files, rows } = await filesAndRows(datasetId);
  expect(files).toEqual(rows);
});

test("a keyword with few pictures leaves its part to the others", async () => {
  const { id } = await startCrawl(person, { keywords: ["fish", "dog", "bird"], maxImages: 15 });
  expect(await finished(person, id)).toMatchObject({ status: "completed", validImages: 15 });
  const chunks = (await chunksOf(id)).map(({ keyword, accepted }) => [keyword, accepted]);
  expect(Object.fromEntries(chunks)).toEqual({ fish: 3, dog: 6, bird: 6 });
});

test("a label has its part however many keywords it has", async () => {
  const keywords = ["dog", "bird"].map((keyword) => ({ keyword, label: "pet" }));
  const { id } = await startCrawl(person, { keywords: ["cat", ...keywords], maxImages: 20 });
  expect(await finished(person, id)).toMatchObject({ status: "completed", validImages: 20 });
  const { labels, warnings } = await getJobProgress(person, { jobId: id });
  expect(labels).toEqual([
    { label: "cat", accepted: 10, goal: 10 },
    { label: "pet", accepted: 10, goal: 10 },
  ]);
  expect(warnings).toEqual([]);
});

test("expansions are searched only for what their keyword cannot give, under its label", async () => {
  const expanded = (maxImages: number) =>
    startCrawl(person, {
      keywords: ["fish", { keyword: "cat", label: "cat" }],
      expandKeywords: { strategies: ["variants"], perKeyword: 1 },
      maxImages,
    });
  const enough = await expanded(6);
  expect(await finished(person, enough.id)).toMatchObject({ validImages: 6 });
  const unasked = (await chunksOf(enough.id)).filter(({ expansionOf }) => expansionOf);
  expect(unasked).toMatchObject([{ keyword: "cats", pages: 0 }]);

  const short = await expanded(60);
  expect(await finished(person, short.id)).toMatchObject({ validImages: 39 });
  const lanes = Object.fromEntries((await chunksOf(short.id)).map((lane) => [lane.keyword, lane]));
  expect(lanes.cat).toMatchObject({ accepted: 24, expansionOf: null });
  expect(lanes.cats).toMatchObject({ accepted: 12, label: "cat", expansionOf: "cat" });
});

test("a label that is left behind is warned of, in the log, the progress and the report", async () => {
  const { id } = await startCrawl(person, { keywords: ["fish", "dog", "bird"], maxImages: 43 });
  expect(await finished(person, id)).toMatchObject({ validImages: 43 });
  const warning = "Class balance: “fish” has 3 images, under half of the mean of 14.";
  expect((await getJobProgress(person, { jobId: id })).warnings).toEqual([warning]);
  const { items } = await listJobLogs(person, { jobId: id, limit: 50 });
  expect(items).toContainEqual(expect.objectContaining({ level: "warning", message: warning }));
  expect(await (await getJobReport(person, { jobId: id })).text()).toContain(warning);
});

test("a crawl that runs dry says how many are missing and why", async () => {
  const { id } = await startCrawl(person, { keywords: ["cat"], maxImages: 50 });
  const job = await finished(person, id);
  expect(job).toMatchObject({
    status: "completed",
    validImages: 24,
    totalImages: 26,
    progress: 100,
  });
  expect(job.shortfall).toBe(
    "26 are missing, because every source ran dry. Most others were lost to refused by the server (2).",
  );
});

test("a search that fails throughout is given up, and the others fill up", async () => {
  site.broken.add("dog");
  const { id } = await startCrawl(person, { keywords: ["cat", "dog", "bird"], maxImages: 20 });
  const job = await finished(person, id);
  expect(job).toMatchObject({ status: "completed", validImages: 20, failedChunks: 1 });
  const chunks = new Map((await chunksOf(id)).map((chunk) => [chunk.keyword, chunk]));
  expect(chunks.get("dog")).toMatchObject({
    status: "failed",
    found: 0,
    error: expect.stringContaining("500"),
  });
  expect(chunks.get("cat")?.accepted).toBe(10);
  expect(chunks.get("bird")?.accepted).toBe(10);
});
