import { expect, type Locator, type Page } from "@playwright/test";
import { expectAccessible } from "./axe";
import { startCrawl, untilDone } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";

const TARGET = 24;
const CHECK = "Low information";
/** Steps from one end of a slider to the other. */
const STEPS = 100;

let path: string;
let crawlId: string;
test.beforeEach(async ({ page }) => {
  await signUp(page);
  const keywords = ["red circle", "sunset"];
  const crawl = await startCrawl(page, { name: "Shapes and skies", keywords, maxImages: TARGET });
  await untilDone(page, crawl);
  path = `/datasets/${crawl.datasetId}`;
  crawlId = crawl.id;
});

test("a threshold moved by keys hides pictures, and moved back it shows them again", async ({
  page,
}) => {
  const split = await splittingStep(page);
  await page.goto(`${path}/quality`);
  const slider = await sliderOf(page, CHECK);
  const line = page.getByText(/pictures (are|would be) hidden/).first();

  await test.step("the count follows the slider at once, and all rules together soon after", async () => {
    await moveTo(slider, split.step);
    await expect(slider).toHaveAttribute(
      "aria-valuetext",
      `${(split.step / STEPS).toFixed(2)}, ${split.below} pictures hidden`,
    );
    await expect(page.getByText(`Saved: ${CHECK}`)).toBeVisible();
    await expect(line).toHaveText(`${split.below} of ${TARGET} pictures are hidden by the checks.`);
  });

  await test.step("the pictures at the edge are those that the API names", async () => {
    const figure = page.getByRole("figure", { name: CHECK });
    await expect(
      figure.getByRole("link", { name: `Below: ${split.below} pictures` }),
    ).toBeVisible();
    await expect(figure.getByRole("img").first()).toBeVisible();
  });

  await test.step("the gallery leaves them out, and none is deleted", async () => {
    await page.goto(path);
    await expect(page.getByText(`${TARGET - split.below} pictures`, { exact: true })).toBeVisible();
    const hidden = await page.request.get(`/api/v1${path}/images?isValid=false&isDuplicate=false`);
    expect((await hidden.json()).items).toHaveLength(split.below);
  });

  await test.step("back at the usual threshold nothing is hidden, and undo hides them again", async () => {
    await page.goto(`${path}/quality`);
    await page.getByRole("button", { name: `Reset to usual: ${CHECK}` }).click();
    await expect(line).toHaveText(new RegExp(`^0 of ${TARGET} pictures`));
    await expect(page.getByText(`Saved: ${CHECK}`)).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(line).toHaveText(`${split.below} of ${TARGET} pictures are hidden by the checks.`);
  });

  await test.step("what only marks hides nothing", async () => {
    await page.getByRole("switch", { name: `Hide what is below: ${CHECK}` }).click();
    await expect(line).toHaveText(`0 of ${TARGET} pictures are hidden by the checks.`);
    await page.goto(path);
    await expect(page.getByText(`${TARGET} pictures`, { exact: true })).toBeVisible();
  });
});

test("the level decides whether checks hide at all", async ({ page }) => {
  const split = await splittingStep(page);
  await page.goto(`${path}/quality`);
  const line = page.getByText(/pictures (are|would be) hidden/).first();
  await moveTo(await sliderOf(page, CHECK), split.step);
  const hides = `${split.below} of ${TARGET} pictures are hidden by the checks.`;
  await expect(line).toHaveText(hides);
  await page.getByRole("radio", { name: "Basic" }).click();
  await expect(line).toHaveText(`0 of ${TARGET} pictures are hidden by the checks.`);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Basic" })).toBeChecked();
  await expect(page.getByText("At the present level this only marks.").first()).toBeVisible();
  await page.getByRole("radio", { name: "Standard" }).click();
  await expect(line).toHaveText(hides);
});

