import { describe, expect, test } from "vitest";
import { ApiError } from "@/components/api";
import { readConfig } from "@/components/crawl/new/config/read-config";
import { crawlParts } from "@/components/crawl/new/crawl-parts";
import { newDraft } from "@/components/crawl/new/draft";
import { ceilingWords, estimateCrawl, estimateWords } from "@/components/crawl/new/estimate";
import { pushedWords } from "@/components/crawl/new/filters/pushed-note";
import {
  addKeywords,
  defaultName,
  MAX_KEYWORDS,
  mergeKeywords,
  splitKeywords,
  toLabelled,
} from "@/components/crawl/new/keywords";
import { missingFields } from "@/components/crawl/new/missing-fields";
import { addFiles, MAX_FILES, splitUrls } from "@/components/crawl/new/own/own-material";
import { sampleRequests, sampleSummary } from "@/components/crawl/new/samples/sample-requests";
import { healthOf, whyUnavailable } from "@/components/crawl/new/sources/source-words";
import { fieldErrorsOf } from "@/components/crawl/new/start-crawl";
import { createJob } from "@/lib/contract/jobs";
import type { PreviewItem } from "@/lib/domain/source";
import { sourceInfo } from "../../helpers/source-info";

const SOURCES = [
  sourceInfo("openverse"),
  sourceInfo("met-museum"),
  sourceInfo("gbif", { isAvailable: false, unavailableReason: "GBIF does not answer." }),
  sourceInfo("sample", { isDefault: false }),
  sourceInfo("url-list", { isDefault: false, capabilities: { group: "own", takes: "list" } }),
  sourceInfo("upload", { isDefault: false, capabilities: { group: "own", takes: "files" } }),
];
const NOTHING = { keywords: "", sources: "", datasetId: null, projectId: null };
const draft = (change: Partial<ReturnType<typeof newDraft>> = {}) => ({
  ...newDraft({ ...NOTHING, keywords: "cat, dog", sources: "sample" }, SOURCES),
  ...change,
});
const own = (change: Partial<ReturnType<typeof newDraft>["own"]>) => ({
  ...draft().own,
  ...change,
});
const file = (path: string) => ({ file: new File(["x"], path.split("/").at(-1) ?? ""), path });
const names = (list: ReturnType<typeof addKeywords>) => list.map(({ keyword }) => keyword);

describe("keywords", () => {
  test("are split at lines, commas, semicolons and tabs, and lose needless spaces", () => {
    expect(splitKeywords(" red   fox\r\nowl,, snake;\tbee\n")).toEqual([
      "red fox",
      "owl",
      "snake",
      "bee",
    ]);
  });

  test("are added once, whatever their case", () => {
    const first = addKeywords([], ["Cat", "cat", "dog"]);
    expect(names(addKeywords(first, ["DOG", "bee"]))).toEqual(["Cat", "dog", "bee"]);
  });

  test("stop at the limit of a crawl", () => {
    const many = Array.from({ length: MAX_KEYWORDS + 5 }, (_, index) => `k${index}`);
    expect(addKeywords([], many)).toHaveLength(MAX_KEYWORDS);
  });

  test("carry a label only where it is another word", () => {
    expect(toLabelled({ keyword: "cat", label: null })).toBe("cat");
    expect(toLabelled({ keyword: "cat", label: "pet" })).toEqual({ keyword: "cat", label: "pet" });
  });

  test("name a crawl that nobody named, within the length of a name", () => {
    expect(defaultName(addKeywords([], ["a", "b", "c", "d", "e"]))).toBe("a, b, c and 2 more");
    expect(defaultName(addKeywords([], ["x".repeat(200)])).length).toBeLessThanOrEqual(100);
  });
});

