import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import {
  administrator,
  browser,
  follow,
  isEmbedded,
  lastMail,
  mailedToken,
  newEmail,
  PASSWORD,
  register,
  signedIn,
} from "./backend";

const embedded = test.runIf(isEmbedded);

embedded("sign-up with a new address answers a session", async () => {
  const client = await browser();
  const options = { data: { display_name: "Ada" } };
  const { data, error } = await client.auth.signUp({
    email: newEmail(),
    password: PASSWORD,
    options,
  });
  expect(error).toBeNull();
  expect(data.session?.user.user_metadata).toEqual({ display_name: "Ada" });
  expect((await client.auth.getUser()).data.user?.id).toBe(data.user?.id);
});

embedded("sign-up with a taken address looks like a new user and changes nothing", async () => {
  const { email } = await register();
  const { data, error } = await (await browser()).auth.signUp({ email, password: "another one" });
  expect(error).toBeNull();
  expect(data.session).toBeNull();
  expect(data.user).toMatchObject({ email, identities: [] });
  expect((await lastMail(email))?.subject).toBe("You already have an account");
  const again = await (await browser()).auth.signInWithPassword({ email, password: PASSWORD });
  expect(again.error).toBeNull();
});

test("addresses are one person whatever their case", async () => {
  const { email } = await register();
  const shouted = { email: email.toUpperCase(), password: PASSWORD };
  expect((await (await browser()).auth.signInWithPassword(shouted)).error).toBeNull();
});

test("a wrong password and an unknown address get the same answer", async () => {
  const { email } = await register();
  const { auth } = await browser();
  const wrong = await auth.signInWithPassword({ email, password: "wrong password" });
  const unknown = await auth.signInWithPassword({ email: newEmail(), password: PASSWORD });
  expect(wrong.error).toMatchObject({ status: 400, code: "invalid_credentials" });
  expect({ ...unknown.error, message: unknown.error?.message }).toEqual({
    ...wrong.error,
    message: wrong.error?.message,
  });
});

embedded("a short password is refused with its reason", async () => {
  const { error } = await (await browser()).auth.signUp({ email: newEmail(), password: "short" });
  expect(error).toMatchObject({ code: "weak_password", reasons: ["length"] });
});

embedded("an attacker's guesses at one address are limited, a right password is not", async () => {
  const { email } = await register();
  const { auth } = await browser();
  for (let attempt = 0; attempt < 12; attempt++)
    expect((await auth.signInWithPassword({ email, password: PASSWORD })).error).toBeNull();
  // At once, as one more is allowed every half minute.
  const guesses = Array.from({ length: 11 }, () =>
    auth.signInWithPassword({ email, password: "guess" }),
  );
  const codes = (await Promise.all(guesses)).map(({ error }) => error?.code).sort();
  expect(codes).toEqual([...Array(10).fill("invalid_credentials"), "over_request_rate_limit"]);
  const elsewhere = await (await browser()).auth.signInWithPassword({ email, password: PASSWORD });
  expect(elsewhere.error).toBeNull();
});

test("access tokens are verified against the published keys", async () => {
  const { client, session, id, email } = await signedIn();
  const { data } = await client.auth.getClaims(session.access_token);
  expect(data?.header.alg).toMatch(/^(ES|RS)256$/);
  expect(data?.claims).toMatchObject({
    sub: id,
    email,
    role: "authenticated",
    aud: "authenticated",
    aal: "aal1",
    amr: [{ method: "password" }],
  });
  const forged = session.access_token.replace(/.{4}$/, "AAAA");
  expect((await client.auth.getClaims(forged)).data).toBeNull();
});

test("a refresh token gives a new session and rotates", async () => {
  const { client, session } = await signedIn();
  const { data } = await client.auth.refreshSession();
  expect(data.session?.refresh_token).not.toBe(session.refresh_token);
  expect((await client.auth.getUser()).error).toBeNull();
});

