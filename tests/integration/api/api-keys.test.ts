import { beforeEach, describe, expect, test } from "vitest";
import { API_KEY_PATTERN } from "@/lib/auth/api-key";
import * as op from "@/lib/contract/api-keys";
import { getMe } from "@/lib/contract/auth";
import { pool } from "@/lib/db/client";
import type { Scope } from "@/lib/domain/scope";
import { call, keyOf, person, refusal, run, send } from "../../helpers/api";

let me: { id: string; key: string };
beforeEach(async () => {
  me = await person();
});
const DAY_MS = 86_400_000;
const SCOPES: Scope[] = ["projects:read"];
const make = (changes: object = {}, key = me.key) =>
  run(op.createApiKey, { name: "laptop", scopes: SCOPES, ...changes }, { key });
const works = async (key: string) => (await call("GET", "/projects", { key })).status === 200;

/** Whether a text stands anywhere in the database. */
async function isStored(text: string): Promise<boolean> {
  const tables = await pool()<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('public', 'auth', 'pgboss')`;
  for (const { name } of tables)
    if (
      (await pool()`select from ${pool().unsafe(name)} t where t::text like ${`%${text}%`}`)
        .length > 0
    )
      return true;
  return false;
}
const secretOf = (key: string) => key.slice(-34);

test("a key is shown when it is made, works, and is never shown again", async () => {
  const made = await make();
  expect(made.key).toMatch(API_KEY_PATTERN);
  expect(made.key.startsWith(made.prefix)).toBe(true);
  expect(await works(made.key)).toBe(true);
  for (const path of ["/api-keys", `/api-keys/${made.id}`]) {
    const text = await (await call("GET", path, me)).text();
    expect(text).toContain(made.prefix);
    expect(text).not.toContain(secretOf(made.key));
    expect(text).not.toMatch(/hash\w*":/i);
  }
});

test("the database holds no key's secret", async () => {
  const { key, prefix } = await make();
  expect(await isStored(prefix)).toBe(true);
  expect(await isStored(secretOf(key))).toBe(false);
});

test("the database holds no key's secret when it was made with an Idempotency-Key either", async () => {
  const headers = { "idempotency-key": "k1" };
  const response = await send(op.createApiKey, { name: "x", scopes: SCOPES }, { ...me, headers });
  expect(response.status).toBe(201);
  const { key } = (await response.json()) as { key: string };
  expect(await isStored(secretOf(key))).toBe(false);
});

test("keys are listed, renamed, limited and revoked", async () => {
  const { key, ...made } = await make({ rateLimit: 100 });
  const { items } = await run(op.listApiKeys, {}, me);
  expect(items.map(({ id }) => id)).toContain(made.id);
  const at = { keyId: made.id };
  const changed = await run(op.updateApiKey, { ...at, name: "desk", rateLimit: null }, me);
  expect(changed).toEqual({ ...made, name: "desk", rateLimit: null });
  expect(await run(op.getApiKey, at, me)).toEqual(changed);
  await run(op.revokeApiKey, at, me);
  expect(await works(key)).toBe(false);
  expect((await run(op.getApiKey, at, me)).revokedAt).not.toBeNull();
});

test("a revoked key cannot be changed or brought back", async () => {
  const { id: keyId } = await make();
  await run(op.revokeApiKey, { keyId }, me);
  const { revokedAt } = await run(op.getApiKey, { keyId }, me);
  expect(await refusal(send(op.updateApiKey, { keyId, name: "x" }, me))).toMatchObject({
    status: 404,
  });
  expect(await refusal(send(op.rotateApiKey, { keyId }, me))).toMatchObject({ status: 404 });
  await run(op.revokeApiKey, { keyId }, me);
  expect((await run(op.getApiKey, { keyId }, me)).revokedAt).toBe(revokedAt);
});

test("rotating replaces the secret at once, and nothing else", async () => {
  const { key: old, prefix, ...made } = await make();
  const { key, prefix: _, ...rotated } = await run(op.rotateApiKey, { keyId: made.id }, me);
  expect([await works(old), await works(key)]).toEqual([false, true]);
  expect(rotated).toEqual({ ...made, lastUsedAt: rotated.lastUsedAt });
  expect(key.startsWith(prefix)).toBe(false);
});

describe("the end of a key", () => {
  test("is 90 days away unless it is given, and may be none", async () => {
    const days = (Date.parse((await make()).expiresAt ?? "") - Date.now()) / DAY_MS;
    expect(Math.round(days)).toBe(90);
    expect((await make({ expiresAt: null })).expiresAt).toBeNull();
    const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
    expect((await make({ expiresAt })).expiresAt).toBe(expiresAt);
  });

  test("does not lie in the past", async () => {
    const { id: keyId } = await make();
    const expiresAt = new Date(Date.now() - 1000).toISOString();
    const wrong = { errors: [{ pointer: "#/expiresAt" }] };
    expect(
      await refusal(send(op.createApiKey, { name: "x", scopes: SCOPES, expiresAt }, me)),
    ).toMatchObject(wrong);
    expect(await refusal(send(op.updateApiKey, { keyId, expiresAt }, me))).toMatchObject(wrong);
  });
});

test("names, scopes and limits that are none are not valid", async () => {
  for (const [field, value] of [
    ["name", ""],
    ["scopes", []],
    ["scopes", ["projects:fly"]],
    ["rateLimit", 0],
    ["rateLimit", 100_001],
    ["expiresAt", "tomorrow"],
  ] as const) {
    const body = { name: "x", scopes: SCOPES, [field]: value };
    const { errors = [] } = await refusal(send(op.createApiKey, body, me));
    expect(errors[0]?.pointer).toMatch(`#/${field}`);
  }
});

