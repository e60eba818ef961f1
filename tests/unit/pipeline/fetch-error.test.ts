import { expect, test, vi } from "vitest";
import { FetchError } from "@/lib/pipeline/fetch-error";

test("an error that another module graph threw is known", async () => {
  vi.resetModules();
  const { FetchError: Another } = await import("@/lib/pipeline/fetch-error");
  expect(Another).not.toBe(FetchError);
  expect(new Another("timeout", "late")).toBeInstanceOf(FetchError);
  expect(new FetchError("timeout", "late")).toBeInstanceOf(FetchError);
  expect(new Error("late")).not.toBeInstanceOf(FetchError);
  expect(null).not.toBeInstanceOf(FetchError);
});
