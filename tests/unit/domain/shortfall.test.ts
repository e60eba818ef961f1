import { describe, expect, test } from "vitest";
import { adviceFor, type ShortCrawl } from "@/lib/domain/advice";
import {
  balanceWarnings,
  describeShortfall,
  type Lane,
  labelStandings,
  refusalNote,
  topCauses,
} from "@/lib/domain/shortfall";
import type { SourceInfo } from "@/lib/domain/source";
import { sourceInfo } from "../../helpers/source-info";

const lane = (changes: Partial<Lane> = {}): Lane => ({
  label: "cat",
  source: "openverse",
  status: "completed",
  found: 0,
  waiting: 0,
  outcomes: {},
  expansionOf: "felis",
  error: null,
  ...changes,
});

const OPENVERSE = sourceInfo("openverse");
const keyless = {
  isAvailable: false,
  isDefault: false,
  key: { fields: [], isRequired: true, from: null, hint: null, signUpUrl: null },
};

const advise = (changes: Partial<ShortCrawl>, known: SourceInfo[] = [OPENVERSE]) =>
  adviceFor(
    { maxImages: 100, sources: ["openverse"], filters: {}, lanes: [lane()], ...changes },
    known,
  );

describe("words for a shortfall", () => {
  test("name the commonest causes first", () => {
    const outcomes = { accepted: 24, timeout: 3, "too-small": 12, "robots-txt": 5, dns: 1 };
    expect(topCauses(outcomes)).toBe("too small (12), disallowed by robots.txt (5), timed out (3)");
    expect(describeShortfall(50, outcomes, 1)).toBe(
      "26 are missing, because every source ran dry. Most others were lost to too small (12), disallowed by robots.txt (5), timed out (3). 1 search could not be finished; retry runs them again.",
    );
  });

  test("group large numbers", () => {
    expect(describeShortfall(3, { accepted: 2 }, 0, 1)).toBe(
      "1 is missing, and some sources may have more; retry without a cause goes on.",
    );
    expect(describeShortfall(50_000, { accepted: 2_000, timeout: 1_234 }, 0)).toBe(
      "48,000 are missing, because every source ran dry. Most others were lost to timed out (1,234).",
    );
  });

  test("say of what publishers refuse that it cannot be helped", () => {
    expect(refusalNote({ timeout: 4 })).toBeNull();
    expect(refusalNote({ "robots-txt": 2, "ai-opt-out": 1 })).toMatch(/^3 pictures were left out/);
  });
});

describe("class balance", () => {
  const lanes = [
    lane({ outcomes: { accepted: 30 } }),
    lane({ source: "nasa", outcomes: { accepted: 10 } }),
    lane({ label: "dog", outcomes: { accepted: 25 } }),
    lane({ label: "lynx", outcomes: { accepted: 4 } }),
  ];

  test("goals add up to the target, whatever does not divide", () => {
    expect(labelStandings(100, lanes)).toEqual([
      { label: "cat", accepted: 40, goal: 34 },
      { label: "dog", accepted: 25, goal: 33 },
      { label: "lynx", accepted: 4, goal: 33 },
    ]);
  });

  test("warns of labels under half of the mean, and of no other", () => {
    expect(balanceWarnings(100, lanes)).toEqual([
      "Class balance: “lynx” has 4 images, under half of the mean of 23.",
    ]);
    expect(balanceWarnings(100, lanes.slice(0, 3))).toEqual([]);
    expect(balanceWarnings(100, [])).toEqual([]);
  });
});

