import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { startCrawl, untilDone } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";

type Cookies = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** What the pages are about: somebody with work in every state, and a newcomer. */
interface Estate {
  readonly owner: Cookies;
  readonly newcomer: Cookies;
  readonly projectId: string;
  readonly datasetId: string;
  readonly imageId: string;
  readonly finished: string;
  readonly short: string;
  readonly paused: string;
}
let estate: Estate;

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

// A page that does not exist is one of the pages.
test.use({ expectedComplaints: [/status of 404/] });

test.beforeAll(async ({ browser }) => {
  estate = await makeEstate(browser);
});

for (const [device, options] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  test.describe(`on a ${device}`, () => {
    test.use(options);

    test("axe finds nothing on the public pages, light or dark", async ({ page }) => {
      for (const path of [
        "/",
        "/docs",
        "/problems/not-found",
        "/no-such-page",
        "/login",
        "/login?error=link-expired",
        "/signup",
        "/forgot-password",
        "/reset-password",
        "/outbox",
      ])
        await examine(page, path);
    });

    test("axe finds nothing on a newcomer's pages, light or dark", async ({ page, context }) => {
      await context.addCookies(estate.newcomer.cookies);
      for (const path of [
        "/dashboard",
        "/projects",
        "/exports",
        "/settings/api-keys",
        "/crawls/new",
        "/activity",
        `/datasets/${estate.datasetId}`,
      ])
        await examine(page, path);
    });

    test("axe finds nothing on the pages of work, light or dark", async ({ page, context }) => {
      await context.addCookies(estate.owner.cookies);
      const dataset = `/datasets/${estate.datasetId}`;
      for (const path of [
        "/dashboard",
        "/projects",
        `/projects/${estate.projectId}`,
        "/crawls/new?keywords=cat,dog&sources=sample,url-list",
        dataset,
        `${dataset}?label=no-such-label`,
        `${dataset}?image=${estate.imageId}`,
        `${dataset}/crawls`,
        `${dataset}/crawls/${estate.finished}`,
        `${dataset}/crawls/${estate.finished}?tab=logs`,
        `${dataset}/crawls/${estate.short}`,
        `${dataset}/crawls/${estate.paused}`,
        `${dataset}/crawls/${estate.finished}/report`,
        `${dataset}/duplicates`,
        `${dataset}/duplicates?status=resolved`,
        `${dataset}/quality`,
        `${dataset}/report`,
        `${dataset}/exports`,
        `${dataset}/settings`,
        "/exports",
        "/activity",
        "/settings",
        "/settings/api-keys",
        "/settings/sources",
        "/settings/appearance",
      ])
        await examine(page, path);
    });
  });
}

test("axe finds nothing while a crawl runs", async ({ page, context }) => {
  await context.addCookies(estate.owner.cookies);
  await page.goto("/dashboard");
  const keywords = ["mountain", "cat", "green hexagon", "tree"];
  const crawl = await startCrawl(page, { name: "A long crawl", keywords, maxImages: 1000 });
  try {
    await page.goto(`/datasets/${crawl.datasetId}/crawls/${crawl.id}`);
    const sheet = page.getByRole("region", { name: "Accepted pictures" });
    await expect(sheet.getByRole("img").first()).toBeVisible({ timeout: 120_000 });
    await expect(page.getByText("Running", { exact: true })).toBeVisible();
    await expectAccessible(page, "a running crawl");
  } finally {
    await steer(page, crawl.id, "cancel");
  }
});

