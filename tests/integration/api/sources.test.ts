import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/sources";
import { pool } from "@/lib/db/client";
import { isStockService, ListedSource, type SourceInfo } from "@/lib/domain/source";
import { forgetProcessGlobal } from "@/lib/process-global";
import { person, refusal, run, send } from "../../helpers/api";

const SECRET = "a-very-secret-flickr-key-7f3a";
type Person = Awaited<ReturnType<typeof person>>;
let me: Person;
beforeEach(async () => {
  me = await person();
  await pool()`delete from source_health`;
  await pool()`delete from source_calls`;
});

async function see(kind: ListedSource, who: Person = me): Promise<SourceInfo> {
  const { items } = await run(op.listSources, {}, who);
  const source = items.find((item) => item.kind === kind);
  if (!source) throw new Error(`${kind} is not listed`);
  return source;
}
const give = (key: Record<string, string>, who: Person = me) =>
  run(op.setSourceKey, { kind: "flickr", key }, who);

describe("the list of sources", () => {
  test("names every source and every stock service, and who may be read without a key is available", async () => {
    const reader = await person({ scopes: ["sources:read"] });
    const { items, nextCursor } = await run(op.listSources, {}, reader);
    expect(items.map(({ kind }) => kind)).toEqual(ListedSource.options);
    expect(nextCursor).toBeNull();
    for (const source of items) {
      const { group, needsKey } = source.capabilities;
      expect(source, source.kind).toMatchObject({
        isAvailable: group !== "stock" && !needsKey,
        isDefault: group === "open",
        health: { breaker: "closed" },
      });
      expect(source.unavailableReason === null, source.kind).toBe(source.isAvailable);
    }
  });

  test("gives the terms of a stock service as the reason why it is not used", async () => {
    for (const { kind, terms, unavailableReason } of (await run(op.listSources, {}, me)).items)
      if (isStockService(kind)) expect(unavailableReason).toBe(terms);
  });

  test("goes on where a page ended", async () => {
    const first = await run(op.listSources, { limit: 4 }, me);
    const rest = await run(op.listSources, { cursor: first.nextCursor ?? "" }, me);
    expect([...first.items, ...rest.items].map(({ kind }) => kind)).toEqual(ListedSource.options);
  });

  test("tells until when an open breaker keeps a source away, and why", async () => {
    await pool()`insert into source_health (source, failures, last_error, last_error_class, last_error_at, open_until)
      values ('openverse', 5, 'timed out', 'unreachable', now(), now() + interval '1 minute')`;
    const open = await see("openverse");
    expect(open).toMatchObject({
      isAvailable: false,
      isDefault: false,
      health: { breaker: "open", lastError: "timed out", lastErrorClass: "unreachable" },
    });
    expect(open.unavailableReason).toMatch(/until .*\d\d:\d\d UTC.*timed out/);
    await pool()`update source_health set open_until = now() - interval '1 second'`;
    const halfOpen = await see("openverse");
    expect(halfOpen).toMatchObject({ isAvailable: true, health: { breaker: "half-open" } });
  });

  test("counts quotas down, and tells until when one is used up", async () => {
    await pool()`insert into source_calls (source) values ('openverse'), ('openverse')`;
    const { capabilities, quota } = await see("openverse");
    expect(capabilities).toMatchObject({ requestsPerMinute: 20, requestsPerDay: 200 });
    expect(quota).toEqual({ leftThisMinute: 18, leftToday: 198 });
    await pool()`insert into source_calls (source, at) select 'openverse', now() - interval '2 hours' from generate_series(1, 198)`;
    const empty = await see("openverse");
    expect(empty).toMatchObject({ isAvailable: false, quota: { leftToday: 0 } });
    expect(empty.unavailableReason).toMatch(/200 calls a day is used up until/);
  });

  test("is for who may read sources", async () => {
    expect(await refusal(send(op.listSources, {}))).toMatchObject({ status: 401 });
    const key = (await person({ scopes: ["jobs:read"] })).key;
    expect(await refusal(send(op.listSources, {}, { key }))).toMatchObject({ status: 403 });
  });
});

