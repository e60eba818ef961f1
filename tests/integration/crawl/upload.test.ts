import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { db } from "@/lib/db/client";
import { crawlJobs } from "@/lib/db/schema/crawl";
import type { CrawlJob } from "@/lib/domain/crawl-job";
import { importToDataset } from "@/lib/services/imports";
import { retryJob } from "@/lib/services/jobs";
import { storage } from "@/lib/storage";
import { tarOf, zipOf } from "@/tests/helpers/archives";
import { type Site, startSite } from "@/tests/helpers/site";
import { bytesOf, sceneOf } from "@/tests/helpers/site-pictures";
import {
  candidatesOf,
  close,
  damagedImages,
  finished,
  imagesOf,
  newDataset,
  newPerson,
  open,
  type Person,
  pointAt,
  sha256Of,
  sweep,
} from "./crawling";

let site: Site;
let person: Person;
beforeAll(async () => {
  site = await startSite({ listed: ["photo", "photo"] });
  pointAt(site);
  await open();
  person = await newPerson();
});
afterAll(async () => {
  await close();
  await site.close();
});

type Files = Readonly<Record<string, string | Buffer>>;

async function importFiles(datasetId: string, files: Files, label = ""): Promise<CrawlJob> {
  const body = new FormData();
  if (label) body.append("label", label);
  for (const [name, bytes] of Object.entries(files))
    body.append("file", new Blob([new Uint8Array(Buffer.from(bytes))]), name);
  const request = new Request("http://localhost/", { method: "POST", body });
  const response = await importToDataset(person, { datasetId }, request);
  const { id } = (await response.json()) as CrawlJob;
  return finished(person, id);
}
const labelsOf = async (datasetId: string) =>
  Object.fromEntries(
    (await imagesOf(datasetId)).map(({ metadata, label, labels }) => [
      String((metadata.record as { path?: string }).path),
      [label, ...labels.filter((each) => each !== label)],
    ]),
  );
async function filesOf(datasetId: string, folder: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage().list(`datasets/${datasetId}/${folder}/`)) keys.push(key);
  return keys;
}