describe("suggested keywords", () => {
  test("keep the label of their parent, and say whose they are and how they were made", () => {
    const [, beagle] = mergeKeywords(addKeywords([], ["dog"]), [
      {
        keyword: "beagle",
        label: "pet",
        origin: { expansionOf: "dog", strategy: "hyponyms" },
      },
    ]);
    expect(beagle && toLabelled(beagle)).toEqual({
      keyword: "beagle",
      label: "pet",
      expansionOf: "dog",
      strategy: "hyponyms",
    });
  });
});

describe("a new crawl", () => {
  test("is filled in from a link, which can only name sources that can be chosen", () => {
    const made = newDraft(
      { ...NOTHING, keywords: "cat,dog", sources: "sample,evil,gbif,upload" },
      SOURCES,
    );
    expect(made).toMatchObject({ sources: ["sample"] });
    expect(names(made.keywords)).toEqual(["cat", "dog"]);
  });

  test("asks every usual source that answers where the link names none", () => {
    expect(newDraft(NOTHING, SOURCES).sources).toEqual(["openverse", "met-museum"]);
  });

  test("needs keywords, a source and a target", () => {
    expect(missingFields(draft())).toEqual({});
    const empty = missingFields(draft({ keywords: [], sources: [], maxImages: null }));
    expect(Object.keys(empty).sort()).toEqual(["keywords", "maxImages", "sources"]);
  });

  test("from files alone needs neither keyword nor source", () => {
    const files = own({ files: [file("cats/1.jpg")] });
    const made = draft({ keywords: [], sources: [], own: files });
    expect(missingFields(made)).toEqual({});
    expect(crawlParts(made)).toEqual([]);
  });

  test("from addresses needs an address and a label, which the only keyword gives", () => {
    const list = draft({ sources: ["url-list"] });
    const addresses = { "url-list": "https://a.example/1.jpg", "web-page": "", site: "" };
    expect(Object.keys(missingFields({ ...list, keywords: [] })).sort()).toEqual([
      "own/label",
      "own/url-list",
    ]);
    const [cat] = list.keywords;
    const labelled = { ...list, keywords: cat ? [cat] : [], own: own({ addresses }) };
    expect(missingFields(labelled)).toEqual({});
    expect(crawlParts(labelled)[0]?.input).toMatchObject({ keywords: ["cat"], maxImages: 1 });
  });

  test("names the address that is none, before anything is sent", () => {
    const addresses = {
      "url-list": "https://a.example/1.jpg\nb.example/2.jpg",
      "web-page": "",
      site: "",
    };
    const list = draft({ sources: ["url-list"], own: own({ addresses, label: "cat" }) });
    expect(missingFields(list)["own/url-list"]).toMatch(
      /^“b\.example\/2\.jpg” is not a web address/,
    );
  });

  test("does not send an endpoint that is no web address", () => {
    const bucket = { ...own({}).bucket, bucket: "my-pictures", endpoint: "file:///etc" };
    const made = draft({ sources: ["s3-prefix"], own: own({ label: "cat", bucket }) });
    expect(Object.keys(missingFields(made))).toContain("own/endpoint");
  });

  test("takes pasted URLs however they are separated", () => {
    expect(splitUrls(" https://a.example/1\n\nhttps://a.example/2 ")).toHaveLength(2);
  });

  test("is one search and a crawl for each source of one's own, all as the API takes them", () => {
    const made = draft({
      sources: ["sample", "url-list", "web-page", "site", "s3-prefix"],
      expandKeywords: { strategies: ["synonyms"], perKeyword: 4 },
      own: own({
        label: "animal",
        addresses: {
          "url-list": "https://a.example/1.jpg\nhttps://a.example/2.jpg",
          "web-page": "https://a.example/",
          site: "https://b.example/",
        },
        bucket: { ...own({}).bucket, bucket: "my-pictures", region: " " },
      }),
    });
    const parts = crawlParts(made);
    expect(parts.map(({ kind }) => kind)).toEqual([
      "search",
      "url-list",
      "web-page",
      "site",
      "s3-prefix",
    ]);
    const parsed = parts.map(({ input }) => createJob.input.parse(input));
    expect(parsed.map(({ keywords }) => keywords)).toEqual([
      ["cat", "dog"],
      ...Array.from({ length: 4 }, () => ["animal"]),
    ]);
    expect(parsed[0]).toMatchObject({ sources: ["sample"], maxImages: 100 });
    expect(parsed[3]?.sourceOptions).toMatchObject({ site: { maxPages: 100, sitemap: true } });
    expect(parsed[4]?.sourceOptions).toMatchObject({ "s3-prefix": { region: "us-east-1" } });
    expect(new Set(parsed.map(({ name }) => name)).size).toBe(parsed.length);
  });

  test("repeats only until a target, and by a cron line of five fields", () => {
    const cron = { every: "cron", cron: "0 6 * *", target: null } as const;
    expect(Object.keys(missingFields(draft({ repeat: cron }))).sort()).toEqual([
      "repeat/cron",
      "repeat/target",
    ]);
    const right = { ...cron, cron: "*/30 6-8 * * MON,TUE", target: 10 };
    expect(missingFields(draft({ repeat: right }))).toEqual({});
  });

  test("takes a file once, and no more of them than an import does", () => {
    const once = addFiles([], [file("a/1.jpg"), file("b/1.jpg"), file("a/1.jpg")]);
    expect(addFiles(once, [file("a/1.jpg")])).toHaveLength(2);
    const many = Array.from({ length: MAX_FILES + 1 }, (_, index) => file(`${index}.jpg`));
    expect(addFiles(once, many)).toHaveLength(MAX_FILES);
  });

  test("shows each complaint of the server at its field, the first one first", () => {
    const errors = [
      { pointer: "#/keywords/0", detail: "first" },
      { pointer: "#/keywords/3/label", detail: "second" },
      { pointer: "/filters/minWidth", detail: "too small" },
      { pointer: "/own/site", detail: "no such host" },
    ];
    const problem = {
      code: "validation-failed",
      title: "",
      status: 422,
      detail: "",
      requestId: "",
    };
    expect(fieldErrorsOf(new ApiError({ ...problem, errors }))).toEqual({
      keywords: "first",
      "filters/minWidth": "too small",
      "own/site": "no such host",
    });
    expect(fieldErrorsOf(new Error("no answer"))).toEqual({});
  });
});

