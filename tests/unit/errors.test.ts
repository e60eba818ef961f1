import { expect, test, vi } from "vitest";
import { NoTurnError } from "@/jobs/crawl/source-turn";
import { AppError, NonRetryableError, RetryAfterError } from "@/lib/errors";

test("errors that another module graph threw are known, each as what it is", async () => {
  vi.resetModules();
  const other = await import("@/lib/errors");
  expect(other.AppError).not.toBe(AppError);
  expect(new other.AppError("gone", "gone")).toBeInstanceOf(AppError);
  expect(new other.RetryAfterError(1)).toBeInstanceOf(RetryAfterError);
  expect(new other.NonRetryableError("no")).toBeInstanceOf(NonRetryableError);
  expect(new other.AppError("gone", "gone")).not.toBeInstanceOf(RetryAfterError);
  expect(new Error("gone")).not.toBeInstanceOf(AppError);
  expect(null).not.toBeInstanceOf(AppError);
});

test("an error is no error of a narrower kind", () => {
  expect(new NoTurnError("quota", "used up", 60)).toBeInstanceOf(AppError);
  expect(new AppError("gone", "gone")).not.toBeInstanceOf(NoTurnError);
});
