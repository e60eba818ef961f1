import { expect, test } from "vitest";
import * as op from "@/lib/contract/auth";
import { pool } from "@/lib/db/client";
import { USER_SCOPES } from "@/lib/domain/scope";
import { keyOf, person, refusal, run, send, visitor } from "../../helpers/api";

test("a signed-in person is told who they are, and what they may do", async () => {
  const { id, token } = await visitor();
  const me = await run(op.getMe, {}, { token });
  expect(me).toMatchObject({ id, role: "user", status: "active", credential: "user" });
  expect(new Set(me.scopes)).toEqual(new Set(USER_SCOPES));
});

test("a key of any scope is told who its owner is, and only its own scopes", async () => {
  const { id, key } = await person({ scopes: ["images:read"] });
  expect(await run(op.getMe, {}, { key })).toMatchObject({
    id,
    credential: "api-key",
    scopes: ["images:read"],
  });
});

test("good tokens and keys are called good, with their person and their end", async () => {
  const { id, token } = await visitor();
  const answer = await run(op.verifyToken, { token }, {});
  expect(answer).toMatchObject({ valid: true, userId: id });
  expect(Date.parse(answer.expiresAt ?? "")).toBeGreaterThan(Date.now());
  const key = await keyOf(id);
  const ofKey = await run(op.verifyToken, { token: key }, {});
  expect(ofKey).toEqual({ valid: true, userId: id, expiresAt: null });
});

test("any other text is not good, whatever characters it has", async () => {
  const { key } = await person();
  const [head, payload, signature] = (await visitor()).token.split(".");
  for (const token of [
    "x",
    " ",
    "a b",
    "a\nx-api-key: b",
    "a\r\n\r\n",
    "\u00e9",
    "\u{1f408}",
    `${key}x`,
    ` ${key} x`,
    key.slice(0, -1),
    `${head}.${payload}.`,
    `${head}.${payload}.${signature?.slice(2)}`,
    `${payload}.${head}.${signature}`,
  ])
    expect(await run(op.verifyToken, { token }, {}), token).toEqual({
      valid: false,
      userId: null,
      expiresAt: null,
    });
});

test("the token to check is a body of 1 to 8192 characters", async () => {
  for (const body of [{}, { token: "" }, { token: "x".repeat(8193) }, { token: 1 }])
    expect(await refusal(send(op.verifyToken, body))).toMatchObject({
      errors: [{ pointer: "#/token" }],
    });
});

test("a profile follows its auth user, and keeps role and status", async () => {
  const { id, key } = await person();
  await pool()`update profiles set email = 'old@example.com', display_name = 'Ann' where id = ${id}`;
  expect(await run(op.syncProfile, {}, { key })).toMatchObject({
    id,
    email: `${id}@example.com`,
    displayName: "Ann",
    role: "user",
    status: "active",
  });
});
