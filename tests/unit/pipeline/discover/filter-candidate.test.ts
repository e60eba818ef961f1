import { expect, test } from "vitest";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { filterCandidate } from "@/lib/pipeline/discover/filter-candidate";

const picture = {
  url: "https://a.example/cat.jpg?size=l",
  licence: "CC-BY-4.0",
  width: 800 as number | null,
  height: 600 as number | null,
};

const cases: [string, Partial<typeof picture>, CrawlFilters, RegExp | null][] = [
  ["no filter", {}, {}, null],
  ["wide enough", {}, { minWidth: 800, minHeight: 600 }, null],
  ["too narrow", {}, { minWidth: 801 }, /width of 800 px/],
  ["too low", {}, { minHeight: 601 }, /height of 600 px/],
  ["unstated size", { width: null, height: null }, { minWidth: 801, orientation: "square" }, null],
  ["wanted format", {}, { formats: ["jpeg"] }, null],
  ["other format", {}, { formats: ["png", "webp"] }, /\.jpg/],
  [
    "a format no dataset holds",
    { url: "https://a.example/cat.svg" },
    { formats: ["png"] },
    /\.svg/,
  ],
  ["unknown extension", { url: "https://a.example/cat" }, { formats: ["png"] }, null],
  ["extension of a script", { url: "https://a.example/get.php" }, { formats: ["png"] }, null],
  ["wanted licence", {}, { licences: ["CC-BY"] }, null],
  ["other licence", {}, { licences: ["CC0-1.0"] }, /CC-BY-4\.0/],
  ["unknown licence", { licence: "unknown" }, { licences: ["commercial"] }, /unknown/],
  ["landscape", {}, { orientation: "landscape" }, null],
  ["not portrait", {}, { orientation: "portrait" }, /landscape/],
  ["nearly square", { width: 640 }, { orientation: "square" }, null],
];

test.each(cases)("%s", (_name, stated, filters, reason) => {
  const answer = filterCandidate({ ...picture, ...stated }, filters);
  if (reason) expect(answer).toMatch(reason);
  else expect(answer).toBeNull();
});
