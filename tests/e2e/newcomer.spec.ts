import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { startCrawl } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";
import { readZip } from "./zip";

const KEYWORDS = ["red circle", "sunset", "forest"];
const FOLDERS = ["forest", "red-circle", "sunset"];
const TARGET = 30;

test("a newcomer gets from an account to a checked archive", async ({ page }) => {
  let rejectedId = "";
  let kept = 0;

  await test.step("the first page says what to do", async () => {
    await signUp(page);
    await expect(page.getByText("Make your first dataset")).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "New crawl" }).click();
    await expect(page).toHaveURL(/\/crawls\/new$/);
  });

  await test.step("a crawl is described and started", async () => {
    await expect(page.getByRole("checkbox", { name: /^Openverse/ })).toBeChecked();
    await page.getByRole("button", { name: "Try offline with sample pictures" }).click();
    await expect(page.getByRole("checkbox", { name: /^Sample pictures/ })).toBeChecked();
    await expect(page.getByRole("checkbox", { name: /^Openverse/ })).not.toBeChecked();
    const keywords = page.getByLabel("Keywords", { exact: true });
    for (const keyword of KEYWORDS) {
      await keywords.fill(keyword);
      await keywords.press("Enter");
    }
    await page.getByLabel("Target", { exact: true }).fill(String(TARGET));
    await recordAccepted(page);
    await page.getByRole("button", { name: "Start crawl" }).click();
    await expect(page).toHaveURL(/\/datasets\/[\w-]+\/crawls\/[\w-]+$/);
  });

  await test.step("its page follows it to the end without being reloaded", async () => {
    await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 120_000 });
    await expect(page.getByRole("region", { name: "Result" })).toContainText(
      `Target met: ${TARGET} pictures of ${TARGET}`,
    );
    const seen = await page.evaluate(() => window.acceptedCounts);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(TARGET);
    const sheet = page.getByRole("region", { name: "Accepted pictures" });
    await expect(sheet.getByRole("img")).toHaveCount(TARGET);
    await expectLoaded(page, "section[aria-label='Accepted pictures'] img");
  });

  await test.step("every URL says how it ended", async () => {
    const rows = page.getByRole("region", { name: "URLs found" }).locator("tbody tr");
    await page.getByRole("combobox", { name: "Outcome" }).click();
    await page.getByRole("option", { name: /^Accepted/ }).click();
    await expect(page).toHaveURL(/outcome=accepted/);
    await expect(rows).toHaveCount(TARGET);
    await expect(rows.filter({ hasText: "Accepted" })).toHaveCount(TARGET);
    const loss = page.getByRole("list", { name: /^Lost before/ }).getByRole("button");
    const outcome = (await loss.first().getByTitle(/./).textContent()) ?? "";
    await loss.first().click();
    await expect(rows.first()).toContainText(outcome);
    await expect(rows.filter({ hasNotText: outcome })).toHaveCount(0);
  });

  await test.step("the gallery shows a picture with its origin, licence and scores", async () => {
    await page.getByRole("link", { name: "Look at the pictures" }).click();
    await expect(page.getByText(`${TARGET} pictures`, { exact: true })).toBeVisible();
    await page.getByRole("option").first().click();
    await page.keyboard.press("i");
    const panel = page.getByRole("complementary", { name: "Details" });
    await expect(panel.getByRole("heading", { name: "Where it comes from" })).toBeVisible();
    await expect(panel).toContainText("CC0-1.0");
    await expect(panel).toContainText("http://sample.localhost/pictures/");
    await expect(panel).toContainText("Its edges are sharp at 64 pixels.");
    await expectLoaded(page, "aside img");
  });

  await test.step("decisions are a key away and outlive a reload", async () => {
    const panel = page.getByRole("complementary", { name: "Details" });
    const isOn = (name: string) => expect(panel.getByRole("radio", { name })).toBeChecked();
    const isAt = (place: number) => expect(panel).toContainText(`${place} of ${TARGET}`);
    // The address follows what is shown a moment later.
    const idInAddress = () => new URL(page.url()).searchParams.get("image") ?? "";
    await isAt(1);
    await expect.poll(idInAddress).not.toBe("");
    const acceptedId = idInAddress();
    // A decision leads on to the next picture.
    await page.keyboard.press("a");
    await isAt(2);
    await isOn("Undecided");
    await expect.poll(idInAddress).not.toBe(acceptedId);
    rejectedId = idInAddress();
    await page.keyboard.press("x");
    await isAt(3);
    await page.keyboard.press("a");
    await isAt(4);
    await page.keyboard.press("ArrowLeft");
    await isOn("Accept");
    await page.keyboard.press("z");
    await isOn("Undecided");
    await isAt(3);
    // The page shows a decision before it is saved, and says only for a moment that it is.
    const saving = page.getByRole("status").filter({ hasText: /Saving|Not saved/ });
    await expect(saving).toHaveCount(0);

    await page.goto(`${page.url().split("?")[0]}?image=${rejectedId}`);
    await isOn("Reject");
    await page.keyboard.press("ArrowLeft");
    await isOn("Accept");
  });

  await test.step("an export is built while one watches", async () => {
    await page.getByRole("navigation", { name: "Dataset" }).getByText("Exports").click();
    await page.getByRole("button", { name: "Build export" }).click();
    await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 120_000 });
    kept = TARGET - 1;
    await expect(page.getByRole("listitem").filter({ hasText: "Ready" })).toContainText(
      `${kept} images`,
    );
  });

  await test.step("the archive holds what was kept, and proves it", async () => {
    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    const archive = await readFile(await download.path());
    await expect(page.getByText(sha256(archive))).toBeVisible();

    const files = await readZip(archive);
    const pictures = [...files.keys()].filter((path) => path.includes("/"));
    expect(pictures).toHaveLength(kept);
    expect([...new Set(pictures.map((path) => path.split("/")[0]))].sort()).toEqual(FOLDERS);
    expect(pictures.filter((path) => path.includes(rejectedId))).toEqual([]);

    const rows = parse<{ file_name: string; sha256: string; licence: string }>(
      files.get("metadata.csv") ?? "",
      { columns: true },
    );
    expect(rows.map((row) => row.file_name).sort()).toEqual(pictures.sort());
    expect(new Set(rows.map((row) => row.licence))).toEqual(new Set(["CC0-1.0"]));
    for (const row of rows) expect(sha256(files.get(row.file_name))).toBe(row.sha256);

    const checksums = String(files.get("checksums.sha256")).trim().split("\n");
    expect(checksums).toHaveLength(files.size - 1);
    for (const line of checksums) {
      const [sum = "", path = ""] = line.split("  ");
      expect(sha256(files.get(path)), path).toBe(sum);
    }
  });
});

