import { expect } from "@playwright/test";
import { startCrawl, untilDone } from "./crawl";
import { test } from "./page-test";
import { followMailedLink, newPerson, signIn, signOut, signUp } from "./person";

test("a person signs out and in again, and a wrong password is refused", async ({ page }) => {
  const person = await signUp(page);
  await signOut(page, person);

  await page.goto("/login");
  await signIn(page, { ...person, password: "not the password" });
  await expect(page.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
  await expect(page).toHaveURL(/\/login/);
  await signIn(page, person);
  await expect(page).toHaveURL(/\/dashboard$/);
});

test("what is typed before the page's scripts are there is kept", async ({ page }) => {
  const person = newPerson();
  const scripts = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js*", async (route) => {
    await scripts.promise;
    await route.continue();
  });
  await page.goto("/signup", { waitUntil: "commit" });
  await page.getByLabel("E-mail").fill(person.email);
  scripts.resolve();
  const show = page.getByRole("button", { name: /^(?:Show|Hide) the password$/ });
  const isShown = async () => {
    await show.click();
    return show.getAttribute("aria-pressed");
  };
  await expect.poll(isShown, "the page's scripts run").toBe("true");
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
});

test("a forgotten password is replaced over a mailed link, which works once", async ({ page }) => {
  const person = await signUp(page);
  await signOut(page, person);

  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot it?" }).click();
  await expect(page).toHaveURL(/\/forgot-password$/);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("status")).toContainText("a link is on its way");
  await followMailedLink(page, person);
  await expect(page).toHaveURL(/\/reset-password$/);
  const renewed = { ...person, password: newPerson().password };
  await page.getByLabel("New password").fill(renewed.password);
  await page.getByRole("button", { name: "Save the password" }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
  await signOut(page, person);

  await followMailedLink(page, person);
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByRole("alert").filter({ hasText: "expired or was used" })).toBeVisible();
  await signIn(page, person);
  await expect(page.getByRole("alert").filter({ hasText: "is wrong" })).toBeVisible();
  await signIn(page, renewed);
  await expect(page).toHaveURL(/\/dashboard$/);
});

test("a mailed link signs in without a password", async ({ page }) => {
  const person = await signUp(page);
  await signOut(page, person);

  await page.goto("/login");
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByRole("button", { name: "Mail me a sign-in link" }).click();
  await expect(page.getByRole("status")).toContainText("a link is on its way");
  await followMailedLink(page, person);
  await expect(page).toHaveURL(/\/dashboard$/);
  await expect(page.getByRole("button", { name: person.email })).toBeVisible();
});

test("who follows a link while signed out arrives there after signing in", async ({ page }) => {
  const person = await signUp(page);
  const name = "Few sunsets";
  const crawl = await startCrawl(page, { name, keywords: ["sunset"], maxImages: 2 });
  await untilDone(page, crawl);
  await signOut(page, person);

  const address = `/datasets/${crawl.datasetId}?sort=quality`;
  await page.goto(address);
  await expect(page).toHaveURL(`/login?next=${encodeURIComponent(address)}`);
  await signIn(page, person);
  await expect(page).toHaveURL(address);
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("an API key made in the settings works until it is revoked", async ({ page, playwright }) => {
  await signUp(page);
  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByLabel("Name").fill("Training server");
  await page.getByRole("checkbox", { name: "Read projects" }).check();
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page
    .getByRole("dialog")
    .getByText(/^pxc_\S+$/)
    .textContent();
  await page.getByRole("button", { name: "I have stored it" }).click();

  const script = await playwright.request.newContext({
    baseURL: new URL(page.url()).origin,
    extraHTTPHeaders: { authorization: `Bearer ${key}` },
  });
  const status = async (path: string) => (await script.get(path)).status();
  expect(await status("/api/v1/projects")).toBe(200);
  expect(await status("/api/v1/datasets"), "a scope that the key lacks").toBe(403);

  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke key" }).click();
  await expect(page.getByText("Revoked", { exact: true })).toBeVisible();
  expect(await status("/api/v1/projects")).toBe(401);
  await script.dispose();
});

test.describe("another person's dataset", () => {
  test.use({ expectedComplaints: [/status of 404/] });

  test("is a page that does not exist", async ({ page, browser }) => {
    await signUp(page);
    const input = { name: "Private", keywords: ["sunset"], maxImages: 1 };
    const { datasetId, id } = await startCrawl(page, input);

    const stranger = await browser.newPage();
    await signUp(stranger);
    for (const path of ["", "/exports", "/settings", `/crawls/${id}`]) {
      const response = await stranger.goto(`/datasets/${datasetId}${path}`);
      expect(response?.status(), path).toBe(404);
      await expect(stranger.getByText("There is nothing at this address")).toBeVisible();
      await expect(stranger).toHaveTitle("Not found · PixCrawler");
      await expect(stranger.getByText("Private")).toHaveCount(0);
    }
    await stranger.close();
  });
});
