import { expect, test } from "vitest";
import { cronOf, isTimeZone, nextRun } from "@/lib/pipeline/discover/next-run";

const at = (time: string) => new Date(time);
const next = (cron: string, timezone: string, now: string, last: string | null = null) =>
  nextRun(cron, timezone, { now: at(now), last: last ? at(last) : null })?.toISOString();

test("fields are read in their time zone, through a change of the clocks", () => {
  expect(next("0 9 * * *", "Europe/Berlin", "2026-10-24T06:59:00Z")).toBe(
    "2026-10-24T07:00:00.000Z",
  );
  expect(next("0 9 * * *", "Europe/Berlin", "2026-10-24T08:00:00Z")).toBe(
    "2026-10-25T08:00:00.000Z",
  );
  expect(next("0 9 * * *", "UTC", "2026-10-24T08:00:00Z")).toBe("2026-10-24T09:00:00.000Z");
});

test("runs are an hour apart at least, whatever the fields say", () => {
  const now = "2026-05-01T10:00:30Z";
  expect(next("* * * * *", "UTC", now, now)).toBe("2026-05-01T11:01:00.000Z");
  expect(next("*/15 * * * *", "UTC", now, "2026-05-01T10:00:00Z")).toBe("2026-05-01T11:00:00.000Z");
});

test("what was missed is not made up for: the next time is after now", () => {
  expect(next("0 9 * * *", "UTC", "2026-05-10T12:00:00Z", "2026-05-01T09:00:00Z")).toBe(
    "2026-05-11T09:00:00.000Z",
  );
});

test("fields that mean nothing, or a day that never comes, have no next time", () => {
  for (const cron of ["", "x", "61 * * * *", "0 0 30 2 *", "* * * * * *", "@daily", "a b c d e"])
    expect(next(cron, "UTC", "2026-05-01T10:00:00Z"), cron).toBeUndefined();
});

test("time zones are those of the clock", () => {
  expect(isTimeZone("Asia/Kathmandu")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
});

test("daily and weekly mean this time of day where the person is", () => {
  const now = at("2026-05-01T22:40:00Z");
  expect(cronOf("daily", "UTC", now)).toBe("40 22 * * *");
  expect(cronOf("weekly", "Asia/Kathmandu", now)).toBe("25 4 * * SAT");
  expect(cronOf("5 4 * * 1", "UTC", now)).toBe("5 4 * * 1");
});