test("refreshes at the same moment all end in one working session", async () => {
  const { session } = await signedIn();
  const { refresh_token } = session;
  const clients = await Promise.all(Array.from({ length: 8 }, () => browser()));
  const answers = await Promise.all(
    clients.map(({ auth }) => auth.refreshSession({ refresh_token })),
  );
  expect(answers.map(({ error }) => error)).toEqual(Array(8).fill(null));
  const children = new Set(answers.map(({ data }) => data.session?.refresh_token));
  expect(children.size).toBe(1);
  const [child = ""] = children;
  const next = await (await browser()).auth.refreshSession({ refresh_token: child });
  expect(next.error).toBeNull();
});

const letTimePass = (userId: string, interval: string) =>
  db().execute(
    sql`update auth.sessions set refreshed_at = refreshed_at - ${interval}::interval where user_id = ${userId}`,
  );

embedded("a refresh token used again later ends the session for both holders", async () => {
  const { id, client, session } = await signedIn();
  const { refresh_token } = session;
  const { data } = await client.auth.refreshSession();
  await letTimePass(id, "11 seconds");
  const thief = await browser();
  const reused = await thief.auth.refreshSession({ refresh_token });
  expect(reused.error).toMatchObject({ status: 400, code: "refresh_token_already_used" });
  const current = { refresh_token: data.session?.refresh_token ?? "" };
  const owner = await (await browser()).auth.refreshSession(current);
  expect(owner.error).toMatchObject({ code: "refresh_token_not_found" });
  expect((await client.auth.getUser()).error?.name).toBe("AuthSessionMissingError");
});

embedded("a session that nobody used for 90 days has ended", async () => {
  const { id, client } = await signedIn();
  await letTimePass(id, "91 days");
  expect((await client.auth.refreshSession()).error?.code).toBe("session_expired");
});

test("a forged refresh token is refused", async () => {
  const { session } = await signedIn();
  const forged = `${session.refresh_token.slice(0, -6)}AAAAAA`;
  const { error } = await (await browser()).auth.refreshSession({ refresh_token: forged });
  expect(error).toMatchObject({ status: 400, code: "refresh_token_not_found" });
});

test.each([
  ["local", [false, true]],
  ["others", [true, false]],
  ["global", [false, false]],
] as const)("signing out with scope %s ends exactly those sessions", async (scope, alive) => {
  const { email } = await register();
  const here = await browser();
  const there = await browser();
  const credentials = { email, password: PASSWORD };
  const first = await here.auth.signInWithPassword(credentials);
  const second = await there.auth.signInWithPassword(credentials);
  expect((await here.auth.signOut({ scope })).error).toBeNull();
  const refreshes = [first, second].map(async ({ data }) => {
    const token = { refresh_token: data.session?.refresh_token ?? "" };
    return (await (await browser()).auth.refreshSession(token)).error === null;
  });
  expect(await Promise.all(refreshes)).toEqual(alive);
});

embedded("a forgotten password is replaced by way of the mailed link, in any browser", async () => {
  const { email } = await register();
  const other = await browser();
  await other.auth.signInWithPassword({ email, password: PASSWORD });
  const asked = await (await browser()).auth.resetPasswordForEmail(email);
  expect(asked.error).toBeNull();
  const client = await browser();
  const token_hash = await mailedToken(email);
  const { data } = await client.auth.verifyOtp({ type: "recovery", token_hash });
  expect(data.session).not.toBeNull();
  const same = await client.auth.updateUser({ password: PASSWORD });
  expect(same.error?.code).toBe("same_password");
  expect((await client.auth.updateUser({ password: "a new password" })).error).toBeNull();
  const again = await client.auth.verifyOtp({ type: "recovery", token_hash });
  expect(again.error).toMatchObject({ status: 403, code: "otp_expired" });
  expect((await other.auth.refreshSession()).error).not.toBeNull();
  const old = await (await browser()).auth.signInWithPassword({ email, password: PASSWORD });
  expect(old.error?.code).toBe("invalid_credentials");
});

