import { expect, test } from "vitest";
import { shownOf } from "@/components/charts/entries";
import { loadFilters, toImageFilter, toImageQuery } from "@/components/gallery/filters";
import { countBelow, filledBins, toStep, toThreshold } from "@/components/quality/bins";
import { edgeFilter, galleryPath } from "@/components/quality/gallery-path";
import { listImageTiles } from "@/lib/contract/curation";
import { scoreRangesOf } from "@/lib/domain/issue";
import { HISTOGRAM_BINS } from "@/lib/domain/validation";

const DATASET = "019a0000-0000-7000-8000-000000000001";
const bins = Array.from({ length: HISTOGRAM_BINS }, (_, bin) => bin);

test("every step of a slider is a threshold, and the same step again", () => {
  for (let step = 0; step <= HISTOGRAM_BINS; step++) expect(toStep(toThreshold(step))).toBe(step);
});

test("the count below a threshold is that of the bins below it", () => {
  expect(countBelow(bins, 0)).toBe(0);
  expect(countBelow(bins, 0.29)).toBe((28 * 29) / 2);
  expect(countBelow(bins, 1)).toBe((99 * 100) / 2);
});

test("the table behind a histogram has the bins with pictures, the last up to 1", () => {
  const few = bins.map((bin) => (bin === 7 || bin === 99 ? 3 : 0));
  expect(filledBins(few)).toEqual([
    { name: "0.07–0.08", value: 3 },
    { name: "0.99–1.00", value: 3 },
  ]);
});

test.each([0, 0.07, 0.32, 1])(
  "the pictures on both sides of %f are asked for as the API takes it",
  (threshold) => {
    const [below] = scoreRangesOf(edgeFilter("dark", threshold, "below").score);
    const [above] = scoreRangesOf(edgeFilter("dark", threshold, "above").score);
    // Up to 1 would take a score of 1 in, which no threshold leaves below it.
    expect(below).toMatchObject({ issue: "dark", from: 0, to: Math.min(threshold, 0.999999) });
    expect(above).toMatchObject({ issue: "dark", from: threshold, to: 1 });
    for (const side of ["below", "above"] as const)
      listImageTiles.input.parse({ datasetId: DATASET, ...edgeFilter("dark", threshold, side) });
  },
);

test("a link to the gallery is read there as what it was made of", async () => {
  const path = galleryPath(DATASET, { label: "a & b", minWidth: 256, maxWidth: 511 });
  const query = toImageQuery(await loadFilters(new URL(path, "http://x").searchParams));
  expect(query).toMatchObject({ label: "a & b", minWidth: 256, maxWidth: 511 });
  const edge = galleryPath(DATASET, edgeFilter("out-of-focus", 0.5, "below"));
  const filters = await loadFilters(new URL(edge, "http://x").searchParams);
  expect(filters).toMatchObject({ score: "out-of-focus:..0.5", sort: "-score:out-of-focus" });
});

test("links lead to as many pictures as were counted", async () => {
  const read = async (path: string) =>
    toImageQuery(await loadFilters(new URL(path, "http://x").searchParams));
  const edge = { ...edgeFilter("dark", 0.3, "below"), hidden: "judged" } as const;
  const judged = await read(galleryPath(DATASET, edge));
  expect(judged).toMatchObject({ isJudged: "true", score: "dark:..0.3" });
  expect(judged).not.toHaveProperty("isHidden");
  const hidden = await read(galleryPath(DATASET, { hidden: "checks" }));
  expect(hidden).toMatchObject({ isJudged: "true", isHidden: "true" });
  expect(toImageFilter(hidden)).toEqual({ isJudged: true, isHidden: true });
  const bar = await read(galleryPath(DATASET, { hidden: "kept", label: "cat" }));
  expect(bar).toEqual({ isKept: "true", label: "cat", sort: "newest" });
  expect(toImageFilter(bar)).toEqual({ isKept: true, label: "cat" });
});

test("a chart shows the largest and says how many are left", () => {
  const entries = bins.map((value) => ({ name: String(value), value }));
  expect(shownOf(entries, 12)).toMatchObject({ left: 88 });
  expect(shownOf(entries.slice(0, 12), 12)).toMatchObject({ left: 0 });
});
