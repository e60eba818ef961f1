import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/datasets";
import { listJobLogs } from "@/lib/contract/jobs";
import { db } from "@/lib/db/client";
import { findCrawlJobForWork } from "@/lib/db/crawl-jobs";
import { CrawlJob } from "@/lib/domain/crawl-job";
import { storage } from "@/lib/storage";
import { call, person, refusal, run, withQueues } from "@/tests/helpers/api";
import { tarOf, zipOf } from "@/tests/helpers/archives";
import { parquetOf } from "@/tests/helpers/parquet";

withQueues();
let me: { key: string };
let datasetId: string;
beforeAll(async () => {
  me = await person();
});
beforeEach(async () => {
  datasetId = (await run(op.createDataset, { name: "Cats" }, me)).id;
});

type Files = Readonly<Record<string, string | Buffer>>;

function send(files: Files, fields: Readonly<Record<string, string>> = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  for (const [name, bytes] of Object.entries(files))
    body.append("file", new Blob([new Uint8Array(Buffer.from(bytes))]), name);
  return call("POST", `/datasets/${datasetId}/imports`, { ...me, body });
}
async function started(files: Files, fields: Readonly<Record<string, string>> = {}) {
  const response = await send(files, fields);
  const answer: unknown = await response.json();
  expect(response.status, JSON.stringify(answer)).toBe(202);
  return CrawlJob.parse(answer);
}
async function keptFiles(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage().list(`datasets/${datasetId}/`)) keys.push(key);
  return keys.map((key) => key.replace(/[0-9a-f-]{36}/g, "id"));
}
/** What the crawl of an import reads. */
async function listOf({ id }: CrawlJob): Promise<string> {
  const { listKey } = (await findCrawlJobForWork(db(), id)) ?? {};
  return (await buffer(await storage().get(listKey ?? ""))).toString();
}
async function manifestOf(job: CrawlJob) {
  const lines = (await listOf(job)).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as { label: string | null; raw: { path: string } });
}

const A = "https://a.example/1.jpg";
const B = "https://b.example/2.jpg";
const JPEG = Buffer.from("\xff\xd8\xff\xe0 not really a picture", "latin1");

describe("a list", () => {
  test.each([
    ["text", "list.txt", `${A}\n${B}\n`, 2],
    ["gzipped CSV", "list.csv.gz", gzipSync(`url,label\n${A},cat\n${B},dog\n`), 2],
    ["JSON lines", "list.jsonl", `{"url":"${A}"}\n{"url":"${B}"}`, 2],
    ["Parquet", "list.parquet", parquetOf([{ url: [A, B], label: ["cat", "dog"] }]), 2],
    ["text with returns alone", "list.txt", `${A}\r${B}\r`, 2],
    ["gzipped Parquet", "list", gzipSync(parquetOf([{ url: [A, B] }], { isGzipped: true })), 2],
  ])(
    "as %s starts a crawl for its rows, whatever its name",
    async (_name, name, bytes, maxImages) => {
      const job = await started({ [name]: bytes });
      expect(job).toMatchObject({ sources: ["url-list"], maxImages, status: "running" });
      expect(await listOf(job)).toContain(A);
      expect((await keptFiles()).filter((key) => key.includes("/lists/"))).toHaveLength(1);
    },
  );

  test("is read by the columns that the form names, which the crawl keeps", async () => {
    const columns = { urlColumn: "big", labelColumn: "kind", captionColumn: "words" };
    const job = await started({ "a.csv": `url,big,kind,words\n${A},${B},cat,x\n` }, columns);
    expect(job.sourceOptions).toEqual({ "url-list": columns });
  });

  test.each([
    ["a.csv", `url,label\n${A},cat\n`],
    ["a.jsonl.gz", gzipSync(`{"url":"${A}","label":"cat"}\n`)],
    ["a.parquet", parquetOf([{ url: [A], label: ["cat"] }])],
  ])(
    "without the column that was chosen is refused with those that are there: %s",
    async (name, bytes) => {
      const problem = await refusal(send({ [name]: bytes }, { labelColumn: "species" }));
      expect(problem).toMatchObject({ status: 422, errors: [{ pointer: "#/labelColumn" }] });
      expect(problem.detail).toMatch(/"url", "label"/);
      expect(await keptFiles()).toEqual([]);
    },
  );
});

