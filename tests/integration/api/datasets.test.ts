import { beforeEach, describe, expect, test, vi } from "vitest";
import * as op from "@/lib/contract/datasets";
import { getJob } from "@/lib/contract/jobs";
import { createProject, listProjects } from "@/lib/contract/projects";
import { CrawlJob } from "@/lib/domain/crawl-job";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage";
import { call, person, refusal, run, send, withQueues } from "../../helpers/api";
import { addImage, estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
beforeEach(async () => {
  me = await person();
});

test("a dataset is created, listed, read, changed and deleted", async () => {
  const project = await run(createProject, { name: "Animals" }, me);
  const made = await run(op.createDataset, { projectId: project.id, name: "Cats" }, me);
  expect(made).toMatchObject({ projectName: "Animals", imageCount: 0, labels: [], sizeBytes: 0 });
  const at = { datasetId: made.id };
  expect((await run(op.listDatasets, {}, me)).items).toEqual([made]);
  const changed = await run(op.updateDataset, { ...at, name: "Felines", description: "d" }, me);
  expect(changed).toMatchObject({ name: "Felines", description: "d" });
  expect(await run(op.getDataset, at, me)).toEqual(changed);
  await run(op.deleteDataset, at, me);
  expect(await refusal(send(op.getDataset, at, me))).toMatchObject({ status: 404 });
  expect(await refusal(send(op.deleteDataset, at, me))).toMatchObject({ status: 404 });
});

test("datasets without a project share the default one", async () => {
  const one = await run(op.createDataset, { name: "One" }, me);
  const two = await run(op.createDataset, { name: "Two" }, me);
  expect(two.projectId).toBe(one.projectId);
  const { items } = await run(listProjects, {}, me);
  expect(items).toMatchObject([{ id: one.projectId, name: "Default project", datasetCount: 2 }]);
});

test("a dataset moves to another project, and the list can be of one project", async () => {
  const made = await run(op.createDataset, { name: "Cats" }, me);
  const project = await run(createProject, { name: "Other" }, me);
  await run(op.updateDataset, { datasetId: made.id, projectId: project.id }, me);
  const listed = async (projectId: string) =>
    (await run(op.listDatasets, { projectId }, me)).items.map(({ id }) => id);
  expect(await listed(project.id)).toEqual([made.id]);
  expect(await listed(made.projectId)).toEqual([]);
});

test("the statistics count every candidate and picture once", async () => {
  const { datasetId } = await estateOf(me.id);
  const stats = await run(op.getDatasetStats, { datasetId }, me);
  expect(stats.funnel).toMatchObject({ found: 2, accepted: 1, failed: 1, waiting: 0 });
  expect(stats.labels).toEqual([{ value: "cat", count: 1 }]);
  const empty = await run(op.createDataset, { name: "Empty" }, me);
  const none = await run(op.getDatasetStats, { datasetId: empty.id }, me);
  expect(none.funnel.found).toBe(0);
  expect(none.sizes.medianWidth).toBeNull();
});

describe("the pictures of a dataset", () => {
  let at: { datasetId: string };
  beforeEach(async () => {
    at = await run(op.createDataset, { name: "Cats" }, me).then(({ id }) => ({ datasetId: id }));
  });
  const add = (changes: Parameters<typeof addImage>[1]) =>
    addImage({ ownerId: me.id, ...at }, changes).then(({ id }) => id);
  const listed = async (filter: object) =>
    (await run(op.listDatasetImages, { ...at, ...filter }, me)).items.map(({ id }) => id);

  test("are found by label, decision, issue, source, licence, width and text", async () => {
    const plain = await add({});
    const other = await add({
      label: "dog",
      labels: ["dog", "pet"],
      decision: "accepted",
      issues: ["dark"],
      source: "openverse",
      licence: "CC-BY-4.0",
      keyword: "dog",
      width: 2000,
      title: "100% wool_hat",
      isDuplicate: true,
    });
    const filters = [
      { label: "pet" },
      { decision: "accepted" },
      { issue: "dark" },
      { source: "openverse" },
      { licence: "CC-BY-4.0" },
      { keyword: "dog" },
      { minWidth: 641 },
      { isDuplicate: "true" },
      { q: "WOOL" },
    ] as const;
    for (const filter of filters)
      expect(await listed(filter), JSON.stringify(filter)).toEqual([other]);
    expect(await listed({ isDuplicate: "false" })).toEqual([plain]);
    expect(new Set(await listed({}))).toEqual(new Set([plain, other]));
  });

  test("are found by a text whose wildcards mean themselves", async () => {
    await add({ title: "wool" });
    const odd = await add({ title: "100% wo_l" });
    expect(await listed({ q: "%" })).toEqual([odd]);
    expect(await listed({ q: "wo_l" })).toEqual([odd]);
    expect(await listed({ q: "\\" })).toEqual([]);
  });

  test("are ordered by size, quality and likeness", async () => {
    const small = await add({ width: 10, quality: 0.9, perceptualHash: "00".repeat(32) });
    const large = await add({ width: 900, quality: 0.1, perceptualHash: "ff".repeat(32) });
    expect(await listed({ sort: "size" })).toEqual([large, small]);
    expect(await listed({ sort: "quality" })).toEqual([small, large]);
    expect(await listed({ sort: `similar:${large}` })).toEqual([large, small]);
  });

  test("take any number as a width, and refuse what is none", async () => {
    await add({});
    for (const minWidth of [2 ** 31, 2 ** 53 - 1]) expect(await listed({ minWidth })).toEqual([]);
    for (const wrong of [
      { minWidth: 0 },
      { issue: "x" },
      { sort: "similar:x" },
      { isDuplicate: 1 },
    ])
      expect(await refusal(send(op.listDatasetImages, { ...at, ...wrong }, me))).toMatchObject({
        status: 422,
      });
  });
});

describe("an import", () => {
  const LIST = "https://pictures.example/1.png\nhttps://pictures.example/2.png\n";
  let datasetId: string;
  beforeEach(async () => {
    datasetId = (await run(op.createDataset, { name: "Cats" }, me)).id;
  });
  const form = (parts: Record<string, string | File>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(parts)) body.append(name, value);
    return body;
  };
  const upload = (body: FormData | string, headers: Record<string, string> = {}) =>
    call("POST", `/datasets/${datasetId}/imports`, { ...me, body, headers });
  const list = (text = LIST, name = "list.txt") => new File([text], name);
  const keptFiles = async () => {
    const keys: string[] = [];
    for await (const { key } of storage().list(`datasets/${datasetId}/`)) keys.push(key);
    return keys;
  };

  test("starts a crawl over the list, under the label given", async () => {
    const response = await upload(form({ label: "pets", file: list() }));
    expect(response.status).toBe(202);
    const job = CrawlJob.parse(await response.json());
    expect(job).toMatchObject({
      status: "running",
      sources: ["url-list"],
      keywords: [{ label: "pets" }],
      name: "Import of list.txt",
    });
    expect(await run(getJob, { jobId: job.id }, me)).toEqual(job);
    expect(await keptFiles()).toHaveLength(1);
  });

  test("takes the dataset's name where no label is given, and keeps no foreign file name", async () => {
    const response = await upload(form({ file: list(LIST, "../../<b>x</b>\r\n.csv") }));
    const job = CrawlJob.parse(await response.json());
    expect(job.keywords).toEqual([{ keyword: "Cats", label: "Cats" }]);
    expect(job.name).not.toMatch(/[<>/\r\n]/);
    for (const key of await keptFiles()) expect(key).toMatch(/\/lists\/[0-9a-f-]{36}\.(csv|txt)$/);
  });

  test("that is not multipart is not supported, and one without a boundary is malformed", async () => {
    const json = { "content-type": "application/json" };
    expect(await refusal(upload("{}", json))).toMatchObject({ status: 415 });
    const bare = { "content-type": "multipart/form-data" };
    expect(await refusal(upload("x", bare))).toMatchObject({ status: 400 });
  });

  test("that breaks off is malformed, and leaves no file behind", async () => {
    const type = { "content-type": "multipart/form-data; boundary=b" };
    const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="x.txt"\r\n\r\n';
    expect(await refusal(upload(`${head}${LIST}`, type))).toMatchObject({ status: 400 });
    expect(await keptFiles()).toEqual([]);
  });

  test("that the storage cannot take says so, and is not waited for", async () => {
    const refuse = () => Promise.reject(new AppError("unavailable", "The disk is full."));
    const put = vi.spyOn(storage(), "put").mockImplementation(refuse);
    expect(await refusal(upload(form({ file: list(LIST.repeat(10_000)) })))).toMatchObject({
      status: 503,
      detail: "The disk is full.",
    });
    put.mockRestore();
  });

  test("without a file, or with one that lists no URL, is not valid and leaves no file behind", async () => {
    const wrong = [
      form({ label: "x" }),
      form({ file: list("no link") }),
      form({ file: list("a\0b") }),
    ];
    for (const body of wrong) expect(await refusal(upload(body))).toMatchObject({ status: 422 });
    expect(await keptFiles()).toEqual([]);
  });

  test("with a label that is none is not valid, and leaves no file behind", async () => {
    for (const label of ["x".repeat(101), "   ", "a\0b"])
      expect(await refusal(upload(form({ label, file: list() })))).toMatchObject({
        status: 422,
        errors: [{ pointer: "#/label" }],
      });
    expect(await keptFiles()).toEqual([]);
  });
});
