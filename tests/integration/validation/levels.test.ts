import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { countKeptImages, findImage } from "@/lib/db/images";
import { listActivity } from "@/lib/services/activity";
import { createDataset, getDataset } from "@/lib/services/datasets";
import { getQuality, updateQuality } from "@/lib/services/quality";
import { listValidationBatches, setValidationLevel } from "@/lib/services/validation";
import { type Site, startSite } from "@/tests/helpers/site";
import { close, open, pointAt } from "../crawl/crawling";
import {
  addMeasured,
  addStored,
  ended,
  imageOf,
  newPlace,
  noise,
  type Place,
  verdictsOf,
} from "./validating";

let site: Site;
let place: Place;
beforeAll(async () => {
  site = await startSite({ cat: ["photo"] });
  pointAt(site);
  await open();
});
afterAll(async () => {
  await close();
  await site.close();
});
beforeEach(async () => {
  place = await newPlace();
});

const DARK = { brightnessP1: 0, brightnessP5: 0, brightnessP50: 0.1, brightnessP99: 0.2 };

async function setLevel(level: "basic" | "standard" | "strict") {
  const { datasetId } = place;
  const { batch } = await setValidationLevel(place.person, { datasetId, level });
  return ended(place, batch.id);
}
const hiddenCount = async () => (await verdictsOf(place)).filter(({ isValid }) => !isValid).length;

test("a level hides and shows again, deletes nothing and asks no host", async () => {
  const [dark = ""] = await addMeasured(place, [DARK, {}, {}]);
  const { url } = site.picture("photo");
  const stored = await addStored(place, await noise(0, 60), { originalUrl: url, finalUrl: url });

  expect((await setLevel("basic")).result).toMatchObject({ measured: 1, hidden: 0 });
  expect(await hiddenCount()).toBe(0);
  expect((await setLevel("standard")).result).toMatchObject({ measured: 0, hidden: 2, shown: 0 });
  for (const id of [dark, stored])
    expect(await imageOf(id)).toMatchObject({ isValid: false, hiddenBy: ["dark"] });
  expect((await setLevel("basic")).result).toMatchObject({ hidden: 0, shown: 2 });
  expect(await imageOf(dark)).toMatchObject({ isValid: true, issues: ["dark"], hiddenBy: [] });
  expect(await verdictsOf(place)).toHaveLength(4);
  expect(site.requests.size).toBe(0);
});

test("the level and who changed it are told", async () => {
  await setLevel("strict");
  const { datasetId, person } = place;
  expect(await getDataset(person, { datasetId })).toMatchObject({ validationLevel: "strict" });
  const [newest] = (await listActivity(person, { limit: 1 })).items;
  expect(newest).toMatchObject({
    action: "dataset.level-updated",
    resourceId: datasetId,
    actor: "user",
    details: { before: "standard", after: "strict" },
  });
});

test("strict groups duplicates anew, and a level below does not", async () => {
  const kinds = async () => {
    const { items } = await listValidationBatches(place.person, {
      datasetId: place.datasetId,
      limit: 10,
    });
    return items.map(({ kind, level }) => `${kind} ${level}`);
  };
  await setLevel("standard");
  expect(await kinds()).toEqual(["validate standard"]);
  await setLevel("strict");
  expect(await kinds()).toEqual(["dedupe strict", "validate strict", "validate standard"]);
});

test("completeness hides at the strict level only, and only where its rule says so", async () => {
  const signals = [{ signal: "x-robots-tag" as const, value: "noai", allows: false }];
  const [unlicensed = "", refused = ""] = await addMeasured(place, [
    { licence: "unknown" },
    { signals },
    {},
  ]);
  await setLevel("strict");
  expect(await imageOf(unlicensed)).toMatchObject({ issues: ["missing-licence"], hiddenBy: [] });
  expect(await imageOf(refused)).toMatchObject({ issues: ["opted-out"], hiddenBy: [] });
  const rule = { threshold: 0.5, hides: true };
  const quality = await updateQuality(place.person, {
    datasetId: place.datasetId,
    rules: { "missing-licence": rule, "opted-out": rule },
  });
  await ended(place, quality.batch?.id ?? "");
  expect(await imageOf(unlicensed)).toMatchObject({ hiddenBy: ["missing-licence"] });
  expect(await imageOf(refused)).toMatchObject({ hiddenBy: ["opted-out"] });
  await setLevel("standard");
  expect(await hiddenCount()).toBe(0);
});

test("what a person accepted stays in the dataset, whatever the checks say of it", async () => {
  const [accepted = ""] = await addMeasured(place, [
    { ...DARK, decision: "accepted" },
    { ...DARK, decision: "undecided" },
    { ...DARK, decision: "rejected" },
  ]);
  expect((await setLevel("standard")).result).toMatchObject({ hidden: 1 });
  expect(await findImage(db(), place.ownerId, accepted)).toMatchObject({ isValid: false });
  expect(await countKeptImages(db(), place.datasetId)).toBe(1);
  const { total, hidden } = await getQuality(place.person, { datasetId: place.datasetId });
  expect({ total, hidden }).toEqual({ total: 2, hidden: 1 });
});

test("a dataset is made with the level it is given", async () => {
  expect(
    await createDataset(place.person, { name: "Strict", validationLevel: "strict" }),
  ).toMatchObject({ validationLevel: "strict" });
  expect(await createDataset(place.person, { name: "Usual" })).toMatchObject({
    validationLevel: "standard",
  });
});