embedded("of two uses of one link at the same moment, one wins", async () => {
  const { email } = await register();
  await (await browser()).auth.resetPasswordForEmail(email);
  const token_hash = await mailedToken(email);
  const clients = await Promise.all(Array.from({ length: 4 }, () => browser()));
  const answers = await Promise.all(
    clients.map(({ auth }) => auth.verifyOtp({ type: "recovery", token_hash })),
  );
  expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
});

embedded("with PKCE the followed link only helps the browser that asked", async () => {
  const { email } = await register();
  const client = await browser("pkce");
  const redirectTo = "http://localhost:3000/auth/callback?next=%2Freset-password";
  await client.auth.resetPasswordForEmail(email, { redirectTo });
  const token = await mailedToken(email);
  const target = await follow(
    `/verify?${new URLSearchParams({ token, type: "recovery", redirect_to: redirectTo })}`,
  );
  expect(target.href).toMatch(/^http:\/\/localhost:3000\/auth\/callback\?next=%2Freset-password&/);
  const code = target.searchParams.get("code") ?? "";
  const stranger = await (await browser("pkce")).auth.exchangeCodeForSession(code);
  expect(stranger.error?.code).toBe("pkce_code_verifier_not_found");
  const { data, error } = await client.auth.exchangeCodeForSession(code);
  expect(error).toBeNull();
  expect(data).toMatchObject({ redirectType: "recovery", user: { email } });
  await client.auth.resetPasswordForEmail(email); // a new verifier, so that only the code is old
  expect((await client.auth.exchangeCodeForSession(code)).error?.code).toBe("flow_state_not_found");
});

embedded("a code is spent by a wrong verifier", async () => {
  const { email } = await register();
  const client = await browser("pkce");
  await client.auth.resetPasswordForEmail(email);
  const token = await mailedToken(email);
  const target = await follow(`/verify?token=${token}&type=recovery`);
  await client.auth.resetPasswordForEmail(email); // replaces the verifier in this browser
  const code = target.searchParams.get("code") ?? "";
  expect((await client.auth.exchangeCodeForSession(code)).error?.code).toBe("bad_code_verifier");
});

embedded("a magic link signs up whom it may, and answers the same to everybody", async () => {
  const nobody = newEmail();
  const client = await browser("implicit");
  const silent = await client.auth.signInWithOtp({
    email: nobody,
    options: { shouldCreateUser: false },
  });
  expect(silent.error).toBeNull();
  expect(await lastMail(nobody)).toBeUndefined();
  await client.auth.signInWithOtp({ email: nobody });
  const code = /code (\d{6})/.exec((await lastMail(nobody))?.body ?? "")?.[1] ?? "";
  const wrong = code === "000000" ? "000001" : "000000";
  const missed = await client.auth.verifyOtp({ type: "email", email: nobody, token: wrong });
  expect(missed.error?.code).toBe("otp_expired");
  const { data } = await client.auth.verifyOtp({ type: "email", email: nobody, token: code });
  expect(data.user?.email_confirmed_at).toBeTruthy();
});

embedded("mail to one address is limited, known or not", async () => {
  const client = await browser();
  const { email } = await register();
  for (const address of [email, newEmail()]) {
    const codes = [];
    for (let mail = 0; mail < 5; mail++)
      codes.push((await client.auth.resetPasswordForEmail(address)).error?.code);
    expect(codes).toEqual([...Array(4).fill(undefined), "over_email_send_rate_limit"]);
  }
});

embedded.each([
  "https://evil.example/",
  "http://localhost:3000@evil.example/",
  "//evil.example",
  "http://localhost:3001/",
  "http://localhost:30001/",
  "http://localhost:3000.evil.example/",
  "http://me:secret@localhost:3000/",
  "javascript:alert(1)",
])("a link never leads to %s", async (target) => {
  const query = new URLSearchParams({ token: "x", type: "recovery", redirect_to: target });
  const reached = await follow(`/verify?${query}`);
  expect(`${reached.origin}${reached.pathname}`).toBe("http://localhost:3000/");
  expect(reached.searchParams.get("error_code")).toBe("otp_expired");
});

