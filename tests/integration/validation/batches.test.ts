import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { sweepAll } from "@/jobs/maintenance/sweep-all";
import { openBatch } from "@/jobs/open-batch";
import { judgePage } from "@/jobs/validation/judge-page";
import { insertCandidates } from "@/lib/db/candidates";
import { db } from "@/lib/db/client";
import { readStandards } from "@/lib/db/datasets";
import { countKeptImages } from "@/lib/db/images";
import { beginBatch } from "@/lib/db/validation-batches";
import { MEASURES_VERSION } from "@/lib/pipeline/inspect/measurements";
import { updateQuality } from "@/lib/services/quality";
import {
  getValidationBatch,
  getValidationStats,
  setValidationLevel,
} from "@/lib/services/validation";
import { storage } from "@/lib/storage";
import { type Site, startSite } from "@/tests/helpers/site";
import { close, open, pointAt, startCrawl } from "../crawl/crawling";
import {
  addMeasured,
  addStored,
  ended,
  imageOf,
  newPlace,
  noise,
  type Place,
  start,
  validate,
  verdictsOf,
  work,
} from "./validating";

let site: Site;
let place: Place;
beforeAll(async () => {
  site = await startSite({ cat: ["photo", "copy"] });
  pointAt(site);
  await open(false);
});
afterAll(async () => {
  await close();
  await site.close();
});
beforeEach(async () => {
  place = await newPlace();
});

const DARK = { brightnessP1: 0, brightnessP5: 0, brightnessP99: 0.2 };
const batchOf = (batchId: string) => getValidationBatch(place.person, { batchId });

/** A signal that aborts when it is looked at for the nth time: before the nth page. */
function abortingAt(look: number): AbortSignal {
  const controller = new AbortController();
  const throwIfAborted = controller.signal.throwIfAborted.bind(controller.signal);
  let looks = 0;
  vi.spyOn(controller.signal, "throwIfAborted").mockImplementation(() => {
    if (++looks === look) controller.abort(new Error("the process ends"));
    throwIfAborted();
  });
  return controller.signal;
}

test("a batch that is interrupted goes on after its last page, and counts nothing twice", async () => {
  await addMeasured(
    place,
    Array.from({ length: 1_100 }, (_, nth) => (nth % 2 === 0 ? DARK : {})),
  );
  const { id } = await start(place);
  await expect(work(id, abortingAt(2))).rejects.toThrow("the process ends");
  expect(await batchOf(id)).toMatchObject({
    status: "running",
    done: 500,
    total: 1_100,
    progress: 45,
    result: { hidden: 250 },
  });
  await work(id);
  expect(await batchOf(id)).toMatchObject({
    status: "completed",
    done: 1_100,
    total: 1_100,
    progress: 100,
    result: { hidden: 550, shown: 0, measured: 0, unreadable: 0 },
  });
  // What has ended is not begun again.
  await work(id);
  expect((await batchOf(id)).result).toMatchObject({ hidden: 550 });
}, 120_000);

test("of two processes that work on a batch, as one was taken for dead, none counts what the other did", async () => {
  const ids = await addMeasured(
    place,
    Array.from({ length: 1_100 }, () => DARK),
  );
  const { id } = await start(place);
  await expect(work(id, abortingAt(2))).rejects.toThrow("the process ends");
  const frozen = await beginBatch(db(), id);
  if (!frozen) throw new Error("The batch is not there.");
  await expect(work(id, abortingAt(2))).rejects.toThrow("the process ends");
  const woken = await judgePage(frozen, ids.slice(500, 1_000), new Map());
  expect(woken).toMatchObject({ cursor: ids[999], done: 1_000, result: { hidden: 1_000 } });
  await work(id);
  expect(await batchOf(id)).toMatchObject({ status: "completed", result: { hidden: 1_100 } });
}, 120_000);

test("a newer batch of the whole dataset takes the place of the older, in the middle of a run too", async () => {
  await addMeasured(
    place,
    Array.from({ length: 600 }, () => DARK),
  );
  const older = await start(place);
  const some = await start(place, { imageIds: [(await verdictsOf(place))[0]?.id ?? ""] });
  await expect(work(older.id, abortingAt(2))).rejects.toThrow("the process ends");
  const newer = await start(place);
  expect(await batchOf(older.id)).toMatchObject({ status: "superseded", done: 500 });
  await work(older.id);
  expect(await batchOf(older.id)).toMatchObject({ status: "superseded", done: 500 });
  // One over some images concerns only those.
  expect(await batchOf(some.id)).toMatchObject({ status: "pending" });
  await work(newer.id);
  expect(await batchOf(newer.id)).toMatchObject({ status: "completed", result: { hidden: 100 } });
});

test("a batch that nobody has worked on for days is said to have failed, and one of today is not", async () => {
  const [left, present] = [await newPlace(), place];
  const [old, recent] = [await start(left), await start(present)];
  await db().execute(
    sql`update validation_batches set status = 'running', created_at = now() - interval '3 days' where id = ${old.id}`,
  );
  await sweepAll();
  expect(await ended(left, old.id)).toMatchObject({
    status: "failed",
    error: "It was interrupted too often.",
  });
  expect(await batchOf(recent.id)).toMatchObject({ status: "pending" });
});

