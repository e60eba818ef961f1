import { expect, test } from "vitest";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { filterCandidate } from "@/lib/pipeline/discover/filter-candidate";

const picture = {
  url: "https://a.example/cat.jpg?size=l",
  licence: "CC-BY-4.0",
  width: 800 as number | null,
  height: 600 as number | null,
  createdOn: "2020-05-17" as string | null,
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
  ["wide enough in shape", {}, { minAspectRatio: 1.3, maxAspectRatio: 1.4 }, null],
  ["too narrow in shape", {}, { minAspectRatio: 1.5 }, /1\.33 to 1; at least 1\.5/],
  ["too wide in shape", {}, { maxAspectRatio: 1 }, /1\.33 to 1; at most 1/],
  ["unstated shape", { width: null }, { maxAspectRatio: 1 }, null],
  ["a shape without height", { height: 0 }, { maxAspectRatio: 1 }, null],
  ["made on the first day asked for", {}, { createdAfter: "2020-05-17" }, null],
  ["made on the last day asked for", {}, { createdBefore: "2020-05-17" }, null],
  ["made too early", {}, { createdAfter: "2020-05-18" }, /2020-05-17; from 2020-05-18/],
  ["made too late", {}, { createdBefore: "2019-12-31" }, /2020-05-17; up to 2019-12-31/],
  ["made nobody knows when", { createdOn: null }, { createdAfter: "1900-01-01" }, /no date/],
  ["made nobody knows when, nor asked", { createdOn: null }, {}, null],
];

test.each(cases)("%s", (_name, stated, filters, reason) => {
  const answer = filterCandidate({ ...picture, ...stated }, filters);
  if (reason) expect(answer).toMatch(reason);
  else expect(answer).toBeNull();
});
