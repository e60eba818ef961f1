import { afterAll, beforeAll, expect, test } from "vitest";
import { createHostLimit } from "@/jobs/crawl/host-limit";
import { reserveHostMoment } from "@/lib/db/fetch-hosts";
import { close, open } from "./crawling";

beforeAll(() => open(false));
afterAll(() => close());

const MINUTE_MS = 60_000;
const reserve = (host: string, maxWaitMs: number) =>
  reserveHostMoment(host, { delayMs: MINUTE_MS, maxWaitMs });

test("moments are given one after the other to those who wait for them", async () => {
  const host = "patient.example:80";
  const waits = [];
  for (let i = 0; i < 3; i += 1) waits.push(await reserve(host, 10 * MINUTE_MS));
  expect(waits.every(({ isReserved }) => isReserved)).toBe(true);
  expect(waits.map(({ waitMs }) => Math.round(waitMs / MINUTE_MS))).toEqual([0, 1, 2]);
});

test("a moment that nobody waits for stays the next one, however many asked for it", async () => {
  const host = "hasty.example:80";
  expect(await reserve(host, 1_000)).toEqual({ isReserved: true, waitMs: 0 });
  for (let i = 0; i < 20; i += 1) {
    const { isReserved, waitMs } = await reserve(host, 1_000);
    expect(isReserved).toBe(false);
    expect(waitMs).toBeLessThanOrEqual(MINUTE_MS);
    expect(waitMs).toBeGreaterThan(MINUTE_MS / 2);
  }
});

test("a request that would wait long for a site's pause is put off until then, and its slot is free", async () => {
  const limit = createHostLimit(1);
  const pause = { crawlDelayMs: MINUTE_MS, signal: new AbortController().signal };
  const end = await limit.acquire("slow.example:80", pause);
  await end();
  for (let i = 0; i < 3; i += 1) {
    const { retryAfterSeconds } = await limit.acquire("slow.example:80", pause).then(
      () => expect.unreachable(),
      (error: { retryAfterSeconds: number; outcome: string; isRetryable: boolean }) => {
        expect(error).toMatchObject({ outcome: "rate-limited", isRetryable: true });
        return error;
      },
    );
    expect(retryAfterSeconds).toBeGreaterThan(30);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
  }
});