describe("pictures", () => {
  test("in a folder keep its name as their label, all in one crawl and one file", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [
        `pets/${i % 2 ? "cat" : "dog"}/${i}.jpg`,
        Buffer.concat([JPEG, Buffer.from(String(i))]),
      ]),
    );
    const job = await started({ ...files, "pets/.DS_Store": "junk", "pets/notes.pdf": "%PDF-1.7" });
    expect(job).toMatchObject({ name: "Import of pets", sources: ["upload"], maxImages: 300 });
    expect(await keptFiles()).toEqual([
      `datasets/id/imports/id/files`,
      `datasets/id/imports/id/manifest.jsonl`,
    ]);
    const lines = await manifestOf(job);
    expect(lines).toHaveLength(300);
    expect(lines[1]).toMatchObject({ label: "cat", raw: { path: "pets/cat/1.jpg" } });
    const logs = await run(listJobLogs, { jobId: job.id }, me);
    expect(logs.items.map(({ message }) => message)).toContain(
      "Left out, because they are no pictures (1): pets/notes.pdf.",
    );
  });

  test("are known by their bytes, archives too, and two of the same name are two", async () => {
    const zip = zipOf([{ name: "1.jpg", bytes: JPEG }]);
    const tar = tarOf([
      { name: "2.jpg", bytes: JPEG },
      { name: "readme.md", bytes: "hello" },
    ]);
    const job = await started({ photo: JPEG, "cats.bin": zip, "dogs.tgz": gzipSync(tar) });
    expect((await manifestOf(job)).map(({ label, raw }) => [raw.path, label])).toEqual([
      ["photo.jpeg", null],
      ["cats/1.jpg", "cats"],
      ["dogs/2.jpg", "dogs"],
    ]);
  });

  test("and lists in one request are crawls of their own, the pictures' answered", async () => {
    const job = await started({ "urls.txt": `${A}\n`, "1.jpg": JPEG });
    expect(job.sources).toEqual(["upload"]);
    expect(await keptFiles()).toHaveLength(3);
  });

  test("with annotations beside them in the folder keep their labels", async () => {
    const job = await started({
      "set/data.yaml": "names: [cat, dog]",
      "set/images/1.jpg": JPEG,
      "set/labels/1.txt": "1 0.5 0.5 1 1\n",
    });
    expect(await manifestOf(job)).toMatchObject([{ label: "dog" }]);
  });
});

test.each([false, true])(
  "metadata.parquet beside pictures is their metadata, and no list (in an archive: %s)",
  async (isArchive) => {
    const table = parquetOf([{ file_name: ["1.jpg"], label: ["dog"], text: ["A dog"] }]);
    const files = { "train/1.jpg": JPEG, "train/metadata.parquet": table };
    const entries = Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
    const zip = zipOf(entries.map((entry) => ({ ...entry, isDeflated: true })));
    const job = await started(isArchive ? { "set.zip": zip } : files);
    expect(job.sources).toEqual(["upload"]);
    expect(await manifestOf(job)).toMatchObject([{ label: "dog", title: "A dog" }]);
    const list = await started({ "metadata.parquet": parquetOf([{ url: [A] }]) });
    expect(list.sources).toEqual(["url-list"]);
  },
);

test.each([
  [
    "climbs",
    zipOf([
      { name: "ok.jpg", bytes: JPEG },
      { name: "../x.jpg", bytes: JPEG },
    ]),
    422,
  ],
  ["has a link", tarOf([{ name: "x.jpg", type: "2" }]), 422],
  ["is a bomb", zipOf([{ name: "x.jpg", bytes: Buffer.alloc(5_000_000), isDeflated: true }]), 422],
  ["is a gzip bomb", gzipSync(Buffer.alloc(50_000_000, "https://a.example/1.jpg\n")), 413],
  ["is a broken gzip", gzipSync(tarOf([{ name: "x.jpg", bytes: JPEG }])).subarray(0, 60), 422],
  [
    "is damaged where its annotations lie",
    zipOf([
      { name: "data.yaml", bytes: "names: [a]", crc: 1 },
      { name: "1.jpg", bytes: JPEG },
    ]),
    422,
  ],
])(
  "an archive that %s is refused with a sentence, and nothing of it stays",
  async (_name, bytes, status) => {
    // The list that comes first is written before the archive is looked at.
    const problem = await refusal(send({ "1.txt.gz": gzipSync(`${A}\n`), "x.zip": bytes }));
    expect(problem).toMatchObject({ status, detail: expect.stringMatching(/\.$/) });
    expect(await keptFiles()).toEqual([]);
  },
);