test("axe finds nothing in the menus and dialogs", async ({ page, context }) => {
  await context.addCookies(estate.owner.cookies);
  await page.goto(`/datasets/${estate.datasetId}`);
  // The script lays the pictures out, and hears the keys from then on.
  await expect(page.getByRole("option").first()).toBeVisible();
  const dialog = page.getByRole("dialog");
  const closeAfter = async (name: string) => {
    await expectAccessible(page, name);
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  };
  await page.keyboard.press("ControlOrMeta+k");
  await expect(dialog).toBeVisible();
  await closeAfter("the command palette");
  await page.keyboard.press("?");
  await expect(dialog).toBeVisible();
  await closeAfter("the list of keys");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("f");
  await expect(dialog).toBeVisible();
  await closeAfter("the large view");
  await page.getByRole("button", { name: "Label" }).click();
  await expect(dialog).toBeVisible();
  await closeAfter("a filter");
  await page.goto("/settings/api-keys");
  await page.getByRole("button", { name: "New key" }).click();
  await expect(dialog).toBeVisible();
  await closeAfter("a new key");
  await page.goto("/settings/sources");
  await page.getByRole("button", { name: "Give a key for Flickr" }).click();
  await expect(dialog).toBeVisible();
  await closeAfter("a source's key");
  await page.goto(`/projects/${estate.projectId}`);
  await page.getByRole("button", { name: /^Collect against opt-outs/ }).click();
  await expect(dialog).toBeVisible();
  await closeAfter("the question whether to collect against opt-outs");
  await page.goto(`/datasets/${estate.datasetId}/crawls/${estate.finished}`);
  await page.getByRole("button", { name: "Repeat this crawl" }).click();
  await expect(dialog).toBeVisible();
  await closeAfter("when to repeat a crawl");
  await page.getByRole("button", { name: "Import" }).click();
  await expect(dialog).toBeVisible();
  await closeAfter("an import");
});

test("the chosen theme is kept, whatever the system prefers", async ({ page, context }) => {
  await context.addCookies(estate.owner.cookies);
  await page.goto("/settings/appearance");
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
  await page.getByRole("radio", { name: "Light" }).click();
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).not.toHaveClass(/\bdark\b/);
});

/** Opens a page and looks at it in both themes, which differ in nothing but colours. */
async function examine(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("Loading", { exact: true })).toHaveCount(0);
  await expect(page).toHaveTitle(/PixCrawler/);
  await expect(page.locator("html")).not.toHaveClass(/\bdark\b/);
  await expectAccessible(page, `${path} in light`);
  const spill = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  await expect.poll(spill, `${path} scrolls sideways`).toBe(0);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
  await expectAccessible(page, `${path} in dark`, ["color-contrast"]);
}

const steer = (page: Page, jobId: string, action: "pause" | "cancel") =>
  page.request.post(`/api/v1/jobs/${jobId}/${action}`, {
    headers: { origin: new URL(page.url()).origin },
  });

async function makeEstate(browser: Browser): Promise<Estate> {
  const newcomer = await browser.newPage();
  await signUp(newcomer);
  const page = await browser.newPage();
  await signUp(page);
  const input = { keywords: ["red circle", "sunset"], maxImages: 24 };
  const finished = await startCrawl(page, { ...input, name: "Shapes and skies" });
  await untilDone(page, finished);
  const { datasetId } = finished;
  const short = await startCrawl(page, {
    ...input,
    datasetId,
    name: "Nothing this large",
    filters: { minWidth: 20_000 },
  });
  await untilDone(page, short);
  const paused = await startCrawl(page, { ...input, datasetId, name: "Paused", maxImages: 500 });
  expect((await steer(page, paused.id, "pause")).status()).toBe(200);

  const { projectId } = await (await page.request.get(`/api/v1/datasets/${datasetId}`)).json();
  const images = await page.request.get(`/api/v1/datasets/${datasetId}/images?limit=1`);
  const [image] = (await images.json()).items as { id: string }[];
  await page.goto(`/datasets/${datasetId}/exports`);
  await page.getByRole("button", { name: "Build export" }).click();
  await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 120_000 });
  const made = {
    owner: await page.context().storageState(),
    newcomer: await newcomer.context().storageState(),
    projectId,
    datasetId,
    imageId: image?.id ?? "",
    finished: finished.id,
    short: short.id,
    paused: paused.id,
  };
  await page.close();
  await newcomer.close();
  return made;
}
