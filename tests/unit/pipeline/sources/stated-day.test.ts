import { expect, test } from "vitest";
import { statedDay } from "@/lib/pipeline/sources/stated-day";

test.each([
  ["2014-05-03", "2014-05-03"],
  ["2014-05-03T12:00:00Z", "2014-05-03"],
  ["2014:05:03 12:00:00", "2014-05-03"],
  ["2024-05-01/2024-05-03", "2024-05-01"],
  ["2024-02-30", null],
  ["2024-13-01", null],
  ["2024-00-00", null],
  ["1901", null],
  ["circa 1901", null],
  ["", null],
  [null, null],
])("%j states the day %j", (text, day) => {
  expect(statedDay(text)).toBe(day);
});
