import { expect, type Page } from "@playwright/test";
import type { DatasetLabel } from "@/lib/domain/label";
import { expectAccessible } from "./axe";
import { startCrawl, untilDone } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";

async function labelsOf(page: Page, datasetId: string) {
  const answer = await page.request.get(`/api/v1/datasets/${datasetId}/images?limit=200`);
  const { items } = (await answer.json()) as { items: { labels: string[] }[] };
  return new Set(items.flatMap(({ labels }) => labels));
}

/** How a label looks, as it is stored. */
async function looksOf(page: Page, datasetId: string, name: string) {
  const answer = await page.request.get(`/api/v1/datasets/${datasetId}/labels`);
  const { items } = (await answer.json()) as { items: DatasetLabel[] };
  return items.find((label) => label.name === name);
}

test("labels are renamed, get keys and are merged, and the pictures follow", async ({ page }) => {
  await signUp(page);
  const crawl = await startCrawl(page, {
    name: "Shapes",
    keywords: ["red circle", "sunset", "green hexagon"],
    maxImages: 12,
  });
  await untilDone(page, crawl);
  await page.goto(`/datasets/${crawl.datasetId}/settings`);
  const list = page.getByRole("list", { name: "Labels" });
  await expect(list.getByRole("listitem")).toHaveCount(3);

  await test.step("a renamed label is renamed on every picture", async () => {
    await page.getByRole("button", { name: "More for sunset" }).click();
    await page.getByRole("menuitem", { name: "Rename" }).click();
    const dialog = page.getByRole("dialog");
    await expectAccessible(page, "renaming a label");
    await dialog.getByLabel("Name").fill("evening");
    await dialog.getByRole("button", { name: "Rename" }).click();
    await expect(list.getByRole("link", { name: "evening" })).toBeVisible();
    await expect.poll(() => labelsOf(page, crawl.datasetId)).toContain("evening");
    expect(await labelsOf(page, crawl.datasetId)).not.toContain("sunset");
  });

  await test.step("its key and its colour are kept", async () => {
    await page.getByRole("combobox", { name: "Key of evening" }).click();
    await page.getByRole("option", { name: "7" }).click();
    await page.getByRole("button", { name: /^Colour of evening/ }).click();
    await page.getByRole("radio", { name: "pink" }).click();
    await page.getByRole("button", { name: "Done" }).click();
    await expect
      .poll(() => looksOf(page, crawl.datasetId, "evening"))
      .toMatchObject({ shortcut: 7, colour: "pink" });
    await page.reload();
    await expect(page.getByRole("combobox", { name: "Key of evening" })).toHaveText("7");
    await expect(page.getByRole("button", { name: "Colour of evening: pink" })).toBeVisible();
  });

  await test.step("merged labels leave one, and undoing brings them back", async () => {
    await page.getByRole("checkbox", { name: "Choose evening" }).click();
    await page.getByRole("checkbox", { name: "Choose red circle" }).click();
    await page.getByRole("button", { name: "Merge" }).click();
    await page.getByRole("combobox", { name: "The label that remains" }).click();
    await page.getByRole("option", { name: /^evening/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Merge" }).click();
    const told = page.getByRole("listitem").filter({ hasText: "Merged into" });
    // It stays as long as somebody points at it.
    await told.hover();
    await expect(list.getByRole("listitem")).toHaveCount(2);
    expect(await labelsOf(page, crawl.datasetId)).toEqual(new Set(["evening", "green hexagon"]));
    await told.getByRole("button", { name: "Undo" }).click();
    await expect(list.getByRole("listitem")).toHaveCount(3);
    expect(await labelsOf(page, crawl.datasetId)).toContain("red circle");
  });

  await test.step("what was done is in the activity", async () => {
    await page.goto("/activity");
    await expect(page.getByText("Changed a label in Shapes: sunset → evening")).toBeVisible();
    await expect(page.getByText(/^Merged labels in Shapes: red circle → evening/)).toBeVisible();
  });
});