test("stored files are measured once, and then only when asked for", async () => {
  const id = await addStored(place, await noise(0, 60));
  const before = await imageOf(id);
  expect((await validate(place)).result).toMatchObject({ measured: 1, hidden: 1, unreadable: 0 });
  const after = await imageOf(id);
  expect(after).toMatchObject({ width: 200, height: 200, measuredWith: MEASURES_VERSION });
  expect(after.brightnessP99).toBeLessThan(0.3);
  expect(after.perceptualHash).not.toBe(before.perceptualHash);
  // Every process's index of hashes reads the row again.
  expect(after.seq).toBeGreaterThan(before.seq);
  expect(await storage().head(after.thumbnailKey)).not.toBeNull();

  expect((await validate(place)).result).toMatchObject({ measured: 0 });
  const thumbnail = Buffer.from("as it was");
  await storage().put(after.thumbnailKey, thumbnail, { contentType: "image/webp" });
  expect((await validate(place, { remeasure: true })).result).toMatchObject({ measured: 1 });
  expect((await imageOf(id)).seq).toBe(after.seq);
  expect(await storage().head(after.thumbnailKey)).toMatchObject({ sizeBytes: thumbnail.length });
});

test("a file that is missing or broken hides its image at every level, until it is back", async () => {
  const whole = await noise(20, 230);
  const missing = await addStored(place, null);
  const broken = await addStored(place, whole.subarray(0, whole.length >> 1));
  const { datasetId, person } = place;
  const { batch } = await setValidationLevel(person, { datasetId, level: "basic" });
  await work(batch.id);
  expect(await batchOf(batch.id)).toMatchObject({
    status: "completed",
    result: { measured: 0, unreadable: 2, hidden: 2 },
  });
  for (const id of [missing, broken])
    expect(await imageOf(id)).toMatchObject({ isValid: false, hiddenBy: ["truncated"] });
  expect(await getValidationStats(person, { datasetId })).toMatchObject({ measured: 0, hidden: 2 });

  await storage().put((await imageOf(missing)).storageKey, whole, { contentType: "image/png" });
  expect((await validate(place)).result).toMatchObject({ measured: 1, unreadable: 1, shown: 1 });
  expect(await imageOf(missing)).toMatchObject({ isValid: true, hiddenBy: [] });
  expect(await verdictsOf(place)).toHaveLength(2);
});

test("a batch over some images leaves the others alone, and refuses what is not in the dataset", async () => {
  const [some = "", other = ""] = await addMeasured(place, [DARK, DARK]);
  const elsewhere = await newPlace();
  const [foreign = ""] = await addMeasured(elsewhere, [DARK]);
  expect(await validate(place, { imageIds: [some, some] })).toMatchObject({ total: 1, done: 1 });
  expect(await imageOf(some)).toMatchObject({ isValid: false });
  expect(await imageOf(other)).toMatchObject({ isValid: true });
  await expect(start(place, { imageIds: [some, foreign] })).rejects.toMatchObject({
    code: "not-found",
  });
  await expect(start({ ...place, datasetId: elsewhere.datasetId })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("usual sizes are known from twenty images on, and nothing that is hidden moves them", async () => {
  const { datasetId, person } = place;
  const fence = async () => (await readStandards(db(), datasetId))?.sizeFence;
  await addMeasured(
    place,
    Array.from({ length: 19 }, (_, nth) => ({ width: 900 + nth, height: 900 })),
  );
  await validate(place);
  expect(await fence()).toBeNull();
  const [tiny = ""] = await addMeasured(place, [{ width: 40, height: 40 }]);
  await updateQuality(person, {
    datasetId,
    rules: { "odd-size": { threshold: 0.5, hides: true } },
  });
  await validate(place);
  const first = await fence();
  expect(first?.min).toBeGreaterThan(40);
  expect(await imageOf(tiny)).toMatchObject({ hiddenBy: ["odd-size"] });
  await validate(place);
  expect(await fence()).toEqual(first);
});

test("hosts on which the same file was found are counted", async () => {
  const [id = ""] = await addMeasured(place, [{}]);
  const { id: crawlJobId } = await startCrawl(place.person, {
    datasetId: place.datasetId,
    start: false,
  });
  const [chunk] = await db().execute<{ id: string }>(
    sql`select id from job_chunks where crawl_job_id = ${crawlJobId}`,
  );
  const found = { ownerId: place.ownerId, crawlJobId, chunkId: chunk?.id ?? "", label: "cat" };
  const outcomes = ["accepted", "exact-duplicate", "exact-duplicate", "near-duplicate"] as const;
  await insertCandidates(
    db(),
    outcomes.map((outcome, nth) => ({
      ...found,
      ...{ url: `https://h${nth}.example/`, urlHash: `${nth}`, outcome, imageId: id },
      host: `h${nth % 3}.example:443`,
    })),
  );
  await validate(place);
  expect(await imageOf(id)).toMatchObject({ hostCount: 3 });
});

test("a batch of a dataset that is gone, and one that fails for good, end", async () => {
  expect(
    await openBatch(db(), { ...place, datasetId: place.ownerId }, { kind: "validate" }),
  ).toBeNull();
  await addStored(place, await noise(20, 230));
  const { id } = await start(place);
  const get = vi.spyOn(storage(), "get").mockRejectedValue(new Error("disk on fire"));
  const { runValidation } = await import("@/jobs/validation/run-validation");
  const ctx = { jobId: "test", signal: new AbortController().signal };
  await expect(runValidation({ batchId: id }, { ...ctx, isLastAttempt: false })).rejects.toThrow();
  expect(await batchOf(id)).toMatchObject({ status: "running", error: null });
  await expect(runValidation({ batchId: id }, { ...ctx, isLastAttempt: true })).rejects.toThrow();
  get.mockRestore();
  expect(await batchOf(id)).toMatchObject({ status: "failed", error: "It could not be finished." });
  expect(await countKeptImages(db(), place.datasetId)).toBe(1);
});
