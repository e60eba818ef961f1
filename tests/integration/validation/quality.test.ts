import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CHECKED_ISSUES, DEFAULT_RULES, judge, rulesOf } from "@/lib/domain/issue";
import { HISTOGRAM_BINS } from "@/lib/domain/validation";
import { listActivity } from "@/lib/services/activity";
import { getQuality, previewQuality, updateQuality } from "@/lib/services/quality";
import * as services from "@/lib/services/validation";
import { close, open } from "../crawl/crawling";
import {
  addMeasured,
  addStored,
  newPlace,
  type Place,
  validate,
  verdictsOf,
  work,
} from "./validating";

let place: Place;
beforeAll(() => open(false));
afterAll(close);
beforeEach(async () => {
  place = await newPlace();
});

const below = (bins: readonly number[], end: number) =>
  bins.slice(0, end).reduce((sum, count) => sum + count, 0);
const DARK = { brightnessP1: 0, brightnessP5: 0 };
const quality = () => getQuality(place.person, { datasetId: place.datasetId });
const update = (rules: Parameters<typeof updateQuality>[1]["rules"]) =>
  updateQuality(place.person, { datasetId: place.datasetId, rules });
const preview = (asked: Partial<Parameters<typeof previewQuality>[1]>) =>
  previewQuality(place.person, { datasetId: place.datasetId, rules: {}, ...asked });

/** Scores on every edge between two bins, and just beside it. */
const EDGES = Array.from({ length: HISTOGRAM_BINS + 1 }, (_, nth) => nth / HISTOGRAM_BINS).flatMap(
  (edge) => [edge, Math.max(0, edge - 1e-6), Math.min(1, edge + 1e-6)],
);

test("counts of a histogram, of a preview and of verdicts are the same at every edge", async () => {
  await addMeasured(
    place,
    EDGES.map((brightnessP99) => ({ ...DARK, brightnessP99 })),
  );
  await validate(place);
  const { total, checks } = await quality();
  expect(total).toBe(EDGES.length);
  const bins = checks.find(({ issue }) => issue === "dark")?.bins ?? [];
  const verdicts = await verdictsOf(place);
  for (let edge = 0; edge < HISTOGRAM_BINS; edge++) {
    const dark = { threshold: edge / HISTOGRAM_BINS, hides: true };
    const rules = rulesOf({ dark });
    const judged = verdicts.filter(({ scoreDark }) =>
      judge({ dark: scoreDark ?? 1 }, "standard", rules).issues.includes("dark"),
    );
    const { issues } = await preview({ rules: { dark } });
    const previewed = issues.find(({ issue }) => issue === "dark");
    const counts = [judged.length, previewed?.flagged, previewed?.hidden];
    expect(counts, String(edge)).toEqual(Array(3).fill(below(bins, edge)));
  }
}, 120_000);

test("what a preview counts is hidden when its rules are set, and nothing is written before", async () => {
  await addMeasured(place, [
    { ...DARK, brightnessP99: 0.2 },
    { ...DARK, brightnessP99: 0.45, isGrayscale: true },
    { ...DARK, brightnessP99: 0.2, decision: "accepted" },
    { ...DARK, brightnessP99: 0.2, decision: "rejected" },
    { ...DARK, brightnessP99: 0.2, isDuplicate: true },
    { isGrayscale: true },
    {},
  ]);
  await addStored(place, null);
  await validate(place);
  const before = await quality();
  expect(before).toMatchObject({ total: 6, hidden: 2, changes: {} });
  const rules = {
    dark: { threshold: 0.5, hides: true },
    grayscale: { threshold: 0.5, hides: true },
  };
  const counted = await preview({ rules });
  expect(counted).toMatchObject({ total: 6, hidden: 4 });
  expect(counted.issues).toContainEqual({ issue: "dark", flagged: 3, hidden: 2 });
  expect(counted.issues).toContainEqual({ issue: "grayscale", flagged: 2, hidden: 2 });
  expect(await preview({ rules, level: "basic" })).toMatchObject({ hidden: 1 });
  expect(await quality()).toEqual(before);

  await work((await update(rules)).batch?.id ?? "");
  expect(await quality()).toMatchObject({ total: 6, hidden: 4, changes: rules });
});

