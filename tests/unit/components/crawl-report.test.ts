import { describe, expect, test } from "vitest";
import { fromCrawl } from "@/components/crawl/new/from-crawl";
import { newCrawlPath } from "@/components/crawl/new-crawl-path";
import { actionFor } from "@/components/crawl/run/advice-action";
import {
  expansionText,
  orderLanes,
  stateOf,
  worstLanes,
  yieldOf,
} from "@/components/crawl/run/lane-rows";
import { isRepeatable, whenOf } from "@/components/crawl/schedule/schedule-words";
import type { Advice, Chunk, CrawlJob } from "@/lib/domain/crawl-job";

function lane(change: Partial<Chunk>): Chunk {
  const keyword = change.keyword ?? "dog";
  return {
    id: `${keyword} ${change.source}`,
    source: "openverse",
    keyword,
    label: keyword,
    expansionOf: null,
    strategy: null,
    status: "completed",
    pages: 1,
    found: 0,
    waiting: 0,
    accepted: 0,
    outcomes: {},
    error: null,
    updatedAt: "2026-01-01T00:00:00.000Z",
    ...change,
  };
}
const ids = (lanes: Chunk[]) => lanes.map(({ id }) => id);

describe("the lanes of a crawl", () => {
  const lanes = [
    lane({ keyword: "puppy", label: "dog", expansionOf: "dog", strategy: "hyponyms", found: 9 }),
    lane({ keyword: "cat", found: 40, waiting: 30, accepted: 5 }),
    lane({ keyword: "dog", found: 10, accepted: 4 }),
    lane({ keyword: "dog", source: "bing", status: "failed", error: "503" }),
    lane({ keyword: "cat", source: "bing", status: "active" }),
  ];

  test("start with those at work, then those that failed", () => {
    expect(ids(orderLanes(lanes, null, false)).slice(0, 2)).toEqual(["cat bing", "dog bing"]);
  });

  test("are put in order by a column, either way round", () => {
    const byFound = orderLanes(lanes, { column: "found", isDescending: true }, false);
    expect(byFound.map(({ found }) => found)).toEqual([40, 10, 9, 0, 0]);
    const byYield = orderLanes(lanes, { column: "yield", isDescending: true }, false);
    expect(ids(byYield)[0]).toBe("cat undefined");
  });

  test("by keyword keep a label together, an expansion below its parent", () => {
    const ordered = orderLanes(lanes, { column: "keyword", isDescending: false }, false);
    expect(ordered.map(({ keyword }) => keyword)).toEqual(["cat", "cat", "dog", "dog", "puppy"]);
  });

  test("measure their yield by what has been decided", () => {
    expect(yieldOf(lane({ found: 40, waiting: 30, accepted: 5 }))).toBe(0.5);
    expect(yieldOf(lane({ found: 30, waiting: 30 }))).toBeNull();
  });

  test("say whose expansion they are", () => {
    expect(expansionText(lane({ expansionOf: "dog", strategy: "hyponyms" }))).toBe(
      "Kinds of it, from “dog”",
    );
    expect(expansionText(lane({}))).toBeNull();
  });

  test("that the end cut short are not said to be at work", () => {
    expect(stateOf(lane({ status: "active" }), true)).toBe("left");
    expect(stateOf(lane({ status: "failed" }), true)).toBe("failed");
  });

  test("name where most was lost to a cause", () => {
    const lost = [2, 0, 7, 1, 5].map((timeout, i) =>
      lane({ keyword: `k${i}`, outcomes: { timeout } }),
    );
    expect(worstLanes(lost, "timeout").map(({ count }) => count)).toEqual([7, 5, 2]);
  });
});

