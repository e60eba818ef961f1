import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { resolveActor } from "@/lib/auth/actor";
import { mintApiKey } from "@/lib/auth/api-key";
import { createSessionClient } from "@/lib/auth/supabase";
import { findApiKey, insertApiKey, revokeApiKey } from "@/lib/db/api-keys";
import { db } from "@/lib/db/client";
import type { Scope } from "@/lib/domain/scope";
import { administrator, isEmbedded, PASSWORD, signedIn } from "./backend";

type Person = Awaited<ReturnType<typeof signedIn>>;
let person: Person;
beforeEach(async () => {
  person = await signedIn();
});

const actorWith = (headers: Record<string, string>) =>
  resolveActor({ headers: new Headers(headers) });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function keyOf(
  { id }: Person,
  values: { scopes?: Scope[]; expiresAt?: Date; rateLimit?: number } = {},
) {
  const { key, ...minted } = mintApiKey();
  const scopes: Scope[] = ["datasets:read", "admin:read"];
  const row = await insertApiKey(db(), { ownerId: id, name: "test", scopes, ...minted, ...values });
  return { key, row };
}

/** The Cookie header of a browser that signed in. */
async function cookieOf({ email }: Person): Promise<string> {
  const kept = new Map<string, string>();
  const { auth } = await createSessionClient({
    getAll: () => [...kept].map(([name, value]) => ({ name, value })),
    set: (name, value, options) => {
      expect(options).toMatchObject({ httpOnly: true, sameSite: "lax", path: "/" });
      kept.set(name, value);
    },
  });
  await auth.signInWithPassword({ email, password: PASSWORD });
  return [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
}

const setProfile = (id: string, column: "role" | "status", value: string) =>
  db().execute(sql`update profiles set ${sql.identifier(column)} = ${value} where id = ${id}`);

test("nobody without credentials", async () => {
  expect(await actorWith({})).toBeNull();
  expect(
    await actorWith({ authorization: "Basic eDp5", cookie: "pxc-auth=base64-e30" }),
  ).toBeNull();
});

test("an access token makes its person, without administrator's scopes", async () => {
  const actor = await actorWith(bearer(person.session.access_token));
  expect(actor).toMatchObject({
    kind: "user",
    via: "bearer",
    userId: person.id,
    email: person.email,
  });
  expect(actor?.scopes.has("datasets:write")).toBe(true);
  expect(actor?.scopes.has("admin:read")).toBe(false);
});

test("a session cookie makes the same person, marked as sent by a browser", async () => {
  const cookie = await cookieOf(person);
  expect(await actorWith({ cookie })).toMatchObject({ via: "cookie", userId: person.id });
});

test("a program's credential decides alone, good or bad", async () => {
  const cookie = await cookieOf(person);
  expect(await actorWith({ cookie, ...bearer("pxc_wrong") })).toBeNull();
  expect(await actorWith({ cookie, "x-api-key": "" })).toBeNull();
  const { key } = await keyOf(person);
  expect(await actorWith({ cookie, "x-api-key": key })).toMatchObject({ via: "api-key" });
});

test("an API key makes its owner, as far as the key's scopes and the owner's role go", async () => {
  const { key, row } = await keyOf(person, { rateLimit: 7 });
  const actor = await actorWith(bearer(key));
  expect(actor).toMatchObject({
    kind: "api-key",
    userId: person.id,
    keyId: row.id,
    rateLimit: 7,
    scopes: new Set(["datasets:read"]),
  });
  await setProfile(person.id, "role", "admin");
  expect((await actorWith({ "x-api-key": key }))?.scopes.has("admin:read")).toBe(true);
  expect((await findApiKey(db(), person.id, row.id))?.lastUsedAt).toBeInstanceOf(Date);
});

test("a key with another key's secret, an expired and a revoked one are nobody", async () => {
  const [one, two] = [await keyOf(person), await keyOf(person)];
  const mixed = one.key.slice(0, 20) + two.key.slice(20);
  expect(await actorWith(bearer(mixed))).toBeNull();
  await revokeApiKey(db(), person.id, one.row.id);
  expect(await actorWith(bearer(one.key))).toBeNull();
  const old = await keyOf(person, { expiresAt: new Date(Date.now() - 1000) });
  expect(await actorWith(bearer(old.key))).toBeNull();
});

test("a suspended person's every credential is refused at once", async () => {
  const cookie = await cookieOf(person);
  const { key } = await keyOf(person);
  await setProfile(person.id, "status", "suspended");
  expect(await actorWith(bearer(person.session.access_token))).toBeNull();
  expect(await actorWith(bearer(key))).toBeNull();
  expect(await actorWith({ cookie })).toBeNull();
});

test("a deleted person's token is refused although it has not expired", async () => {
  const { admin } = (await administrator()).auth;
  await admin.deleteUser(person.id);
  if (!isEmbedded) await db().execute(sql`delete from auth.users where id = ${person.id}`);
  expect(await actorWith(bearer(person.session.access_token))).toBeNull();
});

test("a person whose profile is missing gets one", async () => {
  await db().execute(sql`delete from profiles where id = ${person.id}`);
  expect(await actorWith(bearer(person.session.access_token))).toMatchObject({ role: "user" });
});

test("neither Supabase's own keys nor altered tokens are people", async () => {
  const { supabaseSettings } = await import("@/lib/auth/supabase");
  const { anonKey, serviceRoleKey = "" } = await supabaseSettings();
  const [header, payload = "", signature] = person.session.access_token.split(".");
  const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
  const raised = Object.assign({}, claims, { sub: crypto.randomUUID() });
  const altered = Buffer.from(JSON.stringify(raised)).toString("base64url");
  const unsigned = Buffer.from('{"alg":"none"}').toString("base64url");
  for (const token of [
    anonKey,
    serviceRoleKey,
    `${header}.${altered}.${signature}`,
    `${unsigned}.${payload}.AAAA`,
    "eyAA.eyAA.AAAA",
    "x.y.z",
  ])
    expect(await actorWith(bearer(token))).toBeNull();
});