test("a crawl can be paused, resumed and cancelled from its page", async ({ page }) => {
  await signUp(page);
  const keywords = ["sailing boat", "blue square", "mountain", "cat"];
  const crawl = await startCrawl(page, { name: "A long crawl", keywords, maxImages: 1000 });
  await page.goto(`/datasets/${crawl.datasetId}/crawls/${crawl.id}`);
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused. Nothing is fetched until you resume.")).toBeVisible();
  await recordAccepted(page);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  const sheet = page.getByRole("region", { name: "Accepted pictures" });
  await expect(sheet.getByRole("img").first()).toBeVisible({ timeout: 120_000 });
  const countsSeen = () => page.evaluate(() => window.acceptedCounts.length);
  await expect.poll(countsSeen, "the page follows the crawl").toBeGreaterThan(1);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Cancel the crawl" }).click();
  await expect(page.getByRole("region", { name: "Result" })).toContainText("Cancelled at");
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
});

declare global {
  interface Window {
    /** The numbers of accepted pictures, each once, in the order in which the page showed them. */
    acceptedCounts: number[];
  }
}

/** Notes what the page of a crawl shows from now on; a reload would forget it. */
async function recordAccepted(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.acceptedCounts = [];
    new MutationObserver(() => {
      const heading = document.querySelector("section[aria-label='Accepted pictures'] h3");
      const [count] = heading?.textContent?.match(/\d+/) ?? [];
      if (count && window.acceptedCounts.at(-1) !== Number(count))
        window.acceptedCounts.push(Number(count));
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** A picture that could not be decoded has no width. */
async function expectLoaded(page: Page, selector: string): Promise<void> {
  const broken = () =>
    page
      .locator(selector)
      .evaluateAll((all) => all.filter((each) => !(each as HTMLImageElement).naturalWidth).length);
  await expect.poll(broken).toBe(0);
}

const sha256 = (bytes: Buffer | undefined): string =>
  createHash("sha256")
    .update(bytes ?? "")
    .digest("hex");
