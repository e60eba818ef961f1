import { expect, test } from "vitest";
import type { Measured } from "@/lib/pipeline/inspect/check";
import { oddSize, sizeFenceOf } from "@/lib/pipeline/inspect/checks/odd-size";

// The check reads nothing else.
const sized = (width: number, height: number, sizeFence: Measured["sizeFence"]) =>
  oddSize.score({ width, height, sizeFence } as Measured);

test("the fence lies three times the quartiles' range beyond them", () => {
  expect(sizeFenceOf({ q1: 400, q3: 500 })).toEqual({ min: 100, max: 800 });
});

test("a size in the middle of the fence scores 1, at its ends one half, a fence away nothing", () => {
  const fence = { min: 100, max: 900 };
  expect(sized(500, 500, fence)).toBe(1);
  expect(sized(900, 900, fence)).toBeCloseTo(0.5, 9);
  expect(sized(100, 100, fence)).toBeCloseTo(0.5, 9);
  expect(sized(1600, 1600, fence)).toBeLessThan(0);
  const scores = [500, 600, 800, 1000, 1200].map((side) => sized(side, side, fence));
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test("where all quartiles are equal, only that size is usual", () => {
  const fence = sizeFenceOf({ q1: 500, q3: 500 });
  expect(sized(500, 500, fence)).toBe(1);
  expect(sized(510, 500, fence)).toBeLessThan(0.5);
  expect(sized(640, 480, fence)).toBeLessThan(0.5);
});

test("nothing is odd while a dataset has too few pictures", () => {
  expect(sized(9000, 10, null)).toBe(1);
});