describe("a key that manages keys", () => {
  const scopes: Scope[] = ["account:write", "projects:read"];
  let narrow: string;
  beforeEach(async () => {
    narrow = await keyOf(me.id, { scopes });
  });
  const FORBIDDEN = { status: 403, code: "forbidden" };

  test("makes keys of what it has itself, write giving read", async () => {
    const made = await make({ scopes: ["account:read", "projects:read"] }, narrow);
    expect(await run(getMe, {}, { key: made.key })).toMatchObject({ id: me.id });
  });

  test("cannot make a key of what it has not", async () => {
    for (const wide of [["projects:write"], ["projects:read", "jobs:read"], ["admin:read"]])
      expect(
        await refusal(send(op.createApiKey, { name: "x", scopes: wide }, { key: narrow })),
      ).toMatchObject(FORBIDDEN);
  });

  test("cannot widen a key", async () => {
    const { id: keyId } = await make();
    const change = send(op.updateApiKey, { keyId, scopes: ["jobs:write"] }, { key: narrow });
    expect(await refusal(change)).toMatchObject(FORBIDDEN);
  });

  test("cannot get hold of a wider key by rotating it", async () => {
    const wide = await make({ scopes: ["jobs:write"] });
    const rotated = send(op.rotateApiKey, { keyId: wide.id }, { key: narrow });
    expect(await refusal(rotated)).toMatchObject(FORBIDDEN);
    expect((await call("GET", "/jobs", { key: wide.key })).status).toBe(200);
  });

  test("can take away: revoke and narrow a wider key", async () => {
    const wide = await make({ scopes: ["projects:read", "jobs:write"] });
    const at = { keyId: wide.id };
    await run(op.updateApiKey, { ...at, scopes: SCOPES }, { key: narrow });
    expect((await call("GET", "/jobs", { key: wide.key })).status).toBe(403);
    await run(op.revokeApiKey, at, { key: narrow });
    expect(await works(wide.key)).toBe(false);
  });

  test("and belongs to who is no administrator cannot make an administrator's key", async () => {
    const body = { name: "x", scopes: ["admin:read"] };
    expect(await refusal(send(op.createApiKey, body, me))).toMatchObject(FORBIDDEN);
  });
});
