import { describe, expect, test } from "vitest";
import type { DatasetHealth, DatasetStats } from "@/lib/domain/dataset";
import { healthOf } from "@/lib/domain/health";
import type { Patient } from "@/lib/domain/health-facts";

const DATASET = "019a0000-0000-7000-8000-000000000001";
const CRAWL = "019a0000-0000-7000-8000-000000000002";

const counts = (named: Record<string, number>) =>
  Object.entries(named).map(([value, count]) => ({ value, count }));

/** A dataset in which nothing is wrong, but for what is named. */
function patient(changes: {
  labels?: Record<string, number>;
  licences?: Record<string, number>;
  stats?: Partial<DatasetStats>;
  unmeasured?: number;
  crawl?: Patient["crawl"];
}): Patient {
  const labels = changes.labels ?? { cat: 300, dog: 300 };
  const kept = Object.values(labels).reduce((sum, count) => sum + count, 0);
  return {
    datasetId: DATASET,
    unmeasured: changes.unmeasured ?? 0,
    crawl: changes.crawl ?? null,
    stats: {
      funnel: {
        found: 0,
        waiting: 0,
        accepted: 0,
        duplicate: 0,
        rejected: 0,
        failed: 0,
        skipped: 0,
        outcomes: {},
      },
      labels: counts(labels),
      sources: kept > 0 ? counts({ openverse: kept }) : [],
      licences: counts(changes.licences ?? { "CC0-1.0": kept }),
      splits: [],
      issues: [],
      formats: [],
      hosts: [],
      decisions: counts({ accepted: kept }),
      sizes: { totalBytes: 1, medianWidth: 800, medianHeight: 600, buckets: [] },
      aspects: [],
      hidden: 0,
      duplicates: { groups: 0, open: 0, images: 0 },
      losses: [],
      ...changes.stats,
    },
  };
}
const actionsOf = ({ next }: DatasetHealth) => next.map(({ action }) => action);
const factOf = ({ facts }: DatasetHealth, name: string) => facts.find((fact) => fact.name === name);

describe("the grade", () => {
  test("is good where nothing is wrong, and what is left is to export", () => {
    const health = healthOf(patient({}));
    expect(health).toMatchObject({ grade: "good", summary: "Fit for training." });
    expect(actionsOf(health)).toEqual(["export"]);
    expect(health.facts.filter(({ isFine }) => isFine === false)).toEqual([]);
  });

  test("is empty without pictures, and there is one thing to do", () => {
    const health = healthOf(patient({ labels: {} }));
    expect(health).toMatchObject({ grade: "empty", summary: "There is nothing in it yet." });
    expect(health.next).toEqual([
      {
        action: "crawl",
        text: "Collect the first pictures.",
        path: `/crawls/new?datasetId=${DATASET}`,
      },
    ]);
  });

  test("points an empty dataset to the crawl that is filling it", () => {
    const crawl = { id: CRAWL, status: "running", maxImages: 9, validImages: 0, shortfall: null };
    const health = healthOf(patient({ labels: {}, crawl: { ...crawl, status: "running" } }));
    expect(health.summary).toBe("The first pictures are on their way.");
    expect(health.next.map(({ path }) => path)).toEqual([`/datasets/${DATASET}/crawls/${CRAWL}`]);
  });

  test.each<[string, Parameters<typeof patient>[0], "fair" | "poor"]>([
    ["a label below a hundred pictures", { labels: { cat: 99, dog: 150 } }, "fair"],
    ["a label below twenty pictures", { labels: { cat: 19, dog: 30 } }, "poor"],
    ["a label below half of the largest", { labels: { cat: 149, dog: 300 } }, "fair"],
    ["a label below a tenth of the largest", { labels: { cat: 149, dog: 1500 } }, "poor"],
    ["licences that are not known", { licences: { "CC0-1.0": 590, unknown: 10 } }, "fair"],
    ["most licences not known", { licences: { "CC0-1.0": 290, unknown: 310 } }, "poor"],
    ["a group of duplicates", { stats: { duplicates: { groups: 1, open: 1, images: 1 } } }, "fair"],
    ["much hidden", { stats: { hidden: 200 } }, "fair"],
    [
      "small pictures",
      { stats: { sizes: { totalBytes: 1, medianWidth: 640, medianHeight: 200, buckets: [] } } },
      "fair",
    ],
    ["pictures that are not measured", { unmeasured: 3 }, "fair"],
  ])("falls for %s", (_, changes, grade) => {
    expect(healthOf(patient(changes)).grade).toBe(grade);
  });

  test("names every reason in one sentence", () => {
    const health = healthOf(patient({ labels: { cat: 12, dog: 200 }, unmeasured: 1 }));
    expect(health.summary).toBe(
      "Not fit for training yet: its smallest label has only 12 pictures, its labels are uneven, and 1 is not measured yet.",
    );
  });
});