// What the links need of a crawl.
const job = {
  id: "j",
  datasetId: "d",
  keywords: [
    { keyword: "dog", label: "dog" },
    { keyword: "puppy", label: "dog", expansionOf: "dog", strategy: "hyponyms" },
    { keyword: "cat", label: "cat" },
  ],
  sources: ["openverse", "bing"],
  maxImages: 80,
  validationLevel: "strict",
  filters: { minWidth: 500 },
} as unknown as CrawlJob;
const progress = {
  outcomes: { timeout: 30, connect: 7 },
  labels: [
    { label: "dog", accepted: 40, goal: 40 },
    { label: "cat", accepted: 1, goal: 40 },
  ],
};
const act = (advice: Omit<Advice, "text">) => actionFor({ text: "", ...advice }, job, progress);
const query = (advice: Omit<Advice, "text">) => {
  const action = act(advice);
  return action.kind === "link" ? new URLSearchParams(action.href.split("?")[1]) : null;
};

describe("advice", () => {
  test("to retry runs exactly the outcomes it names, and says how many those are", () => {
    expect(act({ kind: "retry", outcomes: ["timeout", "connect"] })).toEqual({
      kind: "retry",
      label: "Retry these 37",
      outcomes: ["timeout", "connect"],
    });
  });

  test("to wait runs the failed searches again", () => {
    expect(act({ kind: "wait", sources: ["bing"] })).toMatchObject({ outcomes: null });
  });

  test("to add sources asks those, for the same and into the same dataset", () => {
    const asked = query({ kind: "add-source", sources: ["gbif", "nasa"] });
    expect(asked?.get("sources")).toBe("gbif,nasa");
    expect(asked?.get("from")).toBe("j");
    expect(asked?.get("datasetId")).toBe("d");
  });

  test("on balance searches more for the labels that are behind alone", () => {
    const asked = query({ kind: "balance" });
    expect(asked?.getAll("label")).toEqual(["cat"]);
    expect(asked?.get("expand")).toBe("1");
  });

  test("to give a key leads to the source's line", () => {
    expect(act({ kind: "give-key", sources: ["flickr", "brave"] })).toMatchObject({
      href: "/settings/sources#flickr",
    });
  });
});

describe("a crawl like another", () => {
  test("keeps labels, expansions, filters and checks", () => {
    expect(fromCrawl({ job, labels: [], isExpanding: false })).toMatchObject({
      keywords: [
        { keyword: "dog", label: null },
        { keyword: "puppy", label: "dog", origin: { expansionOf: "dog", strategy: "hyponyms" } },
        { keyword: "cat", label: null },
      ],
      maxImages: 80,
      validationLevel: "strict",
      filters: { minWidth: 500 },
      expandKeywords: null,
    });
  });

  test("can be for some labels only, and search related words", () => {
    const draft = fromCrawl({ job, labels: ["cat"], isExpanding: true });
    expect(draft.keywords?.map(({ keyword }) => keyword)).toEqual(["cat"]);
    expect(draft.expandKeywords).not.toBeNull();
  });

  test("is linked to with names that cannot break out of the address", () => {
    const path = newCrawlPath(job, { labels: ["a&b=c #d"] });
    expect(new URL(path, "http://here").searchParams.get("label")).toBe("a&b=c #d");
  });
});

describe("a schedule", () => {
  const when = (cron: string) => whenOf({ cron, timezone: "Europe/Berlin" });

  test("is told in words where its cron line is a plain one", () => {
    expect(when("0 3 * * *")).toBe("daily at 03:00 Europe/Berlin");
    expect(when("5 20 * * SUN")).toBe("every Sunday at 20:05 Europe/Berlin");
    expect(when("30 6 * * 1")).toBe("every Monday at 06:30 Europe/Berlin");
    expect(when("0 0 * * 7")).toBe("every Sunday at 00:00 Europe/Berlin");
  });

  test("shows any other line as it is", () => {
    expect(when("0 3 1 * *")).toBe("by the cron line “0 3 1 * *”, Europe/Berlin");
    expect(when("0 3 * * 1-5")).toBe("by the cron line “0 3 * * 1-5”, Europe/Berlin");
  });

  test("is not offered for what cannot bring anything new", () => {
    expect(isRepeatable(["openverse", "url-list"])).toBe(true);
    expect(isRepeatable(["upload"])).toBe(false);
    expect(isRepeatable(["url-list"])).toBe(false);
  });
});
