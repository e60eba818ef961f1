import { NextRequest } from "next/server";
import { beforeEach, expect, test, vi } from "vitest";
import { proxy } from "@/proxy";
import { isEmbedded, lastMail, newEmail, PASSWORD, register } from "./backend";

/** A browser's cookies, and the request headers that the page code sees. */
const cookies = new Map<string, string>();
const requestHeaders = new Headers();
vi.mock("next/headers", () => ({
  cookies: async () => ({
    getAll: () => [...cookies].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string, options: { maxAge?: number }) =>
      options.maxAge === 0 ? cookies.delete(name) : cookies.set(name, value),
  }),
  headers: async () => requestHeaders,
}));
vi.mock("next/navigation", () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
}));

const actions = await import("@/app/(auth)/actions");
const callback = await import("@/app/auth/callback/route");

const form = (values: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
};
const origin = "http://localhost:3000";
const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
const visit = (path: string) =>
  proxy(new NextRequest(`${origin}${path}`, { headers: { cookie: cookieHeader() } }));
async function openLink(link: string): Promise<string | null> {
  const response = await callback.GET(new Request(link));
  expect(response.headers.get("cache-control")).toContain("no-store");
  return response.headers.get("location");
}

beforeEach(() => {
  cookies.clear();
  const octet = () => Math.floor(Math.random() * 256);
  requestHeaders.set("x-forwarded-for", `198.51.${octet()}.${octet()}`);
});

const embedded = test.runIf(isEmbedded);

embedded("signing up leads into the application, signing out leads out", async () => {
  const email = newEmail();
  const values = { email, password: PASSWORD, displayName: "Ada", next: "/projects" };
  await expect(actions.signUp(null, form(values))).rejects.toThrow("redirect /projects");
  expect((await visit("/dashboard")).headers.get("location")).toBeNull();
  await expect(actions.logOut()).rejects.toThrow("redirect /");
  const away = new URL((await visit("/datasets/7?tab=1")).headers.get("location") ?? "");
  expect(away.pathname + away.search).toBe("/login?next=%2Fdatasets%2F7%3Ftab%3D1");
});

test("a form with mistakes names its fields and asks nobody", async () => {
  const state = await actions.signUp(null, form({ email: "x", password: "short" }));
  expect(state).toMatchObject({
    ok: false,
    fieldErrors: { email: [expect.any(String)], password: [expect.any(String)] },
  });
});

test("logging in never leads to another site", async () => {
  const { email } = await register();
  const values = { email, password: PASSWORD, next: "//evil.example" };
  await expect(actions.logIn(null, form(values))).rejects.toThrow("redirect /dashboard");
});

test("a wrong password and an unknown address read the same", async () => {
  const { email } = await register();
  const wrong = await actions.logIn(null, form({ email, password: "wrong" }));
  expect(wrong).toMatchObject({ ok: false });
  expect(await actions.logIn(null, form({ email: newEmail(), password: "wrong" }))).toEqual(wrong);
});

embedded("asking for a link reads the same for addresses that nobody has", async () => {
  const { email } = await register();
  for (const ask of [actions.requestPasswordReset, actions.sendMagicLink])
    expect(await ask(null, form({ email }))).toEqual(await ask(null, form({ email: newEmail() })));
});

embedded(
  "a forgotten password is replaced by the mailed link, in a browser that knows nothing",
  async () => {
    const { email } = await register();
    await actions.requestPasswordReset(null, form({ email }));
    cookies.clear();
    const link = (await lastMail(email))?.link ?? "";
    expect(link.startsWith(`${origin}/auth/callback?`)).toBe(true);
    expect(await openLink(link)).toBe("/reset-password");
    const password = "a brand new one";
    await expect(actions.resetPassword(null, form({ password }))).rejects.toThrow("/dashboard");
    expect(await openLink(link)).toBe("/login?error=link-expired");
    await expect(actions.logIn(null, form({ email, password }))).rejects.toThrow("/dashboard");
  },
);

embedded("a magic link leads where the person wanted to go", async () => {
  const { email } = await register();
  await actions.sendMagicLink(null, form({ email, next: "/datasets/7" }));
  expect(await openLink((await lastMail(email))?.link ?? "")).toBe("/datasets/7");
});

embedded("a session that began with a password cannot replace the password", async () => {
  const { email } = await register();
  const login = form({ email, password: PASSWORD });
  await expect(actions.logIn(null, login)).rejects.toThrow("redirect");
  expect(await actions.resetPassword(null, form({ password: "a stolen one" }))).toMatchObject({
    ok: false,
  });
});

test.each([
  ["?error_code=otp_expired&error=access_denied", "link-expired"],
  ["?code=somebody-elses", "link-other-browser"],
  ["?token_hash=x&type=nonsense", "link-invalid"],
  ["", "link-invalid"],
])("a bad link %j is explained on the login page", async (query, failure) => {
  expect(await openLink(`${origin}/auth/callback${query}`)).toBe(`/login?error=${failure}`);
});

embedded(
  "an expired session is renewed for the page and the browser, and never cached",
  async () => {
    const { email } = await register();
    const login = form({ email, password: PASSWORD });
    await expect(actions.logIn(null, login)).rejects.toThrow("redirect");
    const [[name, value] = ["", ""]] = cookies;
    const stored = JSON.parse(Buffer.from(value.slice("base64-".length), "base64url").toString());
    stored.expires_at = 1;
    cookies.clear();
    cookies.set(name, `base64-${Buffer.from(JSON.stringify(stored)).toString("base64url")}`);
    const response = await visit("/dashboard");
    const fresh = new RegExp(`${name}=([^;]+)`).exec(response.headers.get("set-cookie") ?? "")?.[1];
    expect(fresh).toBeDefined();
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(response.headers.get("x-middleware-request-cookie")).toContain(fresh);
  },
);

test("pages carry a policy with a nonce of their own, the API does not", async () => {
  const [one, two] = [await visit("/"), await visit("/")];
  const policy = one.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]+=*' 'strict-dynamic';/);
  expect(policy).not.toContain("unsafe-eval");
  expect(two.headers.get("content-security-policy")).not.toBe(policy);
  expect(one.headers.get("x-middleware-request-content-security-policy")).toBe(policy);
  expect(one.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await visit("/api/v1/health")).headers.has("content-security-policy")).toBe(false);
});