test("every chart has a table behind it, and both lead to what they count", async ({ page }) => {
  await page.goto(`${path}/quality`);
  const figures = page.getByRole("figure");
  const toTable = page.getByRole("button", { name: /^Show as table/ });
  await expect(figures.first()).toBeVisible();
  await expect.poll(async () => (await figures.count()) - (await toTable.count())).toBe(0);
  const balance = page.getByRole("figure", { name: "Class balance" });
  const bar = balance.getByRole("link").first();
  await bar.focus();
  await bar.press("Enter");
  await expect(page).toHaveURL(/\?label=/);
  await page.goBack();
  await page.getByRole("button", { name: "Show as table: Class balance" }).click();
  const table = balance.getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(3);
  const label = table.getByRole("link").first();
  const name = (await label.textContent()) ?? "";
  await label.click();
  await expect(page).toHaveURL(
    `${path}?label=${encodeURIComponent(name).replaceAll("%20", "+")}&hidden=kept`,
  );
});

test("reports are pages and the same as Markdown, and axe finds nothing, light or dark", async ({
  page,
}) => {
  await page.goto(`${path}/quality`);
  await expect(
    page.locator("figure svg.recharts-surface").filter({ visible: true }).first(),
  ).toBeVisible();
  await expectAccessibleInBoth(page, "quality");
  await page.getByRole("link", { name: "Report", exact: true }).click();
  await expect(page).toHaveURL(`${path}/report`);
  await expectReport(page, ["Health", "Issues", "Funnel", "By keyword and source"]);
  await expectAccessibleInBoth(page, "a dataset's report");

  await page.goto(`${path}/crawls/${crawlId}`);
  await page.getByRole("button", { name: "Report", exact: true }).click();
  await page.getByRole("menuitem", { name: "Read the report" }).click();
  await expect(page).toHaveURL(`${path}/crawls/${crawlId}/report`);
  await expectReport(page, ["Parameters", "Timing", "Funnel", "By keyword and source"]);
  await expectAccessibleInBoth(page, "a crawl's report");
});

/** Every section of the page is one of the Markdown that it offers. */
async function expectReport(page: Page, sections: string[]): Promise<void> {
  const titles = page.getByRole("article").getByRole("heading", { level: 3 });
  await expect(titles.first()).toBeVisible();
  expect(await titles.allTextContents()).toEqual(expect.arrayContaining(sections));
  const url = await page.getByRole("link", { name: "Download Markdown" }).getAttribute("href");
  const response = await page.request.get(url ?? "");
  expect(response.headers()["content-type"]).toBe("text/markdown; charset=utf-8");
  const headings = (await response.text()).split("\n").filter((line) => line.startsWith("## "));
  expect(headings).toEqual((await titles.allTextContents()).map((title) => `## ${title}`));
}

async function expectAccessibleInBoth(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await expectAccessible(page, `${name} in light`);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect(page.locator("html")).toHaveClass(/\bdark\b/);
  await expectAccessible(page, `${name} in dark`, ["color-contrast"]);
}

/** A step of the slider that has pictures on both sides, and how many lie below it. */
async function splittingStep(page: Page): Promise<{ step: number; below: number }> {
  const response = await page.request.get(`/api/v1${path}/quality`);
  const { checks } = (await response.json()) as { checks: { issue: string; bins: number[] }[] };
  const bins = checks.find(({ issue }) => issue === "low-information")?.bins ?? [];
  let below = 0;
  for (const [bin, count] of bins.entries()) {
    below += count;
    if (below >= TARGET / 3) {
      expect(below, "pictures on both sides").toBeLessThan(TARGET);
      return { step: bin + 1, below };
    }
  }
  throw new Error("no picture was measured");
}

/** The slider of a check, unfolded where it found nothing so far. */
async function sliderOf(page: Page, check: string): Promise<Locator> {
  const slider = page.getByRole("slider", { name: `Threshold: ${check}` });
  await expect(page.getByRole("region", { name: "Checks" })).toBeVisible();
  if (!(await slider.isVisible())) await page.getByText(/checks? found nothing/).click();
  await expect(slider).toBeVisible();
  return slider;
}

async function moveTo(slider: Locator, step: number): Promise<void> {
  await slider.focus();
  await slider.press("Home");
  for (let at = 0; at < Math.floor(step / 10); at++) await slider.press("PageUp");
  for (let at = 0; at < step % 10; at++) await slider.press("ArrowRight");
}
