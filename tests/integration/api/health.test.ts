import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openQueues } from "@/jobs";
import { boss } from "@/jobs/define-queue";
import { openApiDocument } from "@/lib/api/openapi";
import * as op from "@/lib/contract/health";
import { ping } from "@/lib/db/client";
import { storage } from "@/lib/storage";
import { call, refusal, run } from "../../helpers/api";

// The driver connects by a timer, and those are taken away below.
beforeAll(ping);
afterAll(() => boss().stop({ graceful: false }));
/** Without the three seconds' deadline of a check, which a busy machine may need for itself. */
async function unhurried<T>(ask: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    return await ask();
  } finally {
    vi.useRealTimers();
  }
}
const UP = { database: "up", queue: "up", storage: "up" };

test("a process without its queue answers, says that it is not ready, and tells no internals", async () => {
  expect(await run(op.getLiveness, {}, {})).toEqual({ status: "up" });
  for (const path of ["/health", "/health/ready"]) {
    const response = await unhurried(() => call("GET", path));
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    const problem = await refusal(response);
    expect(problem).toMatchObject({
      status: 503,
      code: "unavailable",
      checks: { ...UP, queue: "down" },
    });
    expect(JSON.stringify(problem)).not.toMatch(/postgres|127\.0\.0\.1|pg-?boss|Error/i);
  }
});

test("everything up is told to strangers, and nothing else", async () => {
  await openQueues();
  for (const operation of [op.getHealth, op.getReadiness]) {
    const answer = await unhurried(() => run(operation, {}, {}));
    expect(answer).toEqual({
      status: "up",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      checks: UP,
    });
  }
});

test("a storage that does not answer is down", async () => {
  const head = vi.spyOn(storage(), "head").mockRejectedValue(new Error("EIO /var/secret"));
  expect(await refusal(unhurried(() => call("GET", "/health")))).toMatchObject({
    checks: { ...UP, storage: "down" },
  });
  head.mockRestore();
  expect(await unhurried(() => run(op.getHealth, {}, {}))).toMatchObject({ checks: UP });
});

test("the API describes itself", async () => {
  const document = await run(op.getOpenApi, {}, {});
  expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});
