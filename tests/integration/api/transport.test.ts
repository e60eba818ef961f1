import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Problem } from "@/lib/api/problem";
import { route } from "@/lib/api/route";
import { getLiveness } from "@/lib/contract/health";
import { createJob } from "@/lib/contract/jobs";
import { createProject, getProject, listProjects, updateProject } from "@/lib/contract/projects";
import { db } from "@/lib/db/client";
import { take } from "@/lib/db/rate-limits";
import { AppError } from "@/lib/errors";
import { logger } from "@/lib/logger";
import { call, keyOf, person, refusal, run, send, withQueues } from "../../helpers/api";
import { somebodyWaits } from "../../helpers/waiting";

withQueues();

let me: { id: string; key: string };
beforeAll(async () => {
  me = await person();
});
const json = { "content-type": "application/json" };
const pointersOf = async (response: Promise<Response>) =>
  (await refusal(response)).errors?.map(({ pointer }) => pointer);
const names = async (key = me.key) =>
  (await run(listProjects, { limit: 200 }, { key })).items.map(({ name }) => name);

describe("what is not known is refused, and each name is pointed at", () => {
  test("query parameters", async () => {
    const response = call("GET", "/projects?colour=red&size=9", me);
    expect(await refusal(response.then((r) => r.clone()))).toMatchObject({
      status: 422,
      code: "validation-failed",
    });
    expect(await pointersOf(response)).toEqual(["#/colour", "#/size"]);
  });

  test("query parameters that are given twice", async () => {
    expect(await pointersOf(call("GET", "/projects?limit=1&limit=2", me))).toEqual(["#/limit"]);
  });

  test("body fields", async () => {
    const pointers = await pointersOf(send(createProject, { name: "x", owner: "me", id: "1" }, me));
    expect(pointers).toEqual(["#/owner", "#/id"]);
  });

  test("fields deep in the body", async () => {
    const body = { name: "x", keywords: ["ok", ""], sources: ["sample"], filters: { size: 1 } };
    const pointers = await pointersOf(send(createJob, body, me));
    expect(pointers).toEqual(expect.arrayContaining(["#/keywords/1", "#/filters/size"]));
  });

  test("what is not an id", async () => {
    expect(await pointersOf(call("GET", "/projects/1%20or%201=1", me))).toEqual(["#/projectId"]);
  });

  test("and a body cannot stand in for the path", async () => {
    const [one, two] = [
      await run(createProject, { name: "one" }, me),
      await run(createProject, { name: "two" }, me),
    ];
    const body = { projectId: two.id, name: "renamed" };
    await call("PATCH", `/projects/${one.id}`, { ...me, body });
    expect(await run(getProject, { projectId: two.id }, me)).toMatchObject({ name: "two" });
  });
});

describe("a body", () => {
  const post = (body: string | ReadableStream, headers: Record<string, string> = json) =>
    call("POST", "/projects", { ...me, body, headers });
  const MAX_BYTES = 2 * 1024 * 1024;

  test("that is not JSON is malformed", async () => {
    for (const body of ["{", "name=x", '{"name":"x"} x', "\u0000"])
      expect(await refusal(post(body))).toMatchObject({ status: 400, code: "malformed-request" });
  });

  test("that is not an object is not valid", async () => {
    for (const body of ["[]", "null", '"x"', "1"])
      expect(await refusal(post(body))).toMatchObject({ status: 422 });
  });

  test("of another content type is not supported", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "text/json"])
      expect(await refusal(post('{"name":"x"}', { "content-type": type }))).toMatchObject({
        status: 415,
        code: "unsupported-media-type",
      });
    const type = { "content-type": "application/merge-patch+json; charset=utf-8" };
    expect((await post('{"name":"x"}', type)).status).toBe(201);
  });

  test("of more than 2 MB is refused by its length, before it is read", async () => {
    const headers = { ...json, "content-length": String(MAX_BYTES + 1) };
    expect(await refusal(post("{}", headers))).toMatchObject({
      status: 413,
      code: "payload-too-large",
    });
  });

  test("of more than 2 MB is refused as it arrives, and read no further", async () => {
    let sent = 0;
    const part = new Uint8Array(256 * 1024).fill(0x20);
    const endless = new ReadableStream({
      pull(controller) {
        sent += part.byteLength;
        controller.enqueue(part);
      },
    });
    expect(await refusal(post(endless))).toMatchObject({ status: 413 });
    expect(sent).toBeLessThan(2 * MAX_BYTES);
  });

  test("of exactly 2 MB is read", async () => {
    const text = JSON.stringify({ name: "exact" });
    expect((await post(text.padEnd(MAX_BYTES, " "))).status).toBe(201);
  });

  test("with a character that no database text can hold is not valid", async () => {
    expect(await pointersOf(send(createProject, { name: "a\u0000b" }, me))).toEqual(["#/name"]);
    expect(await pointersOf(call("GET", "/projects?cursor=%00", me))).toEqual(["#/cursor"]);
    const keywords = ["cat", { keyword: "a\u0000", label: "b" }];
    const body = { name: "x", keywords, sources: ["sample"], start: false };
    expect(await refusal(send(createJob, body, me))).toMatchObject({ status: 422 });
  });

  test("may hold every other character, and hands it back as it was", async () => {
    const name = "'; drop table projects; -- 猫 \u{1f408} <b>";
    const { id } = await run(createProject, { name }, me);
    expect(await run(getProject, { projectId: id }, me)).toMatchObject({ name });
  });
});

