import { describe, expect, it } from "vitest";
import { countOf, formatBytes, formatDuration, formatRelative } from "@/components/format";

describe("formatBytes", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [1_234_567, "1.2 MB"],
    [381_000_000, "381 MB"],
    [2_500_000_000_000_000, "2,500 TB"],
  ])("writes %i bytes as %s", (sizeBytes, text) => {
    expect(formatBytes(sizeBytes)).toBe(text);
  });
});

describe("formatDuration", () => {
  it.each([
    [0, "0 s"],
    [4000, "4 s"],
    [95_000, "1 min 35 s"],
    [120_000, "2 min"],
    [7_500_000, "2 h 5 min"],
    [90_000_000, "1 d 1 h"],
  ])("writes %i ms as %s", (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe("formatRelative", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  it.each([
    [0, "just now"],
    [-59_000, "just now"],
    [-60_000, "1 minute ago"],
    [-3 * 3_600_000, "3 hours ago"],
    [-30 * 3_600_000, "yesterday"],
    [7 * 86_400_000, "next week"],
  ])("tells %i ms from now as %s", (offsetMs, text) => {
    expect(formatRelative(now + offsetMs, now)).toBe(text);
  });
});

it("counts one thing in the singular and groups thousands", () => {
  expect(countOf(1, "image")).toBe("1 image");
  expect(countOf(12_000, "image")).toBe("12,000 images");
  expect(countOf(0, "category", "categories")).toBe("0 categories");
});