describe("an estimate", () => {
  const estimate = (sources: Parameters<typeof estimateCrawl>[0], target = 1000) =>
    estimateCrawl(sources, 1, target);

  test("is a range that follows the limits of the sources", () => {
    // 20 requests of 20 pictures a minute: 1,000 at best, four times as many at a slow pace at worst.
    expect(estimate([sourceInfo("openverse")]).minutes).toEqual({ least: 2.5, most: 4000 / 120 });
    const both = [sourceInfo("openverse"), sourceInfo("gbif")];
    expect(estimate(both).minutes).toEqual({ least: 1.25, most: 4000 / 240 });
    expect(estimateWords(estimate(both))).toMatch(/^About 2 to 17 minutes,/);
  });

  test("says nothing where nothing is chosen", () => {
    expect(estimateWords(estimate([]))).toBeNull();
    expect(estimateWords(estimateCrawl([sourceInfo("openverse")], 1, null))).toBeNull();
  });

  test("says beforehand when the sources list fewer pictures than are wanted", () => {
    const small = sourceInfo("openverse", { capabilities: { maxPerQuery: 240 } });
    const spent = sourceInfo("gbif", { quota: { leftThisMinute: null, leftToday: 3 } });
    expect(ceilingWords(estimate([small, spent]), 1000)).toContain("at most 300 pictures");
    expect(ceilingWords(estimate([small, spent], 300), 300)).toBeNull();
    expect(ceilingWords(estimate([small, sourceInfo("nasa")]), 1000)).toBeNull();
  });
});

