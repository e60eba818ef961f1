import { expect } from "@playwright/test";
import { startCrawl, untilDone } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";

const nonceOf = (policy: string | undefined): string =>
  /script-src [^;]*'nonce-([^']+)'/.exec(policy ?? "")?.[1] ?? "";

test("every page is sent with the security headers", async ({ page }) => {
  await signUp(page);
  for (const path of ["/", "/login", "/docs", "/dashboard", "/crawls/new"]) {
    const response = await page.goto(path);
    const headers = response?.headers() ?? {};
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "strict-origin-when-cross-origin",
    });
    expect(headers, path).not.toHaveProperty("x-powered-by");
    const policy = headers["content-security-policy"];
    for (const directive of [
      "default-src 'self'",
      "'strict-dynamic'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ])
      expect(policy, path).toContain(directive);
    expect(/script-src [^;]*/.exec(policy ?? "")?.[0], path).not.toContain("unsafe");
  }
});

test("each request gets a nonce of its own, and every script carries it", async ({ page }) => {
  const nonces: string[] = [];
  for (let visit = 0; visit < 3; visit++) {
    const response = await page.goto("/login");
    const nonce = nonceOf(response?.headers()["content-security-policy"]);
    expect(nonce.length).toBeGreaterThanOrEqual(22);
    nonces.push(nonce);
    const html = (await response?.text()) ?? "";
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
  }
  expect(new Set(nonces).size).toBe(nonces.length);
});

test("a caller cannot choose the nonce", async ({ request }) => {
  const response = await request.get("/login", {
    headers: { "content-security-policy": "script-src 'nonce-chosen'", "x-nonce": "chosen" },
  });
  expect(nonceOf(response.headers()["content-security-policy"])).not.toBe("chosen");
  expect(await response.text()).not.toContain('nonce="chosen"');
});

test("the session cookie is out of reach of scripts and of other sites", async ({ page }) => {
  await signUp(page);
  const cookies = (await page.context().cookies()).filter(({ name }) =>
    name.startsWith("pxc-auth"),
  );
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test.describe("a write from another site", () => {
  // The browser's own lines about the answers that the test is after.
  test.use({ expectedComplaints: [/status of 4\d\d/] });

  test("is refused although the session cookie is there", async ({ page }) => {
    await signUp(page);
    const write = (headers: Record<string, string>) =>
      page.request.post("/api/v1/projects", { headers, data: { name: "Forged" } });
    const own = new URL(page.url()).origin;
    for (const headers of [
      {},
      { origin: "https://evil.example" },
      { origin: own, "sec-fetch-site": "cross-site" },
      { origin: own, "sec-fetch-site": "same-site" },
      { origin: "null", "sec-fetch-site": "none" },
    ] as Record<string, string>[]) {
      const response = await write(headers);
      expect(response.status(), JSON.stringify(headers)).toBe(403);
      expect(await response.json()).toMatchObject({ code: "forbidden" });
    }
    expect((await write({ origin: own, "sec-fetch-site": "same-origin" })).status()).toBe(201);
  });

  test("gets no cookie from the browser to begin with", async ({ page, baseURL }) => {
    await signUp(page);
    const form = `<form method="post" enctype="text/plain" action="${baseURL}/api/v1/projects">
      <input name='{"name":"Forged","x":"' value='"}'><button>Win a prize</button></form>`;
    await page.route("http://evil.example/", (route) =>
      route.fulfill({ contentType: "text/html", body: form }),
    );
    await page.goto("http://evil.example/");
    const answering = page.waitForResponse("**/api/v1/projects");
    await page.getByRole("button").click();
    const answer = await answering;
    expect(await answer.request().headerValue("cookie")).toBeNull();
    expect(answer.ok()).toBe(false);
    const projects = await page.request.get(`${baseURL}/api/v1/projects`);
    expect((await projects.json()).items).toEqual([]);
  });
});

test("pictures are private, and never run as a page", async ({ page, playwright }) => {
  await signUp(page);
  const crawl = await startCrawl(page, { name: "Two", keywords: ["forest"], maxImages: 2 });
  await untilDone(page, crawl);
  const list = await page.request.get(`/api/v1/datasets/${crawl.datasetId}/images`);
  const [image] = (await list.json()).items as { id: string }[];
  const nobody = await playwright.request.newContext({ baseURL: new URL(page.url()).origin });
  for (const part of ["content", "thumbnail"]) {
    const path = `/api/v1/images/${image?.id}/${part}`;
    const mine = await page.request.get(path);
    expect(mine.status()).toBe(200);
    expect(mine.headers()).toMatchObject({
      "content-security-policy": expect.stringContaining("sandbox"),
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": expect.stringContaining("private"),
    });
    expect((await nobody.get(path)).status()).toBe(401);
  }
  await nobody.dispose();
});
