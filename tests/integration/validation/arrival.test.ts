import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createJob as operation } from "@/lib/contract/jobs";
import { getDataset } from "@/lib/services/datasets";
import { cancelJob, createJob } from "@/lib/services/jobs";
import { getQuality, updateQuality } from "@/lib/services/quality";
import { listValidationBatches, setValidationLevel } from "@/lib/services/validation";
import { eventually } from "@/tests/helpers/eventually";
import { type Site, startSite } from "@/tests/helpers/site";
import {
  candidatesOf,
  close,
  decided,
  finished,
  imagesOf,
  open,
  pointAt,
  startCrawl,
  startList,
} from "../crawl/crawling";
import { ended, newPlace, type Place, verdictsOf } from "./validating";

let site: Site;
let place: Place;
beforeAll(async () => {
  site = await startSite({
    cat: ["photo", "copy", "blank"],
    many: Array.from({ length: 24 }, () => "photo" as const),
    stuck: ["hanging"],
  });
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
afterEach(() => {
  site.latencyMs = 0;
});

/** No picture is as bright as that. */
const HIDES_ALL = { dark: { threshold: 1, hides: true } };
const setRules = (rules: Parameters<typeof updateQuality>[1]["rules"]) =>
  updateQuality(place.person, { datasetId: place.datasetId, rules });
const batches = async () =>
  (await listValidationBatches(place.person, { datasetId: place.datasetId, limit: 50 })).items;
const settled = () =>
  eventually("every batch ends", async () =>
    (await batches()).every(({ finishedAt }) => finishedAt),
  );
const endings = async (jobId: string) =>
  (await candidatesOf(jobId)).map(({ outcome, detail }) => ({ outcome, detail }));

test("what the level of a crawl and the rules of its dataset would hide is refused, with the numbers", async () => {
  await setRules(HIDES_ALL);
  const { datasetId, person } = place;
  const urls = [site.picture("photo").url, site.picture("blank").url];
  const { id } = await startList(person, urls, { datasetId });
  await finished(person, id);
  expect(await endings(id)).toEqual([
    { outcome: "quality", detail: expect.stringMatching(/^Dark: 0\.\d{1,3}, asked for 1\.$/) },
    { outcome: "quality", detail: "One flat colour." },
  ]);
}, 120_000);

test("a crawl of a lower level takes in what its dataset then hides", async () => {
  await setRules(HIDES_ALL);
  const { datasetId, person } = place;
  const crawl = { datasetId, validationLevel: "basic" as const };
  const { id } = await startList(person, [site.picture("photo").url], crawl);
  await finished(person, id);
  expect(await endings(id)).toEqual([{ outcome: "accepted", detail: null }]);
  expect(await verdictsOf(place)).toMatchObject([{ isValid: false, hiddenBy: ["dark"] }]);
});

test("strict crawls leave what has no licence where the dataset hides it, and only there", async () => {
  const { datasetId, person } = place;
  const crawl = { datasetId, validationLevel: "strict" as const };
  const urls = [site.picture("photo").url];
  await setRules({ "missing-licence": { threshold: 0.5, hides: true } });
  const first = await startList(person, urls, crawl);
  await finished(person, first.id);
  expect(await endings(first.id)).toEqual([
    { outcome: "filtered", detail: "The licence is unknown." },
  ]);
  await setRules({ "missing-licence": null });
  const second = await startList(person, urls, crawl);
  await finished(person, second.id);
  expect(await endings(second.id)).toMatchObject([{ outcome: "accepted" }]);
});

test("images that arrive while the rules change end judged by the new ones", async () => {
  site.latencyMs = 60;
  const { datasetId, person } = place;
  const crawl = { datasetId, keywords: ["many"], maxImages: 24, validationLevel: "basic" as const };
  const { id } = await startCrawl(person, crawl);
  for (let count = 2; count <= 20; count += 6) {
    await decided(id, count);
    await setRules({ dark: { threshold: count % 4 === 0 ? 0.01 : 1, hides: true } });
  }
  await setRules(HIDES_ALL);
  await finished(person, id);
  await settled();
  const verdicts = await verdictsOf(place);
  expect(verdicts).toHaveLength(24);
  expect(verdicts.filter(({ isValid }) => isValid)).toEqual([]);
  expect(await getQuality(person, { datasetId })).toMatchObject({ total: 24, hidden: 24 });
}, 120_000);

test("a crawl that ends has its dataset judged once, and so has one that is cancelled", async () => {
  const { datasetId, person } = place;
  const urls = [site.picture("photo").url, site.picture("copy").url];
  const { id } = await startList(person, urls, { datasetId });
  await finished(person, id);
  const [first, ...others] = await batches();
  expect(others).toEqual([]);
  expect(await ended(place, first?.id ?? "")).toMatchObject({
    kind: "validate",
    status: "completed",
  });
  // Only then are the hosts known on which a picture was found.
  expect(await imagesOf(datasetId)).toMatchObject([{ hostCount: 2 }]);

  // Nothing but being cancelled ends it soon.
  const stuck = await startCrawl(person, { datasetId, keywords: ["stuck"] });
  await cancelJob(person, { jobId: stuck.id });
  expect(await batches()).toHaveLength(2);
  await settled();
}, 120_000);

test("a crawl gives the dataset that it makes its level, and takes that of one that is there", async () => {
  const asked = { name: "Crawl", keywords: ["cat"], sources: ["openverse"], start: false };
  const input = operation.input.parse({ ...asked, validationLevel: "strict" });
  const made = await createJob(place.person, input);
  expect(await getDataset(place.person, { datasetId: made.datasetId })).toMatchObject({
    validationLevel: "strict",
  });
  const { datasetId, person } = place;
  await setValidationLevel(person, { datasetId, level: "basic" });
  expect(await startCrawl(person, { datasetId, start: false })).toMatchObject({
    validationLevel: "basic",
  });
  await settled();
});
