import { expect, test } from "vitest";
import { aiSignals, optOutOf } from "@/lib/pipeline/fetch/ai-signals";

const optOut = (headers: Record<string, string | string[]>) => {
  const found = optOutOf(aiSignals(headers));
  return found ? `${found.signal}: ${found.value}` : null;
};

test.each([
  ["noai", "noai"],
  ["NoAI, NoImageAI", "NoAI"],
  ["noimageai", "noimageai"],
  ["noml", "noml"],
  ["noindex", "noindex"],
  ["nofollow, noimageindex", "noimageindex"],
  ["none", "none"],
  ["pixcrawler: noai", "pixcrawler: noai"],
  ["PixCrawler : noindex", "PixCrawler : noindex"],
  ["*: noai", "*: noai"],
  ["googlebot: noarchive, pixcrawler: noai", "pixcrawler: noai"],
  ["unavailable_after: 25 Jun 2030 15:00:00 PST, noai", "noai"],
  ["unavailable_after: Friday, 25-Jun-30 15:00:00 GMT, noai", "noai"],
  ["unavailable_after: 2030-06-25T15:00:00+00:00,noml", "noml"],
  ["max-snippet:-1, max-image-preview: none, noai", "noai"],
  ["unavailable_after: Fri, 2030-06-25T15:00:00Z, noai", "noai"],
  ["pixcrawler/2.1: noai", "pixcrawler/2.1: noai"],
  ["otherbot/2.1: nofollow, pixcrawler: noml", "pixcrawler: noml"],
  ["noai noimageai", "noai noimageai"],
  ["index; noai", "index; noai"],
  [["nofollow", "noai"], "noai"],
  [["otherbot: noindex", "noimageai"], "noimageai"],
])("X-Robots-Tag %j opts out by %j", (value, decided) => {
  expect(optOut({ "x-robots-tag": value })).toBe(`x-robots-tag: ${decided}`);
});

test.each([
  "all",
  "index, follow",
  "nofollow, noarchive",
  "googlebot: noindex",
  "googlebot: nofollow, noai",
  "otherbot: noai, googlebot: none",
  "max-image-preview:none",
  "max-image-preview: none, all",
  "otherbot/2.1: noai",
  "unavailable_after: 25 Jun 2030 15:00:00 PST",
  "noairplanes",
  "",
  ", ,:",
])("X-Robots-Tag %j does not opt out", (value) => {
  expect(optOut({ "x-robots-tag": value })).toBeNull();
});

test.each([
  [{ "tdm-reservation": "1" }, "tdm-reservation: 1"],
  [{ "tdm-reservation": "0" }, null],
  [{ "content-usage": "train-ai=n" }, "content-usage: train-ai=n"],
  [{ "content-usage": "search=y, Train-AI = n" }, "content-usage: Train-AI = n"],
  [{ "content-usage": 'train-ai="n";q=1' }, 'content-usage: train-ai="n";q=1'],
  [{ "content-usage": "train-ai=y" }, null],
  [{ "content-usage": "search=n" }, null],
  [{ "content-signal": "search=yes,ai-train=no" }, "content-signal: ai-train=no"],
  [{ "content-signal": "ai-input=no" }, null],
  [{}, null],
])("%j means %j", (headers, decided) => {
  expect(optOut(headers as Record<string, string>)).toBe(decided);
});

test("what was read and allows is recorded, what speaks to others is not", () => {
  expect(
    aiSignals({
      "x-robots-tag": ["nofollow, noarchive", "googlebot: noindex"],
      "tdm-reservation": "0",
    }),
  ).toEqual([
    { signal: "x-robots-tag", value: "nofollow, noarchive", allows: true },
    { signal: "tdm-reservation", value: "0", allows: true },
  ]);
});

test("a flood of headers leaves few short signals, and the opt-out among them", () => {
  const flood = Array.from({ length: 1_000 }, (_, index) => `x${"y".repeat(900)}${index}`);
  const signals = aiSignals({ "x-robots-tag": [...flood, "noai", "noai"] });
  expect(signals.length).toBeLessThanOrEqual(16);
  expect(signals[0]).toEqual({ signal: "x-robots-tag", value: "noai", allows: false });
  expect(Math.max(...signals.map(({ value }) => value.length))).toBeLessThanOrEqual(500);
});