describe("advice", () => {
  test("is given to none that has its images", () => {
    expect(
      advise({ maxImages: 4, lanes: [lane({ outcomes: { accepted: 4, timeout: 9 } })] }),
    ).toEqual([]);
  });

  test("names what failed in passing, to be run again, and not what failed for good", () => {
    const outcomes = { accepted: 10, timeout: 37, "http-5xx": 1, "http-4xx": 50, "robots-txt": 9 };
    expect(advise({ lanes: [lane({ found: 107, outcomes })] })).toEqual([
      { kind: "retry", text: "37 pictures timed out: try them again.", outcomes: ["timeout"] },
      {
        kind: "retry",
        text: "1 picture met an error of the server: try it again.",
        outcomes: ["http-5xx"],
      },
    ]);
  });

  test("names open sources that were not asked and can be now", () => {
    const known = [OPENVERSE, sourceInfo("nasa"), sourceInfo("gbif", { isAvailable: false })];
    expect(advise({}, known)).toMatchObject([{ kind: "add-source", sources: ["nasa"] }]);
  });

  test("never leads to sources that forbid datasets or read pages of search engines", () => {
    const { capabilities } = OPENVERSE;
    const known = [
      OPENVERSE,
      sourceInfo("unsplash", {
        ...keyless,
        capabilities: { ...capabilities, machineLearningUse: "forbidden" },
      }),
      sourceInfo("bing", { isDefault: false, capabilities: { ...capabilities, isScraping: true } }),
    ];
    expect(advise({}, known)).toEqual([]);
  });

  test("tells what a key would open, and that an asked source misses its own", () => {
    const flickr = sourceInfo("flickr", keyless);
    expect(advise({}, [OPENVERSE, flickr])).toMatchObject([
      { kind: "give-key", sources: ["flickr"] },
    ]);
    const lanes = [lane({ source: "flickr", status: "failed", error: "No key." })];
    expect(advise({ sources: ["flickr"], lanes }, [flickr])).toMatchObject([
      { kind: "give-key", text: "flickr needs a key that it accepts.", sources: ["flickr"] },
    ]);
  });

  test("says of a source that is down or spent when it is worth coming back", () => {
    const spent = sourceInfo("openverse", {
      isAvailable: false,
      unavailableReason: "Used up until 9.",
    });
    const lanes = [lane({ status: "failed", error: "HTTP 503." })];
    expect(advise({ lanes }, [spent])).toMatchObject([
      { kind: "wait", text: expect.stringContaining("Used up until 9."), sources: ["openverse"] },
    ]);
    expect(advise({ lanes })).toMatchObject([
      { kind: "wait", text: expect.stringContaining("HTTP 503.") },
    ]);
  });

  test("tells of several that are down at once, because one retry asks them all", () => {
    const lanes = [
      lane({ status: "failed", error: "HTTP 503." }),
      lane({ source: "nasa", status: "failed", error: "It timed out" }),
    ];
    const sources = ["openverse", "nasa"] as const;
    const advice = advise({ sources: [...sources], lanes }, [OPENVERSE, sourceInfo("nasa")]);
    expect(advice.filter(({ kind }) => kind === "wait")).toEqual([
      {
        kind: "wait",
        text: `${OPENVERSE.name} did not give all it has. HTTP 503. nasa did not give all it has. It timed out. Run the failed searches again later.`,
        sources: [...sources],
      },
    ]);
  });

  test("names the filters where they cost much", () => {
    const filters = { minWidth: 800, licences: ["CC0-1.0"] };
    const outcomes = { accepted: 10, filtered: 80, quality: 1 };
    expect(advise({ filters, lanes: [lane({ found: 91, outcomes })] })).toEqual([
      {
        kind: "loosen-filter",
        text: "80 pictures were too small or outside the filters (minimum width, licences): loosen them.",
        outcomes: ["filtered", "too-small"],
      },
    ]);
  });

  test("does not name safe search, which loses nothing here", () => {
    const lanes = [lane({ found: 16, outcomes: { accepted: 10, "too-small": 6 } })];
    expect(advise({ filters: { safeSearch: true }, lanes })).toMatchObject([
      { text: "6 pictures were too small or outside the filters: loosen them." },
    ]);
  });

  test("names a source once that its own reason begins with", () => {
    const error = `${OPENVERSE.name} failed too often just now`;
    expect(advise({ lanes: [lane({ status: "failed", error })] })).toMatchObject([
      { kind: "wait", text: `${error}. Run the failed searches again later.` },
    ]);
  });

  test("offers other words only where none were searched, and labels that fell behind more of them", () => {
    expect(advise({ lanes: [lane({ expansionOf: null })] })).toMatchObject([{ kind: "expand" }]);
    const lanes = [
      lane({ outcomes: { accepted: 50 } }),
      lane({ label: "lynx", outcomes: { accepted: 3 } }),
    ];
    expect(advise({ lanes })).toMatchObject([
      { kind: "balance", text: "Give labels that fell behind more keywords: “lynx” (3)." },
    ]);
  });

  test("of own material is not to search for more", () => {
    const list = sourceInfo("url-list", {
      capabilities: { ...OPENVERSE.capabilities, group: "own", takes: "list" },
    });
    const lanes = [lane({ source: "url-list", expansionOf: null })];
    expect(advise({ sources: ["url-list"], lanes }, [list, OPENVERSE])).toEqual([]);
  });

  test("comes in the order of what it may bring", () => {
    const known = [OPENVERSE, sourceInfo("nasa"), sourceInfo("flickr", keyless)];
    const outcomes = { accepted: 10, timeout: 3, filtered: 60 };
    const kinds = advise({ lanes: [lane({ found: 73, outcomes, expansionOf: null })] }, known);
    expect(kinds.map(({ kind }) => kind)).toEqual([
      "add-source",
      "loosen-filter",
      "give-key",
      "expand",
      "retry",
    ]);
  });
});
