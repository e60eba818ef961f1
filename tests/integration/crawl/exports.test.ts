import { createHash } from "node:crypto";
import { buffer, text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";
import { sweepAll } from "@/jobs/maintenance/sweep-all";
import { db } from "@/lib/db/client";
import type { Export } from "@/lib/domain/export";
import { forgetProcessGlobal, processGlobal } from "@/lib/process-global";
import { createExport, deleteExport, getExport, getExportContent } from "@/lib/services/exports";
import { updateImage } from "@/lib/services/images";
import { storage } from "@/lib/storage";
import { datasetPrefix, exportKey } from "@/lib/storage/keys";
import { eventually } from "@/tests/helpers/eventually";
import { type Site, startSite } from "@/tests/helpers/site";
import {
  close,
  countActive,
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
let datasetId: string;
/** Opened pictures wait for this. */
let gate: Promise<void> = Promise.resolve();
beforeAll(async () => {
  site = await startSite({
    cat: ["photo", "resized", "photo", "photo", "missing"],
    dog: ["photo", "photo", "photo"],
  });
  pointAt(site);
  const real = storage();
  forgetProcessGlobal("storage");
  processGlobal("storage", () => ({
    ...real,
    get: async (...args: Parameters<typeof real.get>) => {
      await gate;
      return real.get(...args);
    },
  }));
  await open();
  person = await newPerson();
  const job = await startCrawl(person, { keywords: ["cat", "dog"] });
  datasetId = job.datasetId;
  await finished(person, job.id);
});
afterAll(async () => {
  await close();
  await site.close();
});

const newExport = () => createExport(person, { datasetId, format: "image-folder", archive: "zip" });
const ready = ({ id: exportId }: Export) =>
  eventually("the export is ready", async () => {
    const row = await getExport(person, { exportId });
    return row.status === "ready" ? row : null;
  });
const contentOf = ({ id: exportId }: Export) =>
  getExportContent(person, { exportId }, new Request("http://localhost/"));
const exportFiles = async () => {
  const keys: string[] = [];
  for await (const { key } of storage().list(`${datasetPrefix(datasetId)}exports/`)) keys.push(key);
  return keys;
};

async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes);
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry())
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  return files;
}
const sha256 = (bytes: Uint8Array | undefined) =>
  createHash("sha256")
    .update(bytes ?? "")
    .digest("hex");

test("an export holds every kept picture, with its row and a checksum that is true", async () => {
  const images = await imagesOf(datasetId);
  const [rejected, ...rest] = images.filter(({ isDuplicate }) => !isDuplicate);
  if (!rejected) throw new Error("The crawl kept nothing.");
  await updateImage(person, { imageId: rejected.id, decision: "rejected" });

  const row = await ready(await newExport());
  const response = await contentOf(row);
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="Pictures.zip"');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(row).toMatchObject({ progress: 100, imageCount: 5, error: null });
  expect([bytes.length, sha256(bytes)]).toEqual([row.sizeBytes, row.sha256]);

  const files = await unzip(bytes);
  const pictures = rest.map(({ label, id }) => `${label}/${id}.jpg`);
  const texts = ["ATTRIBUTION.md", "README.md", "checksums.sha256", "metadata.csv"];
  expect([...files.keys()].sort()).toEqual([...pictures, ...texts].sort());
  for (const { label, id, sha256: expected } of rest)
    expect(sha256(files.get(`${label}/${id}.jpg`))).toBe(expected);

  const sums = String(files.get("checksums.sha256")).trimEnd().split("\n");
  expect(sums.length).toBe(files.size - 1);
  for (const line of sums) {
    const [expected = "", path = ""] = line.split("  ");
    expect(sha256(files.get(path)), path).toBe(expected);
  }
  const table = parse<Record<string, string>>(files.get("metadata.csv") ?? "", { columns: true });
  expect(table.map(({ sha256: sum }) => sum).sort()).toEqual(
    rest.map((image) => image.sha256).sort(),
  );
  expect(table[0]).toMatchObject({ licence: "CC-BY-4.0", source: "openverse" });
});

test("an export that is deleted while it is built ends quietly and leaves nothing", async () => {
  await Promise.all((await exportFiles()).map((key) => storage().delete(key)));
  const opened = Promise.withResolvers<void>();
  gate = opened.promise;
  const { id: exportId } = await newExport();
  const startedAt = performance.now();
  await eventually("the export is being built", async () => {
    return (await getExport(person, { exportId })).status === "running";
  });
  await deleteExport(person, { exportId });
  // The build looks once a second whether it is still wanted.
  await eventually("a second has passed", () => performance.now() > startedAt + 1_500);
  opened.resolve();
  await eventually("the build has ended", async () => (await countActive("export")) === 0);
  expect(await exportFiles()).toEqual([]);
  const [job] = await db().execute<{ state: string; retry_count: number }>(
    sql`select state, retry_count from pgboss.job where name = 'export' and data ->> 'exportId' = ${exportId}`,
  );
  expect(job).toEqual({ state: "completed", retry_count: 0 });
});

test("an export past its day is expired, and its file is gone", async () => {
  const row = await ready(await newExport());
  const fresh = await ready(await newExport());
  await db().execute(
    sql`update exports set expires_at = now() - interval '1 minute' where id = ${row.id}`,
  );
  await sweepAll();
  expect(await getExport(person, { exportId: row.id })).toMatchObject({ status: "expired" });
  await expect(contentOf(row)).rejects.toMatchObject({ code: "gone" });
  expect(await exportFiles()).toEqual([exportKey(datasetId, fresh.id, "zip")]);
  expect((await text((await contentOf(fresh)).body ?? new ReadableStream())).slice(0, 2)).toBe(
    "PK",
  );
});

test("a picture whose file is damaged fails the export and says so", async () => {
  const [image] = (await imagesOf(datasetId)).filter(
    ({ isDuplicate, decision }) => !isDuplicate && decision === "undecided",
  );
  if (!image) throw new Error("The crawl kept nothing.");
  const whole = await buffer(await storage().get(image.storageKey));
  await storage().put(image.storageKey, whole.subarray(1), { contentType: "image/jpeg" });
  const { id: exportId } = await newExport();
  const failed = await eventually("the export fails", async () => {
    const row = await getExport(person, { exportId });
    return row.error ? row : null;
  });
  await storage().put(image.storageKey, whole, { contentType: "image/jpeg" });
  expect(failed).toMatchObject({ status: "failed", error: expect.stringContaining("damaged") });
});
