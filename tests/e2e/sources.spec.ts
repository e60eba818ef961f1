import { expect, type Locator, type Page } from "@playwright/test";
import type { SiteState } from "../helpers/e2e-site";
import { sceneOf } from "../helpers/site-pictures";
import { expectAccessible } from "./axe";
import { startCrawl, untilDone } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";

/** Owls on Openverse, more on Commons, and Bing that refuses: see tests/helpers/e2e-site.ts. */
const MISSING = 3;
/** What is usable at first: three and two on Openverse, two on Commons. */
const USABLE = 7;
const SUGGESTED = ["little owl", "tawny owl"];

// Thumbnails of a sample that may not be shown, and a source that refuses, are answered with an error on purpose.
test.use({ expectedComplaints: [/status of (?:404|502|503)/] });

test("a person chooses sources, sees what they bring, and retries exactly what was lost", async ({
  page,
  request,
}) => {
  const site = process.env.E2E_SITE ?? "";
  const result = page.getByRole("region", { name: "Result" });
  const retry = page.getByRole("button", {
    name: `Retry these ${MISSING}: Refused by the server`,
  });
  let before: SiteState = { requests: {}, missing: [] };

  await test.step("sources show their terms and health before anything is asked", async () => {
    await signUp(page);
    await page.goto("/crawls/new");
    await addKeyword(page, "owl");
    await page.getByRole("button", { name: "None of “Open collections”" }).click();
    await page.getByRole("checkbox", { name: "Openverse" }).check();
    await page.getByRole("checkbox", { name: "Wikimedia Commons" }).check();
    await expect(page.getByRole("checkbox", { name: "Openverse" })).toHaveAccessibleDescription(
      /Ready.*ML with credit/,
    );
    await page.getByRole("button", { name: "About Openverse" }).click();
    const about = page.getByRole("dialog", { name: "About Openverse" });
    await expect(about.getByRole("link", { name: /terms of Openverse/i })).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("web engines have to be asked for, and stock services say why not", async () => {
    const bing = page.getByRole("checkbox", { name: "Bing Images" });
    await expect(bing).toBeHidden();
    await page.getByText("Web search engines", { exact: true }).click();
    await expect(page.getByText(/you have to clear the rights yourself/)).toBeVisible();
    await page.getByRole("button", { name: /^I clear the rights myself/ }).click();
    await bing.check();
    await page.getByText("Not for datasets", { exact: true }).click();
    await expect(page.getByText(/^Unsplash\..*rule out data mining/)).toBeVisible();
    await expect(page.getByRole("checkbox", { name: "Unsplash" })).toHaveCount(0);
  });

  await test.step("samples come from every source that answers", async () => {
    const samples = page.getByRole("region", { name: "Is this what you mean?" });
    await samples.getByRole("button", { name: "Show samples" }).click();
    for (const source of ["Openverse", "Wikimedia Commons"])
      await expectPictures(samples.getByRole("listitem").filter({ hasText: source }).first());
    await expect(samples.getByRole("listitem").filter({ hasText: "Bing Images" })).toContainText(
      "refuses this network",
    );
  });

  await test.step("two related words are accepted as keywords of the same label", async () => {
    await page.getByRole("button", { name: "Suggest more" }).click();
    for (const word of SUGGESTED)
      await page.getByRole("button", { name: `Add ${word}`, exact: true }).click();
    await expect(page.getByText("3 keywords · 3 sources", { exact: false })).toBeVisible();
  });

  await test.step("the crawl says honestly what it came to, and why", async () => {
    await page.getByLabel("Target", { exact: true }).fill("40");
    await page.getByRole("button", { name: "Start crawl" }).click();
    await expect(page).toHaveURL(/\/datasets\/[\w-]+\/crawls\/[\w-]+$/);
    await expect(result).toContainText(`Short of the target: ${USABLE} pictures of 40`, {
      timeout: 120_000,
    });
    const help = result.getByRole("region", { name: "What would help" });
    await expect(help.getByRole("listitem").filter({ hasText: "Bing Images" })).toContainText(
      "Run the failed searches again",
    );
    await expect(help.getByRole("link", { name: "Search there too" })).toBeVisible();
    const lanes = page.getByRole("region", { name: "Searches" });
    await expect(lanes.getByRole("row")).toHaveCount(1 + 3 * 3);
    const bing = lanes.getByRole("row").filter({ hasText: "Bing Images" });
    await expect(bing.filter({ hasText: "Failed" })).toHaveCount(3);
    await expect(bing.first()).toContainText("refuses this network");
    await expect(lanes).toContainText("Kinds of it, from “owl”");
    const lost = page.getByRole("region", { name: "What was lost" }).getByRole("listitem");
    await expect(lost.filter({ hasText: "Refused by the server" })).toContainText(
      `“owl” on Openverse ${MISSING}`,
    );
    await expect(
      lost.filter({ hasText: "Opted out of AI use" }).getByRole("button", { name: /^Retry/ }),
    ).toHaveCount(0);
  });

  await test.step("the report is accessible, and says the same as Markdown", async () => {
    await expectAccessible(page, "the report of a short crawl");
    const id = page.url().split("/").at(-1);
    const report = await (await page.request.get(`/api/v1/jobs/${id}/report`)).text();
    expect(report).toContain("## What would help");
    expect(report).toMatch(/\| bing \| 0 \| 0 \|.*refuses this network/);
  });

  await test.step("a retry by cause runs exactly those that were lost to it", async () => {
    before = await (await request.get(site)).json();
    expect(before.missing).toHaveLength(MISSING);
    await request.post(site);
    await retry.click();
    await expect(page.getByText(`Running ${MISSING} again`, { exact: true })).toBeVisible();
    await request.delete(site);
    await expect(result).toContainText(`${USABLE + MISSING} pictures of 40`, { timeout: 120_000 });
    await expect(retry).toHaveCount(0);
    const after: SiteState = await (await request.get(site)).json();
    const asked = Object.entries(after.requests)
      .filter(([path, count]) => count !== before.requests[path])
      .map(([path]) => path);
    expect(asked.sort()).toEqual([...before.missing].sort());
  });

  await test.step("a new crawl begins with what this one asked for", async () => {
    await result.getByRole("link", { name: "New crawl from this one" }).click();
    await expect(page).toHaveURL(/\/crawls\/new\?from=/);
    for (const keyword of ["owl", ...SUGGESTED])
      await expect(page.getByRole("button", { name: `Remove ${keyword}` })).toBeVisible();
    await expect(page.getByLabel("Target", { exact: true })).toHaveValue("40");
  });
});

test("a crawl is repeated, paused and stopped from its page", async ({ page }) => {
  await signUp(page);
  const crawl = await startCrawl(page, { name: "Circles", keywords: ["red circle"], maxImages: 5 });
  await untilDone(page, crawl);
  await page.goto(`/datasets/${crawl.datasetId}/crawls/${crawl.id}`);
  await page.getByRole("button", { name: "Repeat this crawl" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Until it has so many pictures").fill("500");
  await dialog.getByRole("button", { name: "Repeat it" }).click();
  const line = page.getByText(/^Repeats daily at \d\d:\d\d .* until it has 500 pictures/);
  await expect(line).toContainText("5 so far");
  await expect(line).toContainText("next run");
  await page.getByRole("button", { name: /^Pause repeating/ }).click();
  await expect(page.getByText(/^Paused: would repeat daily/)).toBeVisible();
  await page.goto(`/datasets/${crawl.datasetId}/crawls`);
  await expectAccessible(page, "a list of schedules");
  await page.getByRole("button", { name: /^Stop repeating/ }).click();
  await page.getByRole("button", { name: "Stop repeating", exact: true }).click();
  await expect(page.getByRole("region", { name: /^Repeating/ })).toHaveCount(0);
});

test("a key is given, replaced and removed, and never shown again", async ({ page }) => {
  await signUp(page);
  await page.goto("/settings/sources");
  const flickr = page.getByRole("listitem").filter({ hasText: "Flickr" });
  for (const [button, secret] of [
    ["Give a key", "first-secret-key-1111"],
    ["Replace", "other-secret-key-2222"],
  ] as const) {
    await flickr.getByRole("button", { name: new RegExp(`^${button}`) }).click();
    await page.getByRole("dialog").getByRole("textbox").fill(secret);
    await page.getByRole("button", { name: "Keep the key" }).click();
    await expect(flickr).toContainText(`Yours, ends in …${secret.slice(-4)}`);
    expect(await page.content()).not.toContain(secret);
  }
  await expectAccessible(page, "a source with a key of one's own");
  await flickr.getByRole("button", { name: /^Remove/ }).click();
  await page.getByRole("button", { name: "Remove the key" }).click();
  await expect(flickr).toContainText("No key");
});

test("opt-outs are set aside only with a reason and the project's name", async ({ page }) => {
  await signUp(page);
  const crawl = await startCrawl(page, { name: "Squares", keywords: ["square"], maxImages: 5 });
  await untilDone(page, crawl);
  const dataset = await page.request.get(`/api/v1/datasets/${crawl.datasetId}`);
  const { projectId, projectName } = await dataset.json();
  await page.goto(`/projects/${projectId}`);
  await page.getByRole("button", { name: /^Collect against opt-outs/ }).click();
  const dialog = page.getByRole("dialog");
  const confirm = dialog.getByRole("button", { name: "Collect against opt-outs" });
  await dialog.getByLabel("Reason").fill("too short");
  await dialog.getByLabel(/^Type/).fill(projectName);
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel("Reason").fill("The publishers agreed in writing.");
  await confirm.click();
  await expect(page.getByText("Opt-outs are not respected")).toBeVisible();
  await page.goto(`/datasets/${crawl.datasetId}`);
  const banner = page.getByText(/do not respect robots\.txt and AI opt-outs/);
  await expect(banner).toBeVisible();
  await expectAccessible(page, "a dataset that collects against opt-outs");
  await page.goto(`/projects/${projectId}`);
  await page.getByRole("button", { name: "Respect them again" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Respect them again" }).click();
  await expect(page.getByText("Opt-outs are respected")).toBeVisible();
  await page.goto(`/datasets/${crawl.datasetId}`);
  await expect(banner).toHaveCount(0);
});

test("files are brought into a dataset from its own page", async ({ page }) => {
  await signUp(page);
  const crawl = await startCrawl(page, { name: "Skies", keywords: ["sunset"], maxImages: 5 });
  await untilDone(page, crawl);
  await page.goto(`/datasets/${crawl.datasetId}`);
  await page.getByRole("button", { name: "Import" }).click();
  const dialog = page.getByRole("dialog");
  await dialog
    .getByLabel("Files to bring along")
    .first()
    .setInputFiles({
      name: "mine.jpg",
      mimeType: "image/jpeg",
      buffer: await sceneOf(40),
    });
  await dialog.getByLabel("Label").fill("my own");
  await dialog.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page).toHaveURL(/\/crawls\/[\w-]+$/);
  await expect(page.getByText("Done", { exact: true })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole("region", { name: "Result" })).toContainText("1 picture of 1");
});

async function addKeyword(page: Page, keyword: string): Promise<void> {
  const field = page.getByLabel("Keywords", { exact: true });
  await field.fill(keyword);
  await field.press("Enter");
}

/** At least one picture in it, and it has been decoded. */
async function expectPictures(row: Locator): Promise<void> {
  const width = () =>
    row
      .locator("img")
      .first()
      .evaluate((image) => (image as HTMLImageElement).naturalWidth);
  await expect.poll(width, { timeout: 30_000 }).toBeGreaterThan(0);
}

test("the keyboard keeps its place when what was pressed goes away", async ({ page }) => {
  await signUp(page);
  await page.goto("/crawls/new");
  for (const keyword of ["owl", "fox"]) await addKeyword(page, keyword);
  await page.getByRole("button", { name: "Suggest more" }).press("Enter");
  await page.getByRole("button", { name: "Close the suggestions" }).press("Enter");
  await expect(page.getByRole("button", { name: "Suggest more" })).toBeFocused();
  await page.getByRole("button", { name: "Remove fox" }).press("Enter");
  await expect(page.getByRole("textbox", { name: "Keywords" })).toBeFocused();
});

test("a crawl that is cancelled counts what it had in hand, and its heading takes the focus", async ({
  page,
}) => {
  await signUp(page);
  const keywords = ["red circle", "blue square", "mountain", "cat", "forest", "sunset"];
  const crawl = await startCrawl(page, { name: "Many", keywords, maxImages: 5000 });
  await page.goto(`/datasets/${crawl.datasetId}/crawls/${crawl.id}`);
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  await page.getByRole("button", { name: "Resume" }).press("Enter");
  await expect(page.getByRole("button", { name: "Pause" })).toBeFocused();
  await page.getByRole("button", { name: "Cancel" }).press("Enter");
  await page.getByRole("button", { name: "Cancel the crawl" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Many", level: 2 })).toBeFocused();
  const result = page.getByRole("region", { name: "Result" });
  const accepted = async () => {
    const job = await (await page.request.get(`/api/v1/jobs/${crawl.id}`)).json();
    return job.outcomes.accepted ?? 0;
  };
  await expect(async () => {
    await expect(result).toContainText(`Cancelled at ${await accepted()} picture`, {
      timeout: 500,
    });
  }).toPass({ timeout: 60_000 });
});
