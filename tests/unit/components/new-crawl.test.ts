import { describe, expect, test } from "vitest";
import { ApiError } from "@/components/api";
import { missingFields, newDraft, splitUrls } from "@/components/crawl/new/draft";
import {
  addKeywords,
  defaultName,
  MAX_KEYWORDS,
  splitKeywords,
  toLabelled,
} from "@/components/crawl/new/keywords";
import { fieldErrorsOf } from "@/components/crawl/new/start-crawl";

const draft = (change: Partial<ReturnType<typeof newDraft>> = {}) => ({
  ...newDraft({ keywords: "cat, dog", sources: "sample", datasetId: null, projectId: null }),
  ...change,
});
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

describe("a new crawl", () => {
  test("is filled in from a link, which cannot name a source that does not exist", () => {
    const prefill = {
      keywords: "cat,dog",
      sources: "sample,evil",
      datasetId: null,
      projectId: null,
    };
    expect(newDraft(prefill)).toMatchObject({ sources: ["sample"] });
    expect(names(newDraft(prefill).keywords)).toEqual(["cat", "dog"]);
  });

  test("asks Openverse where the link names no source", () => {
    const prefill = { keywords: "", sources: "", datasetId: null, projectId: null };
    expect(newDraft(prefill)).toMatchObject({ sources: ["openverse"] });
  });

  test("needs keywords, a source and a target", () => {
    expect(missingFields(draft())).toEqual({});
    const empty = missingFields(draft({ keywords: [], sources: [], maxImages: null }));
    expect(Object.keys(empty).sort()).toEqual(["keywords", "maxImages", "sources"]);
  });

  test("from a file alone needs no keyword, from pasted URLs it does", () => {
    const file = new File(["https://example.org/a.jpg"], "urls.txt");
    const list = draft({ keywords: [], sources: ["url-list"] });
    expect(missingFields({ ...list, file })).toEqual({});
    expect(missingFields({ ...list, urls: "https://example.org/a.jpg" })).toHaveProperty(
      "keywords",
    );
    expect(missingFields(list)).toHaveProperty("urls");
  });

  test("takes pasted URLs however they are separated", () => {
    expect(splitUrls(" https://a.example/1\n\nhttps://a.example/2 ")).toHaveLength(2);
  });

  test("shows each complaint of the server at its field, the first one first", () => {
    const errors = [
      { pointer: "#/keywords/0", detail: "first" },
      { pointer: "#/keywords/3/label", detail: "second" },
      { pointer: "/filters/minWidth", detail: "too small" },
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
    });
    expect(fieldErrorsOf(new Error("no answer"))).toEqual({});
  });
});