describe("a key of one's own", () => {
  test("makes its source available to its owner alone, and shows no more than its end", async () => {
    const source = await give({ apiKey: SECRET });
    expect(source).toMatchObject({
      kind: "flickr",
      isAvailable: true,
      unavailableReason: null,
      key: { from: "own", hint: "…7f3a", isRequired: true },
    });
    expect(await see("flickr")).toEqual(source);
    expect(await see("flickr", await person())).toMatchObject({
      isAvailable: false,
      key: { from: null, hint: null },
    });
  });

  test("can be read nowhere: in no answer, no table and no activity", async () => {
    await give({ apiKey: SECRET });
    expect(JSON.stringify(await run(op.listSources, {}, me))).not.toContain(SECRET);
    const [row] = await pool()<{ sealed: string }[]>`
      select sealed from source_keys where owner_id = ${me.id}`;
    expect(row?.sealed).toMatch(/^v1\./);
    for (const table of ["source_keys", "activity_logs"]) {
      const rows =
        await pool()`select t::text as text from ${pool()(table)} t where owner_id = ${me.id}`;
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(SECRET);
    }
  });

  test("replaces the one before, and is gone when it is deleted", async () => {
    await give({ apiKey: SECRET });
    expect((await give({ apiKey: "quite another key 0b1c" })).key?.hint).toBe("…0b1c");
    for (let i = 0; i < 2; i++) await run(op.deleteSourceKey, { kind: "flickr" }, me);
    expect(await see("flickr")).toMatchObject({ isAvailable: false, key: { hint: null } });
    const rows =
      await pool()`select action from activity_logs where owner_id = ${me.id} order by id`;
    expect(rows.map(({ action }) => action)).toEqual([
      "source-key.set",
      "source-key.set",
      "source-key.deleted",
    ]);
  });

  test("that lies in another person's row cannot be read", async () => {
    await give({ apiKey: SECRET });
    const thief = await person();
    await pool()`insert into source_keys (owner_id, source, sealed, hint)
      select ${thief.id}, source, sealed, hint from source_keys where owner_id = ${me.id}`;
    const source = await see("flickr", thief);
    expect(source).toMatchObject({ isAvailable: false, key: { from: null } });
    expect(source.unavailableReason).toMatch(/give it again/);
  });

  test("has higher limits where the service says so, counted apart from everybody's", async () => {
    await pool()`insert into source_calls (source) select 'openverse' from generate_series(1, 200)`;
    const key = { clientId: "client", clientSecret: "secret" };
    const source = await run(op.setSourceKey, { kind: "openverse", key }, me);
    expect(source).toMatchObject({
      isAvailable: true,
      quota: { leftThisMinute: 100, leftToday: 10_000 },
    });
    expect(await see("openverse", await person())).toMatchObject({ isAvailable: false });
  });

  test("comes before the server's, which is everybody's", async () => {
    process.env.FLICKR_API_KEY = "the server's";
    forgetProcessGlobal("env");
    try {
      const source = await see("flickr");
      expect(source).toMatchObject({ isAvailable: true, key: { from: "server", hint: null } });
      expect((await give({ apiKey: SECRET })).key?.from).toBe("own");
    } finally {
      delete process.env.FLICKR_API_KEY;
      forgetProcessGlobal("env");
    }
  });

  test("has exactly the fields of its source", async () => {
    const problem = await refusal(
      send(op.setSourceKey, { kind: "flickr", key: { secret: "x" } }, me),
    );
    expect(problem).toMatchObject({ status: 422 });
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(["#/key/apiKey", "#/key/secret"]);
    for (const input of [
      { kind: "met-museum", key: { apiKey: "x" } },
      { kind: "pexels", key: { apiKey: "x" } },
      { kind: "nothing", key: { apiKey: "x" } },
      { kind: "flickr", key: { apiKey: " " } },
    ])
      expect(await refusal(send(op.setSourceKey, input, me))).toMatchObject({ status: 422 });
    expect(await refusal(send(op.deleteSourceKey, { kind: "bing" }, me))).toMatchObject({
      status: 422,
    });
  });

  test("is for who may write sources", async () => {
    const { key } = await person({ scopes: ["sources:read"] });
    const input = { kind: "flickr", key: { apiKey: SECRET } };
    expect(await refusal(send(op.setSourceKey, input))).toMatchObject({ status: 401 });
    expect(await refusal(send(op.setSourceKey, input, { key }))).toMatchObject({ status: 403 });
    expect(await refusal(send(op.deleteSourceKey, { kind: "flickr" }))).toMatchObject({
      status: 401,
    });
    expect(await refusal(send(op.deleteSourceKey, { kind: "flickr" }, { key }))).toMatchObject({
      status: 403,
    });
  });
});