test("administrators create, read, change, list and delete users", async () => {
  const { admin } = (await administrator()).auth;
  const { id, email } = await register();
  const taken = await admin.createUser({ email, password: PASSWORD });
  expect(taken.error).toMatchObject({ status: 422, code: "email_exists" });
  const changes = { user_metadata: { team: "red" }, app_metadata: { plan: "free" } };
  expect((await admin.updateUserById(id, changes)).data.user?.app_metadata).toMatchObject({
    provider: "email",
    plan: "free",
  });
  const { user_metadata } = changes;
  expect((await admin.getUserById(id)).data.user).toMatchObject({ email, user_metadata });
  const list = await admin.listUsers({ page: 1, perPage: 1 });
  expect(list.data.users).toHaveLength(1);
  expect(list.data).toMatchObject({ nextPage: 2 });
  expect((await admin.deleteUser(id)).error).toBeNull();
  expect((await admin.getUserById(id)).error).toMatchObject({
    status: 404,
    code: "user_not_found",
  });
});

test("a banned user's sessions and password stop working", async () => {
  const { id, email, client } = await signedIn();
  const { admin } = (await administrator()).auth;
  await admin.updateUserById(id, { ban_duration: "24h" });
  expect((await client.auth.getUser()).error).not.toBeNull();
  expect((await client.auth.refreshSession()).error).not.toBeNull();
  const attempt = await (await browser()).auth.signInWithPassword({ email, password: PASSWORD });
  expect(attempt.error?.code).toBe("user_banned");
  await admin.updateUserById(id, { ban_duration: "none" });
  const after = await (await browser()).auth.signInWithPassword({ email, password: PASSWORD });
  expect(after.error).toBeNull();
});

test("a generated link is good in place of the mailed one", async () => {
  const { email } = await register();
  const { admin } = (await administrator()).auth;
  const { data } = await admin.generateLink({ type: "magiclink", email });
  const token_hash = data.properties?.hashed_token ?? "";
  const client = await browser();
  const verified = await client.auth.verifyOtp({ type: "magiclink", token_hash });
  expect(verified.data.user?.email).toBe(email);
});

test("neither people nor the public key may administer", async () => {
  const { client } = await signedIn();
  expect((await client.auth.admin.listUsers()).error?.status).toBeOneOf([401, 403]);
});

embedded("a provider that is not set up is refused in plain words", async () => {
  const { handleEmbeddedAuth } = await import("@/lib/auth/embedded/handler");
  const url = "http://localhost:3000/supabase/auth/v1/authorize?provider=github";
  const old = await handleEmbeddedAuth(new Request(url));
  expect(old.status).toBe(400);
  expect(await old.json()).toEqual({
    code: 400,
    error_code: "validation_failed",
    msg: "Unsupported provider: github is not enabled",
  });
  const headers = { "x-supabase-api-version": "2024-01-01" };
  const current = await handleEmbeddedAuth(new Request(url, { headers }));
  expect(current.headers.get("x-supabase-api-version")).toBe("2024-01-01");
  expect(await current.json()).toMatchObject({ code: "validation_failed" });
});

embedded.each([
  ["not JSON", "{", 400],
  ["too large", JSON.stringify({ email: "a".repeat(70_000) }), 413],
  ["of the wrong shape", JSON.stringify({ email: 7, password: {} }), 400],
])("a body that is %s is refused", async (_, body, status) => {
  const { handleEmbeddedAuth } = await import("@/lib/auth/embedded/handler");
  const url = "http://localhost:3000/supabase/auth/v1/signup";
  expect((await handleEmbeddedAuth(new Request(url, { method: "POST", body }))).status).toBe(
    status,
  );
});