describe("the facts", () => {
  test("say what is fine, what is not, and leave open what is neither", () => {
    const health = healthOf(
      patient({
        labels: { cat: 50, dog: 200 },
        licences: { "CC0-1.0": 249, unknown: 1 },
        stats: { hidden: 5, decisions: counts({ undecided: 100, accepted: 150 }) },
      }),
    );
    expect(factOf(health, "Smallest to largest")).toMatchObject({ value: "25 %", isFine: false });
    // 99.6 % are known: fine, and yet not all.
    expect(factOf(health, "Known licences")).toMatchObject({ value: "99 %", isFine: true });
    expect(factOf(health, "Hidden by checks")).toMatchObject({ value: "5", isFine: true });
    expect(factOf(health, "Undecided")).toMatchObject({ value: "100", isFine: null });
    expect(factOf(health, "Usual size")).toMatchObject({ value: "800 × 600", isFine: true });
  });

  test("do not compare a label with itself", () => {
    const health = healthOf(patient({ labels: { cat: 300 } }));
    expect(factOf(health, "Smallest to largest")).toBeUndefined();
  });
});

describe("what to do next", () => {
  test("is ordered by gain, and three things at most", () => {
    const health = healthOf(
      patient({
        labels: { cat: 400, dog: 300 },
        licences: { "CC0-1.0": 600, unknown: 100 },
        unmeasured: 350,
        stats: {
          hidden: 70,
          duplicates: { groups: 150, open: 150, images: 150 },
          decisions: counts({ undecided: 700 }),
        },
      }),
    );
    expect(actionsOf(health)).toEqual(["validate", "review-duplicates", "complete-licences"]);
  });

  test("asks for the labels that lack most, by name", () => {
    const health = healthOf(patient({ labels: { cat: 900, dog: 110, "red fox": 100 } }));
    const [first] = health.next;
    expect(first).toMatchObject({
      action: "balance-labels",
      text: "Search more for “red fox” (100), “dog” (110).",
    });
    expect(new URLSearchParams(first?.path.split("?")[1]).get("keywords")).toBe("red fox,dog");
  });

  test("goes to the advice of a crawl that came up short", () => {
    const crawl = {
      id: CRAWL,
      status: "completed" as const,
      maxImages: 1000,
      validImages: 600,
      shortfall: "400 are missing.",
    };
    const health = healthOf(patient({ crawl }));
    expect(health.next[0]).toEqual({
      action: "crawl",
      text: "Its last crawl is 400 pictures short: see what would help.",
      path: `/datasets/${DATASET}/crawls/${CRAWL}`,
    });
  });

  test("does not ask for more pictures while they are coming", () => {
    const crawl = {
      id: CRAWL,
      status: "running" as const,
      maxImages: 900,
      validImages: 5,
      shortfall: null,
    };
    const health = healthOf(patient({ labels: { cat: 300, dog: 5 }, crawl }));
    expect(actionsOf(health)).toEqual(["export"]);
  });

  test("offers to decide before the export, where nothing else is to be done", () => {
    const health = healthOf(patient({ stats: { decisions: counts({ undecided: 600 }) } }));
    expect(actionsOf(health)).toEqual(["decide", "export"]);
  });
});