describe("every answer", () => {
  test("carries the caller's request id, also when it is a refusal", async () => {
    const headers = { "x-request-id": "my-request-0001" };
    const good = await call("GET", "/projects", { ...me, headers });
    const bad = await call("GET", "/projects?x=1", { ...me, headers });
    expect(good.headers.get("x-request-id")).toBe("my-request-0001");
    expect(bad.headers.get("x-request-id")).toBe("my-request-0001");
    expect(await refusal(bad)).toMatchObject({ requestId: "my-request-0001" });
  });

  test("carries an id of its own where the caller's could forge a log line, or is missing", async () => {
    for (const id of [undefined, "short", "with space 1", "a".repeat(65), '{"level":50}']) {
      const headers = id === undefined ? {} : { "x-request-id": id };
      const made = (await call("GET", "/projects", { ...me, headers })).headers.get("x-request-id");
      expect(made).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("is kept by no cache", async () => {
    expect((await call("GET", "/projects", me)).headers.get("cache-control")).toBe("no-store");
    expect((await call("GET", "/projects")).headers.get("cache-control")).toBe("no-store");
  });

  test("that refuses is a problem with all its members", async () => {
    const projectId = crypto.randomUUID();
    const problem = await refusal(send(updateProject, { projectId, name: "x" }, me));
    expect(Problem.strict().parse(problem)).toEqual({
      type: "/problems/not-found",
      title: "Not found",
      status: 404,
      detail: "There is no such project.",
      instance: `/api/v1/projects/${projectId}`,
      code: "not-found",
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test("to an unexpected error is one fixed sentence", async () => {
    const failures = [
      new Error("password of db.internal:5432"),
      new AppError("internal", "password"),
    ];
    for (const failure of failures) {
      const handler = route(getLiveness, () => Promise.reject(failure));
      const request = new Request("http://localhost:3000/api/v1/health/live");
      const problem = await refusal(handler(request, { params: Promise.resolve({}) }));
      expect(problem).toMatchObject({ status: 500, code: "internal" });
      expect(JSON.stringify(problem)).not.toMatch(/password|internal:/);
    }
  });

  test("that nobody waits for any more is no fault of ours", async () => {
    const lines = vi.spyOn(logger(), "error");
    const handler = route(getLiveness, () => Promise.reject(new Error("aborted")));
    const answer = (init: RequestInit) =>
      handler(new Request("http://localhost:3000/api/v1/health/live", init), {
        params: Promise.resolve({}),
      });
    await answer({ signal: AbortSignal.abort() });
    expect(lines).not.toHaveBeenCalled();
    await answer({});
    expect(lines).toHaveBeenCalledOnce();
    lines.mockRestore();
  });

  test("holds nothing that its contract does not promise", async () => {
    const handler = route(getLiveness, async () => ({ status: "up" as const, secret: "x" }));
    const request = new Request("http://localhost:3000/api/v1/health/live");
    const response = await handler(request, { params: Promise.resolve({}) });
    expect(await response.json()).toEqual({ status: "up" });
  });
});

describe("an Idempotency-Key", () => {
  const keyed = (key: string) => ({ "idempotency-key": key });
  const create = (name: string, idempotencyKey: string, key = me.key) =>
    send(createProject, { name }, { key, headers: keyed(idempotencyKey) });

  test("gives the same request the first answer again, and one row", async () => {
    const first = await create("Once", "k1");
    const second = await create("Once", "k1");
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(await second.json()).toEqual(await first.json());
    expect(first.headers.has("idempotent-replayed")).toBe(false);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect((await names()).filter((name) => name === "Once")).toHaveLength(1);
  });

  test("counts the same body in another spelling as the same request", async () => {
    const body = (text: string) =>
      call("POST", "/projects", { ...me, body: text, headers: { ...json, ...keyed("k2") } });
    const first = await body('{"name":"Spelt","description":"d"}');
    const second = await body('{ "description": "d", "name": "Spelt" }');
    expect(await second.json()).toEqual(await first.json());
  });

  test("with another body or for another operation is a conflict", async () => {
    expect((await create("First", "k3")).status).toBe(201);
    expect(await refusal(create("Second", "k3"))).toMatchObject({ status: 409, code: "conflict" });
    const other = call("POST", "/datasets", {
      ...me,
      body: { name: "First" },
      headers: keyed("k3"),
    });
    expect(await refusal(other)).toMatchObject({ status: 409 });
    expect(await names()).not.toContain("Second");
  });

  test("makes of simultaneous requests one row", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => create("Race", "k4")));
    for (const answer of answers) expect([201, 409]).toContain(answer.status);
    for (const answer of answers.filter(({ status }) => status === 409))
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await names()).filter((name) => name === "Race")).toHaveLength(1);
  });

  test("is free again after a request that was refused", async () => {
    expect((await create("", "k5")).status).toBe(422);
    expect((await create("Good", "k5")).status).toBe(201);
  });

  test("belongs to one person", async () => {
    const other = await person();
    const mine = (await (await create("Private", "k6")).json()) as { id: string };
    const theirs = (await (await create("Private", "k6", other.key)).json()) as { id: string };
    expect(theirs.id).not.toBe(mine.id);
  });

  test("shows a stored answer only to who may ask for it", async () => {
    expect((await create("Scoped", "k7")).status).toBe(201);
    const reader = await keyOf(me.id, { scopes: ["projects:read"] });
    expect(await refusal(create("Scoped", "k7", reader))).toMatchObject({ status: 403 });
    expect(await refusal(create("Scoped", "k7", "nobody"))).toMatchObject({ status: 401 });
  });

  test("has at most 255 characters", async () => {
    expect(await refusal(create("Long", "k".repeat(256)))).toMatchObject({ status: 400 });
  });
});

describe("the rate limit", () => {
  test("is told in every answer", async () => {
    const { headers } = await call("GET", "/projects", me);
    expect(headers.get("ratelimit-policy")).toMatch(/^"default";q=\d+;w=\d+$/);
    expect(headers.get("ratelimit")).toMatch(/^"default";r=\d+;t=\d+$/);
    expect((await call("GET", "/projects")).headers.has("ratelimit")).toBe(true);
  });

  test("of a key refuses what is more, says when to come back, and leaves other keys alone", async () => {
    const { id, key } = await person({ rateLimit: 2 });
    const left = [];
    for (let i = 0; i < 2; i++) {
      const { status, headers } = await call("GET", "/projects", { key });
      expect(status).toBe(200);
      expect(headers.get("ratelimit-policy")).toBe('"default";q=2;w=3600');
      left.push(/r=(\d+)/.exec(headers.get("ratelimit") ?? "")?.[1]);
    }
    expect(left).toEqual(["1", "0"]);
    const refused = await call("GET", "/projects", { key });
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(1800);
    expect(refused.headers.get("ratelimit")).toContain("r=0");
    expect(await refusal(refused)).toMatchObject({ status: 429, code: "too-many-requests" });
    expect((await call("GET", "/projects", { key: await keyOf(id) })).status).toBe(200);
  });

  test("holds for a request that had to wait while another was counted", async () => {
    const limit = { burst: 2, perSeconds: 3600 };
    let second: ReturnType<typeof take> | undefined;
    await db().transaction(async (tx) => {
      await take(tx, "burst", limit);
      second = take(db(), "burst", limit);
      await somebodyWaits();
      await tx.execute(sql`
        update rate_limits set arrives_at = clock_timestamp() + interval '30 minutes' where key = 'burst'`);
    });
    expect(await second).toMatchObject({ isAllowed: true, remaining: 0 });
    expect(await take(db(), "burst", limit)).toMatchObject({ isAllowed: false });
  });

  test("counts simultaneous requests one by one", async () => {
    const { key } = await person({ rateLimit: 3 });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call("GET", "/projects", { key })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  });
});
