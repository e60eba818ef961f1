import { beforeEach, expect, test } from "vitest";
import * as op from "@/lib/contract/datasets";
import { pool } from "@/lib/db/client";
import { call, person, refusal, run, send, withQueues } from "../../helpers/api";
import { addImage, estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
beforeEach(async () => {
  me = await person();
});
const reportOf = async (path: string) => {
  const response = await call("GET", `${path}/report`, me);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  return response.text();
};

test("a dataset's report tells what it holds, where from, what is wrong and what is next", async () => {
  const { datasetId } = await estateOf(me.id);
  await pool()`update datasets set rules = '{"dark":{"threshold":0.4,"hides":false}}' where id = ${datasetId}`;
  await addImage(
    { ownerId: me.id, datasetId },
    { issues: ["dark", "light"], licence: "unknown", labels: ["dog"], label: "dog" },
  );
  const report = await reportOf(`/datasets/${datasetId}`);
  const headings = report.split("\n").filter((line) => /^#{1,2} /.test(line));
  expect(headings).toEqual([
    "# Cats",
    "## Health",
    "## Parameters",
    "## What it holds",
    "## Issues",
    "## Duplicates",
    "## Crawls",
    "## Funnel",
    "## Why the others did not become images",
    "## By source",
    "## By keyword and source",
  ]);
  expect(report).toContain("| Dark | 0.40 | 0.32 | marks |");
  expect(report).toContain("| Dark | 1 | 0.40 | marks |");
  expect(report).toContain("| Light | 1 | 0.05 | hides |");
  expect(report).toContain("| dog | 1 |");
  expect(report).toContain("| unknown | 1 |");
  expect(report).toContain("| Cats | pending |");
  expect(report).toContain("| found | 2 | 100 % |");
  expect(report).toContain("| Timed out | 1 | failed |");
  expect(report).toContain("| cat | cat | sample | – | 2 | 1 | timed out (1) |");
});

test("a report of a dataset without crawls has no funnel, and no size where nothing has one", async () => {
  const { id } = await run(op.createDataset, { name: "Empty" }, me);
  const report = await reportOf(`/datasets/${id}`);
  expect(report).not.toContain("## Funnel");
  expect(report).toContain("| usual width × height | – |");
});

test("a search that a crawl ended without needing is not said to go on", async () => {
  const { jobId } = await estateOf(me.id);
  const statusAs = async (job: string, chunk: string) => {
    await pool()`update crawl_jobs set status = ${job} where id = ${jobId}`;
    await pool()`update job_chunks set status = ${chunk} where crawl_job_id = ${jobId}`;
    return reportOf(`/jobs/${jobId}`);
  };
  expect(await statusAs("running", "active")).toContain("| cat | cat | sample | active |");
  expect(await statusAs("completed", "active")).toContain("| sample | not searched further |");
  expect(await statusAs("completed", "completed")).toContain("| sample | completed |");
});

test("a crawl's report tells of its expansions, hosts and pictures", async () => {
  const { jobId, datasetId } = await estateOf(me.id);
  await pool()`update job_chunks set expansion_of = 'cat', keyword = 'cats', strategy = 'variants' where crawl_job_id = ${jobId}`;
  await pool()`update candidates set attempts = 1, finished_at = created_at + interval '90 seconds' where crawl_job_id = ${jobId}`;
  await pool()`update images set issues = '{blurry}' where crawl_job_id = ${jobId}`;
  await addImage({ ownerId: me.id, datasetId }, { issues: ["dark"], licence: "of no crawl" });
  const report = await reportOf(`/jobs/${jobId}`);
  expect(report).toContain("| cats | cat | cat | Plural and spelling | 2 | 1 |");
  expect(report).toContain("| pictures.example:443 | 2 | 1 | 2 | 1 min 30 s |");
  expect(report).toContain("| Blurry | 1 | 0.29 | marks |");
  expect(report).not.toContain("of no crawl");
});

test("in a dataset's report texts of people and of the web are only text", async () => {
  const evil = "<img src=x onerror=alert(1)> | [a](javascript:b) `c` *d* https://e.example";
  const { id: datasetId } = await run(
    op.createDataset,
    { name: evil.slice(0, 90), description: evil },
    me,
  );
  await addImage(
    { ownerId: me.id, datasetId },
    { label: evil, labels: [evil], licence: evil, source: evil },
  );
  const bare = (await reportOf(`/datasets/${datasetId}`)).replace(/\\./g, "");
  expect(bare).not.toMatch(/[<>`[\]*]|:\/\//);
});

test("an empty dataset has a report and a health, and is told where to begin", async () => {
  const { id: datasetId } = await run(op.createDataset, { name: "Empty" }, me);
  const health = await run(op.getDatasetHealth, { datasetId }, me);
  expect(health).toMatchObject({ grade: "empty", next: [{ action: "crawl" }] });
  expect(await reportOf(`/datasets/${datasetId}`)).toContain("There is nothing in it yet.");
});

test("health follows what is done: measured, decided, complete", async () => {
  const { id: datasetId } = await run(op.createDataset, { name: "Cats" }, me);
  await addImage({ ownerId: me.id, datasetId }, { licence: "unknown" });
  const before = await run(op.getDatasetHealth, { datasetId }, me);
  expect(before.grade).toBe("poor");
  expect(before.next.map(({ action }) => action)).toContain("complete-licences");
  await pool()`update images set licence = 'CC0-1.0' where dataset_id = ${datasetId}`;
  const after = await run(op.getDatasetHealth, { datasetId }, me);
  expect(after.next.map(({ action }) => action)).not.toContain("complete-licences");
});

test("somebody else's dataset has no report, no health and no numbers", async () => {
  const { datasetId } = await estateOf((await person()).id);
  for (const operation of [op.getDatasetReport, op.getDatasetHealth, op.getDatasetStats])
    expect(await refusal(send(operation, { datasetId }, me))).toMatchObject({ status: 404 });
});
