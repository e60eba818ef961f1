import { describe, expect, it } from "vitest";
import { crumbsOf } from "@/components/shell/navigation";

const tree = [
  { id: "p1", name: "Shore birds", datasets: [{ id: "d1", name: "Curlews", imageCount: 3 }] },
];
const labels = (pathname: string) => crumbsOf(pathname, tree).map(({ label }) => label);

describe("crumbsOf", () => {
  it("leads from the project over the dataset to its tab and crawl", () => {
    const crawl = ["Shore birds", "Curlews", "Crawls", "Crawl"];
    expect(labels("/datasets/d1/crawls/j1")).toEqual(crawl);
    expect(labels("/datasets/d1/crawls/j1/report")).toEqual([...crawl, "Report"]);
    expect(labels("/datasets/d1/quality")).toEqual(["Shore birds", "Curlews", "Quality"]);
  });

  it("still names a dataset that the tree does not hold", () => {
    expect(labels("/datasets/unknown")).toEqual(["Dataset"]);
  });

  it("names projects and settings pages", () => {
    expect(labels("/projects/p1")).toEqual(["Projects", "Shore birds"]);
    expect(labels("/settings/api-keys")).toEqual(["Settings", "API keys"]);
    expect(labels("/crawls/new")).toEqual(["New crawl"]);
  });

  it("gives every crumb of a page an address of its own", () => {
    for (const pathname of [
      "/datasets/d1/crawls/j1/report",
      "/projects/p1",
      "/settings/appearance",
    ]) {
      const hrefs = crumbsOf(pathname, tree).map(({ href }) => href);
      expect(new Set(hrefs).size).toBe(hrefs.length);
    }
  });
});
