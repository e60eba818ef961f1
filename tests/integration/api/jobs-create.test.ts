import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/jobs";
import { pool } from "@/lib/db/client";
import { storage } from "@/lib/storage";
import { call, person, refusal, run, send, withQueues } from "../../helpers/api";
import { estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
beforeEach(async () => {
  me = await person();
});

const PAGE = "https://pictures.example/gallery";
const GOOD = { name: "Cats", keywords: ["cat"], sources: ["sample"] };
const create = (changes: object = {}) => send(op.createJob, { ...GOOD, ...changes }, me);
const made = async (changes: object = {}) =>
  (await run(op.createJob, { ...GOOD, start: false, ...changes } as never, me)).id;
const lanesOf = async (id: string) =>
  (await pool()`select from pgboss.job where name = 'ingest' and data ->> 'crawlJobId' = ${id}`)
    .length;

describe("creating a job", () => {
  test("starts it in a dataset of its own, with a chunk for every keyword and source", async () => {
    const keywords = ["cat", { keyword: "lynx", label: "cat" }, "cat"];
    const job = await run(
      op.createJob,
      { name: "Cats", keywords, sources: ["sample", "openverse", "sample"] },
      me,
    );
    expect(job).toMatchObject({
      status: "running",
      datasetName: "Cats",
      maxImages: 1000,
      totalChunks: 4,
      progress: 0,
      keywords: [
        { keyword: "cat", label: "cat" },
        { keyword: "lynx", label: "cat" },
      ],
    });
    expect(job.startedAt).not.toBeNull();
    expect(await lanesOf(job.id)).toBe(1);
    expect(await run(op.getJob, { jobId: job.id }, me)).toEqual(job);
    expect((await run(op.listJobs, { datasetId: job.datasetId }, me)).items).toEqual([job]);
    expect((await run(op.listJobs, { status: "paused" }, me)).items).toEqual([]);
  });

  test("waits to be started when told to", async () => {
    const job = await run(op.createJob, { ...GOOD, start: false } as never, me);
    expect(job).toMatchObject({ status: "pending", startedAt: null });
    expect(await lanesOf(job.id)).toBe(0);
  });

  test("takes as many and as few as the contract says", async () => {
    const many = Array.from({ length: 50 }, (_, i) => `k${i}`);
    for (const changes of [
      { keywords: many },
      { maxImages: 1 },
      { maxImages: 100_000 },
      { name: "n".repeat(100) },
      { keywords: ["k".repeat(200)] },
    ])
      expect((await create({ start: false, ...changes })).status).toBe(201);
  });

  test.each([
    { pointer: "#/keywords", changes: { keywords: [] } },
    { pointer: "#/keywords", changes: { keywords: Array.from({ length: 51 }, (_, i) => `k${i}`) } },
    { pointer: "#/keywords/0", changes: { keywords: ["k".repeat(201)] } },
    { pointer: "#/keywords/0/label", changes: { keywords: [{ keyword: "x", label: "" }] } },
    { pointer: "#/maxImages", changes: { maxImages: 0 } },
    { pointer: "#/maxImages", changes: { maxImages: 100_001 } },
    { pointer: "#/maxImages", changes: { maxImages: 1.5 } },
    { pointer: "#/maxImages", changes: { maxImages: "10" } },
    { pointer: "#/sources", changes: { sources: [] } },
    { pointer: "#/sources/1", changes: { sources: ["sample", "myspace"] } },
    { pointer: "#/name", changes: { name: "" } },
    { pointer: "#/name", changes: { name: undefined } },
    { pointer: "#/filters/minWidth", changes: { filters: { minWidth: 0 } } },
    { pointer: "#/filters/formats/0", changes: { filters: { formats: ["exe"] } } },
    { pointer: "#/urls", changes: { sources: ["url-list"] } },
    { pointer: "#/urls", changes: { sources: ["url-list"], urls: [] } },
    { pointer: "#/urls", changes: { urls: ["https://pictures.example/a.png"] } },
    { pointer: "#/expandKeywords", changes: { expandKeywords: "all" } },
    { pointer: "#/sources/1", changes: { sources: ["sample", "unsplash"] } },
    { pointer: "#/sources/0", changes: { sources: ["upload"] } },
    { pointer: "#/sources/1", changes: { sources: ["sample", "flickr"] } },
    { pointer: "#/sourceOptions/s3-prefix", changes: { sources: ["s3-prefix"] } },
    { pointer: "#/sourceOptions/site", changes: { sourceOptions: { site: {} } } },
    { pointer: "#/urls", changes: { sources: ["site"] } },
    { pointer: "#/sources", changes: { sources: ["site", "web-page"], urls: [PAGE] } },
    { pointer: "#/keywords", changes: { sources: ["site"], urls: [PAGE], keywords: ["a", "b"] } },
    { pointer: "#/start", changes: { start: "yes" } },
    { pointer: "#/datasetId", changes: { datasetId: "1" } },
  ])("refuses $changes and points at $pointer", async ({ pointer, changes }) => {
    const problem = await refusal(create(changes));
    expect(problem.status).toBe(422);
    expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    expect(await pool()`select from crawl_jobs where owner_id = ${me.id}`).toHaveLength(0);
    expect(await pool()`select from datasets where owner_id = ${me.id}`).toHaveLength(0);
  });

  test("keeps the URLs of a list, one on a line", async () => {
    const urls = ["https://pictures.example/a.png", "https://pictures.example/b.png"];
    const jobId = await made({ sources: ["url-list"], urls });
    const [row] = await pool()`select list_key, dataset_id from crawl_jobs where id = ${jobId}`;
    expect(row?.list_key).toMatch(`datasets/${row?.dataset_id}/lists/`);
    const chunks = [];
    for await (const chunk of await storage().get(row?.list_key)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe(`${urls.join("\n")}\n`);
  });

  test("refuses what can never be collected, and says why and where a key would go", async () => {
    const refused = async (sources: string[]) => (await refusal(create({ sources }))).detail;
    expect(await refused(["pexels"])).toMatch(/^Pexels cannot be used\. Its terms forbid/);
    const detail = await refused(["flickr"]);
    expect(detail).toContain("PUT /api/v1/sources/flickr/key");
    expect(detail).toContain("FLICKR_API_KEY");
  });

  test("with expansions searches them in a tier of their own, under their keyword's label", async () => {
    const keywords = [{ keyword: "dog", label: "pet" }];
    const expandKeywords = { strategies: ["variants", "view"], perKeyword: 4 };
    const job = await run(op.createJob, { ...GOOD, keywords, expandKeywords } as never, me);
    const further = job.keywords.slice(1);
    expect(further).toHaveLength(4);
    for (const each of further)
      expect(each).toMatchObject({
        label: "pet",
        expansionOf: "dog",
        strategy: expect.any(String),
      });
    const tiers = await pool()`select keyword, tier from job_chunks where crawl_job_id = ${job.id}`;
    expect(tiers.filter(({ tier }) => tier === 0).map(({ keyword }) => keyword)).toEqual(["dog"]);
    expect(tiers.filter(({ tier }) => tier === 1)).toHaveLength(4);
    const chosen = [{ keyword: "beagle", label: "pet", expansionOf: "dog", strategy: "hyponyms" }];
    const plain = await run(op.createJob, { ...GOOD, keywords: chosen } as never, me);
    const [lane] = (await run(op.listJobChunks, { jobId: plain.id }, me)).items;
    expect(lane).toMatchObject({ expansionOf: "dog", strategy: "hyponyms" });
    expect(
      await pool()`select from job_chunks where crawl_job_id = ${plain.id} and tier = 0`,
    ).toHaveLength(1);
  });

  test("plans no more than 5,000 searches", async () => {
    const keywords = Array.from({ length: 50 }, (_, i) => ({ keyword: `dog ${i}`, label: "dog" }));
    const expandKeywords = {
      strategies: ["view", "lighting", "season", "background"],
      perKeyword: 20,
    };
    const sources = ["sample", "openverse", "wikimedia-commons", "inaturalist", "gbif", "nasa"];
    const all = [...sources, "met-museum", "art-institute-chicago", "library-of-congress"];
    const problem = await refusal(create({ keywords, expandKeywords, sources: all, start: false }));
    expect(problem).toMatchObject({ status: 422, errors: [{ pointer: "#/keywords" }] });
    expect(await pool()`select from datasets where owner_id = ${me.id}`).toHaveLength(0);
  });

  test("keeps the project's reason for not respecting opt-outs as it was then", async () => {
    const reason = "We have the written consent of every publisher.";
    const { datasetId } = await estateOf(me.id);
    await pool()`update projects set opt_out_override = ${JSON.stringify({ reason, setAt: "2026-01-01T00:00:00Z" })}::jsonb
      where owner_id = ${me.id}`;
    expect(await run(op.createJob, { ...GOOD, datasetId } as never, me)).toMatchObject({
      optOutOverride: reason,
    });
  });

  test("that fails half-way leaves neither dataset nor job nor work", async () => {
    expect(await refusal(create({ datasetId: crypto.randomUUID() }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(create({ projectId: crypto.randomUUID() }))).toMatchObject({
      status: 404,
    });
    for (const table of ["crawl_jobs", "datasets", "projects"])
      expect(await pool()`select from ${pool()(table)} where owner_id = ${me.id}`).toHaveLength(0);
  });
});

describe("an upstream configuration file", () => {
  const FILE = {
    dataset_name: "Pets",
    categories: { cat: ["tabby"], dog: ["beagle", "poodle"] },
    options: { max_images: 5, sources: ["sample"] },
  };
  const post = (body: object, headers: Record<string, string> = {}) =>
    call("POST", "/jobs", { ...me, body, headers });

  test("is a job", async () => {
    const response = await post(FILE);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      name: "Pets",
      datasetName: "Pets",
      maxImages: 15,
      sources: ["sample"],
      keywords: [
        { keyword: "tabby", label: "cat" },
        { keyword: "beagle", label: "dog" },
        { keyword: "poodle", label: "dog" },
      ],
    });
  });

  test("sent twice with the same key is one job, and another file a conflict", async () => {
    const headers = { "idempotency-key": crypto.randomUUID() };
    const first = await (await post(FILE, headers)).json();
    const again = await post(FILE, headers);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await again.json()).toEqual(first);
    const other = post({ ...FILE, dataset_name: "Others" }, headers);
    expect((await refusal(other)).status).toBe(409);
    expect(await pool()`select from crawl_jobs where owner_id = ${me.id}`).toHaveLength(1);
  });

  test.each([
    { pointer: "#/categories/cat", changes: { categories: { cat: [] } } },
    { pointer: "#/options/max_images", changes: { options: { max_images: "many" } } },
    { pointer: "#/options/sources/0", changes: { options: { sources: ["altavista"] } } },
  ])("that is wrong is told so in its own names: $pointer", async ({ pointer, changes }) => {
    const problem = await refusal(post({ ...FILE, ...changes }));
    expect(problem).toMatchObject({ status: 422, errors: [{ pointer }] });
  });
});