test("a ZIP as ImageFolder becomes images with its classes, byte for byte, and a broken entry is corrupt", async () => {
  const datasetId = await newDataset(person);
  const pictures = await Promise.all([0, 1, 2, 3].map(sceneOf));
  const [cat = Buffer.alloc(0), dog = Buffer.alloc(0), packed, broken] = pictures;
  const zip = zipOf([
    { name: "pets/train/cat/ä 1.jpg", bytes: cat },
    { name: "pets/val/dog/2.jpg", bytes: dog },
    { name: "pets/val/dog/again.jpg", bytes: cat },
    { name: "pets/3.jpg", bytes: packed ?? "", isDeflated: true },
    { name: "pets/4.jpg", bytes: broken ?? "", crc: 1 },
    { name: "pets/5.jpg", bytes: "no picture at all" },
    { name: "__MACOSX/pets/._5.jpg", bytes: "junk" },
  ]);
  const job = await importFiles(datasetId, { "pets.zip": zip });
  expect(job).toMatchObject({
    status: "completed",
    sources: ["upload"],
    name: "Import of pets.zip",
  });
  expect(job.outcomes).toEqual({
    accepted: 3,
    "exact-duplicate": 1,
    corrupt: 1,
    "not-an-image": 1,
  });
  const images = await imagesOf(datasetId);
  expect(await damagedImages(datasetId)).toEqual([]);
  expect(images.map(({ sha256 }) => sha256).sort()).toEqual(
    pictures.slice(0, 3).map(sha256Of).sort(),
  );
  const first = images.find(({ sha256 }) => sha256 === sha256Of(cat));
  expect([...(first?.labels ?? [])].sort()).toEqual(["cat", "dog"]);
  expect(first).toMatchObject({
    originalUrl: expect.stringMatching(/^upload:\/\/\/[0-9a-f-]{36}\/pets\//),
    source: "upload",
    sourceSha1: createHash("sha1").update(cat).digest("hex"),
  });
});

test("a tar.gz as COCO, a ZIP as YOLO and loose pictures keep their labels, boxes and licences", async () => {
  const datasetId = await newDataset(person);
  const [one, two, three] = await Promise.all([4, 5, 6].map(sceneOf));
  const coco = {
    images: [{ id: 1, file_name: "1.jpg", license: 7 }],
    annotations: [
      { image_id: 1, category_id: 1, bbox: [0, 0, 10, 10], area: 100 },
      { image_id: 1, category_id: 2, bbox: [0, 0, 90, 90], area: 8100 },
    ],
    categories: [
      { id: 1, name: "cat" },
      { id: 2, name: "sofa" },
    ],
    licenses: [{ id: 7, url: "https://creativecommons.org/licenses/by-sa/4.0/" }],
  };
  const tar = tarOf([
    { name: "train/_annotations.coco.json", bytes: JSON.stringify(coco) },
    { name: "train/1.jpg", bytes: one ?? "" },
  ]);
  const zip = zipOf([
    { name: "data.yaml", bytes: "names: [bird, tree]", isDeflated: true },
    { name: "images/2.jpg", bytes: two ?? "" },
    { name: "labels/2.txt", bytes: "1 0.5 0.5 0.5 0.5\n0 0.1 0.1 0.1 0.1\n", isDeflated: true },
  ]);
  const files = { "coco.tar.gz": gzipSync(tar), "yolo.zip": zip, "3.jpg": three ?? "" };
  const job = await importFiles(datasetId, files, "mine");
  expect(job.outcomes).toEqual({ accepted: 3 });
  expect(await labelsOf(datasetId)).toEqual({
    "coco/train/1.jpg": ["sofa", "cat"],
    "yolo/images/2.jpg": ["tree", "bird"],
    "3.jpg": ["mine"],
  });
  const [image] = (await imagesOf(datasetId)).filter(({ label }) => label === "sofa");
  expect(image).toMatchObject({
    licence: "CC-BY-SA-4.0",
    metadata: {
      record: { split: "train", annotations: [{ category: "cat" }, { category: "sofa" }] },
    },
  });
});

test("a mark against AI in one's own picture is kept, and stops nothing", async () => {
  const datasetId = await newDataset(person);
  const mark =
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING"/></rdf:RDF></x:xmpmeta>';
  const picture = await sharp(await sceneOf(8))
    .withXmp(mark)
    .jpeg()
    .toBuffer();
  const job = await importFiles(datasetId, { "1.jpg": picture });
  expect(job.outcomes).toEqual({ accepted: 1 });
  expect(await imagesOf(datasetId)).toMatchObject([
    { signals: [{ signal: "iptc-data-mining", allows: false }] },
  ]);
});

test("the files of an import stay for a retry, and go with their crawl", async () => {
  const datasetId = await newDataset(person);
  const picture = await bytesOf("tiny", 7);
  const job = await importFiles(datasetId, { "1.jpg": picture });
  expect(job.outcomes).toEqual({ "too-small": 1 });
  await sweep(datasetId);
  expect(await filesOf(datasetId, "imports")).toHaveLength(2);
  await retryJob(person, { jobId: job.id, outcomes: ["too-small"] });
  expect((await finished(person, job.id)).outcomes).toEqual({ "too-small": 1 });

  await db().delete(crawlJobs).where(eq(crawlJobs.id, job.id));
  const inTwoHours = Date.now() + 2 * 3_600_000;
  vi.spyOn(Date, "now").mockReturnValue(inTwoHours);
  await sweep(datasetId);
  vi.restoreAllMocks();
  expect(await filesOf(datasetId, "imports")).toEqual([]);
});

test("a listed file that the dataset has by its SHA-1 is not asked for, and brings its label", async () => {
  const datasetId = await newDataset(person);
  const [first, second] = site.pictures;
  const sha1 = "ab".repeat(20);
  await importFiles(datasetId, { "a.csv": `url,label,sha1\n${first?.url},cat,${sha1}\n` });
  const job = await importFiles(datasetId, {
    "b.csv": `url,label,sha1\n${second?.url},tabby,${sha1}\n`,
  });
  expect(job.outcomes).toEqual({ "exact-duplicate": 1 });
  const [image] = await imagesOf(datasetId);
  expect(image).toMatchObject({ sourceSha1: sha1, labels: ["cat", "tabby"] });
  expect(await candidatesOf(job.id)).toMatchObject([
    { detail: "The same file, by its SHA-1.", imageId: image?.id },
  ]);
  expect(second && site.countOf(second)).toBe(0);
});