test("thresholds moved and moved back leave everything as it was", async () => {
  await addMeasured(
    place,
    EDGES.map((brightnessP99) => ({ ...DARK, brightnessP99 })),
  );
  await validate(place);
  const before = await verdictsOf(place);
  const moved = await update({ dark: { threshold: 0.7, hides: true } });
  expect(moved.checks.find(({ issue }) => issue === "dark")).toMatchObject({
    isDefault: false,
    isActive: true,
    rule: { threshold: 0.7 },
  });
  await work(moved.batch?.id ?? "");
  expect((await quality()).hidden).toBeGreaterThan(200);
  const back = await update({ dark: null });
  expect(back.changes).toEqual({});
  await work(back.batch?.id ?? "");
  expect(await verdictsOf(place)).toEqual(before);
});

test("rules that are as usual are not written down, and every change is told", async () => {
  const dark = { threshold: 0.4, hides: false };
  expect((await update({ dark, light: DEFAULT_RULES.light })).changes).toEqual({ dark });
  expect((await update({ blurry: { threshold: 0.4, hides: true } })).changes).toMatchObject({
    dark,
  });
  const { items } = await listActivity(place.person, { limit: 2 });
  expect(items[1]).toMatchObject({
    action: "dataset.rules-updated",
    resourceId: place.datasetId,
    details: { before: {}, after: { dark } },
  });
});

test("an empty dataset and unmeasured images have their place", async () => {
  const stats = () => services.getValidationStats(place.person, { datasetId: place.datasetId });
  expect(await quality()).toMatchObject({ total: 0, hidden: 0, batch: null });
  expect(await stats()).toMatchObject({ total: 0, coverage: 1, issues: [] });
  await addMeasured(place, [{}, { measuredWith: 0 }]);
  expect((await quality()).checks.map(({ unmeasured }) => unmeasured)).toEqual(
    CHECKED_ISSUES.map(() => 2),
  );
  expect(await stats()).toMatchObject({ total: 2, measured: 1, coverage: 0.5 });
});

test("statistics count issues, what they hide, and copies", async () => {
  await addMeasured(place, [
    { ...DARK, brightnessP99: 0.2 },
    { ...DARK, brightnessP99: 0.2, decision: "accepted", isGrayscale: true },
    { isDuplicate: true },
    {},
  ]);
  const { id } = await validate(place);
  const { datasetId, person } = place;
  expect(await services.getValidationStats(person, { datasetId })).toMatchObject({
    datasetId,
    level: "standard",
    total: 4,
    valid: 2,
    hidden: 2,
    measured: 4,
    coverage: 1,
    issues: [
      { value: "dark", count: 2, hidden: 1 },
      { value: "grayscale", count: 1, hidden: 0 },
      { value: "near-duplicate", count: 1, hidden: 1 },
    ],
    batch: { id, status: "completed" },
  });
});

test("somebody else's dataset, image and batch are not found", async () => {
  const { datasetId } = place;
  const [imageId = ""] = await addMeasured(place, [{}]);
  const { id: batchId } = await validate(place);
  const { person } = await newPlace();
  const asked: (() => Promise<unknown>)[] = [
    () => getQuality(person, { datasetId }),
    () => updateQuality(person, { datasetId, rules: {} }),
    () => previewQuality(person, { datasetId, rules: {} }),
    () => services.setValidationLevel(person, { datasetId, level: "basic" }),
    () => services.startValidation(person, { datasetId, remeasure: false }),
    () => services.getValidationStats(person, { datasetId }),
    () => services.getValidationBatch(person, { batchId }),
    () => services.analyzeImage(person, { imageId }),
  ];
  for (const each of asked) await expect(each()).rejects.toMatchObject({ code: "not-found" });
  const page = { datasetId, limit: 10 };
  expect((await services.listValidationBatches(person, page)).items).toEqual([]);
  expect((await services.listValidationBatches(place.person, page)).items).toHaveLength(1);
});
