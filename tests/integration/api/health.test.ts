import { afterAll, expect, test, vi } from "vitest";
import { openQueues } from "@/jobs";
import { boss } from "@/jobs/define-queue";
import { openApiDocument } from "@/lib/api/openapi";
import * as op from "@/lib/contract/health";
import { storage } from "@/lib/storage";
import { call, refusal, run } from "../../helpers/api";

afterAll(() => boss().stop({ graceful: false }));
const UP = { database: "up", queue: "up", storage: "up" };

test("a process without its queue answers, says that it is not ready, and tells no internals", async () => {
  expect(await run(op.getLiveness, {}, {})).toEqual({ status: "up" });
  for (const path of ["/health", "/health/ready"]) {
    const response = await call("GET", path);
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
    const answer = await run(operation, {}, {});
    expect(answer).toEqual({
      status: "up",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      checks: UP,
    });
  }
});

test("a storage that does not answer is down", async () => {
  const head = vi.spyOn(storage(), "head").mockRejectedValue(new Error("EIO /var/secret"));
  expect(await refusal(call("GET", "/health"))).toMatchObject({
    checks: { ...UP, storage: "down" },
  });
  head.mockRestore();
  expect(await run(op.getHealth, {}, {})).toMatchObject({ checks: UP });
});

test("the API describes itself", async () => {
  const document = await run(op.getOpenApi, {}, {});
  expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});
