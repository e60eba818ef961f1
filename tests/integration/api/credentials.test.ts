import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { getMe } from "@/lib/contract/auth";
import { createProject, listProjects } from "@/lib/contract/projects";
import { db } from "@/lib/db/client";
import { call, keyOf, person, refusal, run, send, visitor } from "../../helpers/api";

type Visitor = Awaited<ReturnType<typeof visitor>>;
let someone: Visitor;
beforeAll(async () => {
  someone = await visitor();
});

test("an API key is taken from X-API-Key and from Authorization", async () => {
  const { id, key } = await person();
  expect(await run(getMe, {}, { key })).toMatchObject({ id, credential: "api-key" });
  expect(await run(getMe, {}, { token: key })).toMatchObject({ id, credential: "api-key" });
});

test("an access token and a session cookie are their person", async () => {
  const { id, token, cookie } = someone;
  expect(await run(getMe, {}, { token })).toMatchObject({ id, credential: "user" });
  expect(await run(getMe, {}, { cookie })).toMatchObject({ id, credential: "user" });
});

test("write includes read, and read does not include write", async () => {
  const writer = await person({ scopes: ["projects:write"] });
  await run(listProjects, {}, writer);
  const reader = { key: await keyOf(writer.id, { scopes: ["projects:read"] }) };
  expect(await refusal(send(createProject, { name: "x" }, reader))).toMatchObject({ status: 403 });
});

test("an administrator's scopes on the key of somebody who is none grant nothing", async () => {
  const { key } = await person({ scopes: ["admin:write", "projects:read"] });
  expect((await run(getMe, {}, { key })).scopes).toEqual(["projects:read"]);
});

describe("a write that rides on a cookie", () => {
  const post = (headers: Record<string, string>) =>
    send(createProject, { name: "x" }, { cookie: someone.cookie, headers });

  test("is refused unless it comes from this site", async () => {
    const foreign = [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { "sec-fetch-site": "none" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://localhost:3000.evil.example" },
      { "sec-fetch-site": "cross-site", origin: "http://localhost:3000" },
    ];
    for (const headers of foreign)
      expect(await refusal(post(headers)), JSON.stringify(headers)).toMatchObject({
        status: 403,
        code: "forbidden",
      });
  });

  test("is done when it comes from this site", async () => {
    expect((await post({ "sec-fetch-site": "same-origin" })).status).toBe(201);
    expect((await post({ origin: "http://localhost:3000" })).status).toBe(201);
  });

  test("is refused for every method that writes, and no read is", async () => {
    const { cookie } = someone;
    const path = `/projects/${crypto.randomUUID()}`;
    for (const method of ["PATCH", "DELETE"])
      expect(await refusal(call(method, path, { cookie }))).toMatchObject({ status: 403 });
    expect((await call("GET", "/projects", { cookie })).status).toBe(200);
  });

  test("needs no such proof with a key or a token, which no browser sends by itself", async () => {
    const { token } = someone;
    expect((await send(createProject, { name: "x" }, { token })).status).toBe(201);
  });
});

test("a suspended person is refused with cookie, token and key, and let in again afterwards", async () => {
  const { id, cookie, token } = await visitor();
  const all = [{ cookie }, { token }, { key: await keyOf(id) }];
  const setStatus = (status: string) =>
    db().execute(sql`update profiles set status = ${status} where id = ${id}`);
  await setStatus("suspended");
  for (const credentials of all)
    expect(await refusal(call("GET", "/projects", credentials))).toMatchObject({ status: 401 });
  await setStatus("active");
  for (const credentials of all)
    expect((await call("GET", "/projects", credentials)).status).toBe(200);
});

test("expired and revoked keys are refused", async () => {
  const { id } = await person();
  const expired = await keyOf(id, { expiresAt: new Date(Date.now() - 1000) });
  expect(await refusal(call("GET", "/projects", { key: expired }))).toMatchObject({ status: 401 });
  const revoked = await keyOf(id);
  await db().execute(sql`update api_keys set revoked_at = now() where owner_id = ${id}`);
  expect(await refusal(call("GET", "/projects", { key: revoked }))).toMatchObject({ status: 401 });
});

test("a key that is not good is not saved by a cookie that is", async () => {
  const { cookie } = someone;
  const both = call("GET", "/projects", { cookie, key: "pxc_x_y" });
  expect(await refusal(both)).toMatchObject({ status: 401 });
});
