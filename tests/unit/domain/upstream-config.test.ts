import { describe, expect, test } from "vitest";
import { fromUpstreamConfig, UpstreamJob } from "@/lib/domain/upstream-config";

const FILE = {
  dataset_name: "Pets",
  categories: { cat: ["tabby", "siamese cat"], dog: ["beagle"] },
  options: { max_images: 20, engines: ["google", "ddg", "openverse"], generate_keywords: true },
};

describe("an upstream configuration file", () => {
  test("stands for a job: categories are labels, and images are counted for each keyword", () => {
    const job = {
      name: "Pets",
      keywords: [
        { keyword: "tabby", label: "cat" },
        { keyword: "siamese cat", label: "cat" },
        { keyword: "beagle", label: "dog" },
      ],
      sources: ["serpapi", "duckduckgo", "openverse"],
      maxImages: 60,
      expandKeywords: true,
    };
    expect(UpstreamJob.parse(FILE)).toEqual(job);
    expect(fromUpstreamConfig(FILE)).toEqual(job);
  });

  test("without options is searched in open sources, ten for each keyword, without expansions", () => {
    const { dataset_name, categories } = FILE;
    expect(UpstreamJob.parse({ dataset_name, categories })).toMatchObject({
      sources: ["openverse", "wikimedia-commons"],
      maxImages: 30,
      expandKeywords: false,
    });
    const options = { generate_keywords: true, disable_keyword_generation: true };
    expect(UpstreamJob.parse({ ...FILE, options })).toMatchObject({ expandKeywords: false });
  });

  test.each([
    { path: "dataset_name", changes: { dataset_name: 7 } },
    { path: "categories", changes: { categories: {} } },
    { path: "categories", changes: { categories: ["cat"] } },
    { path: "categories.cat", changes: { categories: { cat: [] } } },
    { path: "categories.cat.1", changes: { categories: { cat: ["tabby", 5] } } },
    { path: "categories", changes: { categories: { a: Array.from({ length: 51 }, () => "b") } } },
    { path: "options.max_images", changes: { options: { max_images: "many" } } },
    { path: "options.engines.1", changes: { options: { engines: ["bing", "altavista"] } } },
    { path: "options.sources.0", changes: { options: { sources: ["altavista"] } } },
  ])("is refused for its $path by the name that it has there", ({ path, changes }) => {
    const parsed = UpstreamJob.safeParse({ ...FILE, ...changes });
    expect(parsed.error?.issues.map((issue) => issue.path.join("."))).toContain(path);
  });

  test("is told from everything else, which comes back as it is", () => {
    for (const raw of [null, 5, "x", [], { name: "a" }, { dataset_name: "a" }])
      expect(UpstreamJob.parse(raw)).toBe(raw);
  });
});
