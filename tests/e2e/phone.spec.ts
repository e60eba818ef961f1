import { devices, expect, type Page } from "@playwright/test";
import { startCrawl, untilDone } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";

const { viewport, isMobile, hasTouch, userAgent } = devices["Pixel 7"];
test.use({ viewport: { ...viewport, width: 390 }, isMobile, hasTouch, userAgent });

test("the way from the menu to a decision and an export works on a phone", async ({ page }) => {
  await signUp(page);
  const name = "Skies";
  const crawl = await startCrawl(page, { name, keywords: ["sunset", "forest"], maxImages: 8 });
  await untilDone(page, crawl);

  await test.step("the rail is a sheet that closes behind itself", async () => {
    await page.goto("/dashboard");
    await expectNoSpill(page);
    await page.getByRole("button", { name: "Open the menu" }).tap();
    await page.getByRole("dialog").getByRole("link", { name }).tap();
    await expect(page).toHaveURL(`/datasets/${crawl.datasetId}`);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expectNoSpill(page);
  });

  await test.step("a picture opens as a page of its own and takes a decision", async () => {
    await page.getByRole("option").first().tap();
    const details = page.getByRole("dialog", { name: "Details" });
    await expect(details.getByRole("heading", { name: "Where it comes from" })).toBeAttached();
    await expectNoSpill(page);
    const saving = page.waitForResponse((answer) => answer.url().endsWith("/images/bulk"));
    await details.getByRole("radio", { name: "Reject" }).tap();
    await expect(details.getByRole("radio", { name: "Reject" })).toBeChecked();
    expect((await saving).status()).toBe(200);
    await details.getByRole("button", { name: "Next picture" }).tap();
    await expect(details).toContainText("2 of 8");
    await details.getByRole("button", { name: "Close the details" }).tap();
    await expect(details).toHaveCount(0);
  });

  await test.step("filters lie in a sheet", async () => {
    await page.getByRole("button", { name: "Filters" }).tap();
    await page.getByRole("button", { name: "Decision" }).tap();
    await page.getByRole("option", { name: /^Rejected/ }).tap();
    await page.keyboard.press("Escape");
    await expect(page.getByText("1 picture", { exact: true })).toBeVisible();
  });

  await test.step("an export is built and offered", async () => {
    await page.goto(`/datasets/${crawl.datasetId}/exports`);
    await page.getByRole("button", { name: "Build export" }).tap();
    await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole("link", { name: "Download" })).toBeInViewport();
    await expectNoSpill(page);
  });
});

async function expectNoSpill(page: Page): Promise<void> {
  const spill = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  await expect.poll(spill, "the page scrolls sideways").toBe(0);
}