describe("a source", () => {
  test("says in a word how it is, and in a sentence why it cannot be chosen", () => {
    expect(healthOf(sourceInfo("openverse"))).toEqual({ tone: "good", word: "Ready" });
    const key = { fields: [], isRequired: true, from: null, hint: null, signUpUrl: null };
    const keyless = sourceInfo("flickr", { key, isAvailable: false, unavailableReason: "No key." });
    expect(healthOf(keyless).word).toBe("Needs a key");
    expect(whyUnavailable(keyless)).toBe("No key.");
    const used = sourceInfo("openverse", { quota: { leftThisMinute: 5, leftToday: 0 } });
    expect(healthOf(used).word).toBe("Quota used up");
    const { health } = sourceInfo("nasa");
    const open = sourceInfo("nasa", { health: { ...health, breaker: "open", lastError: "503" } });
    expect(healthOf(open)).toEqual({ tone: "bad", word: "Not answering" });
    expect(whyUnavailable(open)).toContain("503");
  });

  test("that applies a filter itself is named, and the others are counted", () => {
    const pushing = sourceInfo("openverse", { capabilities: { pushes: ["size"] } });
    expect(pushedWords("size", [pushing, sourceInfo("gbif")])).toBe(
      "Applied by openverse; checked here for 1 other.",
    );
    expect(pushedWords("date", [pushing])).toBe("Checked here, after the search.");
  });
});

describe("samples", () => {
  test("are asked of each chosen source once, of own ones only where there is an address", () => {
    const made = draft({ sources: ["openverse", "site", "s3-prefix"] });
    expect(sampleRequests(made, "cat").map(({ kind }) => kind)).toEqual(["openverse"]);
    const addresses = { "url-list": "", "web-page": "", site: "https://a.example/ ".repeat(12) };
    const [, site] = sampleRequests({ ...made, own: own({ addresses }) }, "cat");
    expect(site?.urls).toHaveLength(10);
  });

  test("say how many would be left out, and mostly why", () => {
    const item = (filtered: string | null) => ({ filtered }) as PreviewItem;
    expect(sampleSummary([item(null), item(null)])).toBe("2 shown");
    expect(sampleSummary([item(null), item("Too small."), item("Too small.")])).toBe(
      "2 of 3 would be left out: Too small (2)",
    );
  });
});

describe("a configuration file", () => {
  const read = (value: unknown) => readConfig(JSON.stringify(value), SOURCES);
  const file = { dataset_name: "animals", categories: { cat: ["kitten", "cat"], dog: ["puppy"] } };

  test("fills in keywords under their categories, sources and target", () => {
    const options = { max_images: 20, sources: ["openverse", "gbif"], generate_keywords: true };
    const result = read({ ...file, options });
    expect(result).toMatchObject({
      isRead: true,
      change: { name: "animals", maxImages: 60, sources: ["openverse"] },
      notes: ["GBIF does not answer."],
    });
    expect(result.isRead && result.change.keywords).toEqual([
      { keyword: "kitten", label: "cat" },
      { keyword: "cat", label: null },
      { keyword: "puppy", label: "dog" },
    ]);
    expect(result.isRead && result.change.expandKeywords).toMatchObject({ perKeyword: 8 });
  });

  test("may also be the body of a request, with or without a name", () => {
    const result = read({ keywords: ["cat"], sources: ["sample"], maxImages: 5 });
    expect(result).toMatchObject({ isRead: true, change: { maxImages: 5, sources: ["sample"] } });
    expect(result.isRead && "name" in result.change).toBe(false);
  });

  test("that is wrong is answered in the file's own words", () => {
    expect(readConfig("{", SOURCES)).toMatchObject({ isRead: false });
    expect(read([])).toMatchObject({ isRead: false });
    expect(read({ dataset_name: 3, categories: { cat: [] } })).toEqual({
      isRead: false,
      problems: ["dataset_name: has to be a text.", "categories.cat: must not be empty."],
    });
  });
});
