import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { beforeEach, expect, test } from "vitest";
import { authKeys } from "@/lib/auth/embedded/keys";
import { forgetProcessGlobal } from "@/lib/process-global";

const scratch = process.env.DATA_DIR ?? "";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(scratch, "keys-"));
  process.env.DATA_DIR = folder;
  forgetProcessGlobal("env");
  forgetProcessGlobal("embedded-auth-keys");
});

test("processes that start at once agree on one set of keys, readable by nobody else", async () => {
  const starts = Array.from({ length: 8 }, () => {
    forgetProcessGlobal("embedded-auth-keys");
    return authKeys();
  });
  const kids = (await Promise.all(starts)).map(({ kid }) => kid);
  expect(new Set(kids).size).toBe(1);
  expect(readdirSync(join(folder, "auth"))).toEqual(["keys.json"]);
  expect(statSync(join(folder, "auth", "keys.json")).mode & 0o777).toBe(0o600);
});

test("the private half is not published", async () => {
  const { jwks, kid } = await authKeys();
  const stored = JSON.parse(readFileSync(join(folder, "auth", "keys.json"), "utf8"));
  expect(jwks.keys[0]).toMatchObject({ kid, alg: "ES256", crv: "P-256" });
  expect(JSON.stringify(jwks)).not.toContain(stored.signingKey.d);
});

test("the API keys name their roles", async () => {
  const { anonKey, serviceRoleKey } = await authKeys();
  expect(decodeJwt(anonKey).role).toBe("anon");
  expect(decodeJwt(serviceRoleKey).role).toBe("service_role");
});