test.each([
  ["a ZIP without a picture", zipOf([{ name: "readme.md", bytes: "hello" }])],
  ["an empty ZIP", zipOf([])],
  ["an empty file", ""],
  ["something else", Buffer.from("%PDF-1.7 something else")],
])("%s by itself is refused, and nothing of it stays", async (_name, bytes) => {
  expect(await refusal(send({ "x.zip": bytes }))).toMatchObject({ status: 422 });
  expect(await keptFiles()).toEqual([]);
});

test("more than ten lists at once are refused, and thousands of files of one name are as many files", async () => {
  const lists = Array.from({ length: 11 }, (_, i) => [`${i}.txt.gz`, gzipSync(`${A}\n`)]);
  expect(await refusal(send(Object.fromEntries(lists)))).toMatchObject({ status: 422 });
  expect(await keptFiles()).toEqual([]);

  const body = new FormData();
  for (let i = 0; i < 3000; i++) body.append("file", new Blob([new Uint8Array(JPEG)]), "image.jpg");
  const response = await call("POST", `/datasets/${datasetId}/imports`, { ...me, body });
  const lines = await manifestOf(CrawlJob.parse(await response.json()));
  expect(new Set(lines.map(({ raw }) => raw.path)).size).toBe(3000);
});

test.each([
  ["Zstandard", "x.tar.zst", Buffer.from("28b52ffd0458", "hex")],
  ["bzip2", "x.tar.bz2", Buffer.from("BZh91AY&SY")],
  ["xz", "x.tar.xz", Buffer.from("fd377a585a000004", "hex")],
  ["7-Zip", "x.7z", Buffer.from("377abcaf271c0004", "hex")],
  ["RAR", "x.rar", Buffer.from("526172211a070100", "hex")],
  ["only a part of one", "x.zip", Buffer.from("\0the end of a ZIP in parts")],
])(
  "an archive that is not read is refused by the name of its format: %s",
  async (format, name, bytes) => {
    const problem = await refusal(send({ [name]: bytes, "1.jpg": JPEG }));
    expect(problem.status).toBe(422);
    expect(problem.detail).toContain(`"${name}" is`);
    expect(problem.detail).toContain(format);
    expect(await keptFiles()).toEqual([]);
    // Among others in a folder it is left out, and told.
    expect(await started({ [`set/${name}`]: bytes, "set/1.jpg": JPEG })).toMatchObject({
      maxImages: 1,
    });
  },
);

test("JSON in one piece is refused with advice", async () => {
  const problem = await refusal(send({ "list.json": JSON.stringify([{ url: A }], null, 2) }));
  expect(problem).toMatchObject({ status: 422, detail: expect.stringMatching(/JSON Lines/) });
});

test("a list in UTF-16 is refused with advice", async () => {
  const problem = await refusal(send({ "list.txt": Buffer.from(`${A}\n`, "utf16le") }));
  expect(problem).toMatchObject({ status: 422, detail: expect.stringMatching(/UTF-8/) });
  expect(await keptFiles()).toEqual([]);
});

test("more than 5,000 files are too many for one request, and nothing of them stays", async () => {
  const part = (i: number) =>
    `--b\r\ncontent-disposition: form-data; name="file"; filename="${i}.jpg"\r\n\r\nx\r\n`;
  const body = `${Array.from({ length: 5_001 }, (_, i) => part(i)).join("")}--b--\r\n`;
  const headers = { "content-type": "multipart/form-data; boundary=b" };
  const response = call("POST", `/datasets/${datasetId}/imports`, { ...me, body, headers });
  expect(await refusal(response)).toMatchObject({ status: 413 });
  expect(await keptFiles()).toEqual([]);
});
