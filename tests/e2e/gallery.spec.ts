import { expect, type Page } from "@playwright/test";
import type { ImageTile } from "@/lib/domain/curation";
import type { DatasetLabel } from "@/lib/domain/label";
import { expectAccessible } from "./axe";
import { startCrawl, untilDone } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";

const KEYWORDS = ["sunset", "forest", "mountain"];
const COUNT = 48;

test("a dataset is curated by keys, ranges, rectangles and filters", async ({ page }) => {
  await signUp(page);
  const crawl = await startCrawl(page, { name: "Skies", keywords: KEYWORDS, maxImages: COUNT });
  await untilDone(page, crawl);
  const { datasetId } = crawl;
  const path = `/datasets/${datasetId}`;
  const options = page.getByRole("option");
  const list = page.getByRole("listbox", { name: "Pictures" });
  const bar = page.getByRole("toolbar", { name: "Selected pictures" });
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const tiles = () => tilesOf(page, datasetId);
  const decisions = async () => (await tiles()).map(({ decision }) => decision[0]).join("");

  await test.step("arrows move, letters decide and go on, and the next undecided is a key away", async () => {
    await page.goto(path);
    await expect(page.getByText(`${COUNT} pictures`, { exact: true })).toBeVisible();
    await options.first().click();
    await expectActive(page, 0);
    await press("a");
    await expect(options.first()).toHaveAccessibleName(/accepted/);
    await expectActive(page, 1);
    await press("x");
    await expect(options.nth(1)).toHaveAccessibleName(/rejected/);
    await press("ArrowRight", "x", "Home");
    await expectActive(page, 0);
    await press("n");
    await expectActive(page, 2);
    await press("End");
    await expectActive(page, COUNT - 1);
    await expect.poll(decisions).toBe(`arur${"u".repeat(COUNT - 4)}`);
  });

  await test.step("a button keeps Enter and Space, and leaves the arrows and Escape to the pictures", async () => {
    // The list stands at its end, and what is in sight comes after the key.
    const top = list.locator("[data-place='0']");
    await press("Home");
    await top.click();
    await page.getByRole("button", { name: "Crop the thumbnails to squares" }).click();
    await press("ArrowRight");
    await expectActive(page, 1);
    await page.getByRole("button", { name: "Crop the thumbnails to squares" }).click();
    await top.click();
    await bar.getByRole("button", { name: "Split" }).focus();
    await press("Escape");
    await expect(bar).toHaveCount(0);
    await press("Home", "f", "ArrowRight");
    await expect(page.getByRole("dialog")).toContainText(`2 of ${COUNT} pictures`);
    await page.getByRole("dialog").getByRole("button", { name: "Previous picture" }).click();
    await expect(page.getByRole("dialog")).toContainText(`1 of ${COUNT} pictures`);
    await press("Escape", "End");
    await expectActive(page, COUNT - 1);
  });

  await test.step("undo and redo go step by step and lead to the picture", async () => {
    await press("z");
    await expectActive(page, 3);
    await expect(options.nth(3)).toHaveAccessibleName(/undecided/);
    await press("z");
    await expect.poll(decisions).toBe(`a${"u".repeat(COUNT - 1)}`);
    await press("Shift+Z");
    await expect(options.nth(1)).toHaveAccessibleName(/rejected/);
    await expect.poll(decisions).toBe(`ar${"u".repeat(COUNT - 2)}`);
  });

  await test.step("a label's key gives it and takes it away, and undo knows", async () => {
    const label = await giveKey(page, datasetId, 7);
    const [first] = await tiles();
    const labelsOfFirst = async () => (await tiles())[0]?.labels;
    await page.reload();
    await expect(options.first()).toBeVisible();
    const saved = await comingUp(page, "Saved");
    await press("Home", "7");
    await expect(options.first()).toHaveAccessibleName(
      new RegExp(`${first?.label}, ${label.name}`),
    );
    await expect.poll(labelsOfFirst).toEqual([first?.label, label.name]);
    await press("z");
    await expect.poll(labelsOfFirst).toEqual([first?.label]);
    await press("Shift+Digit7");
    await expect.poll(labelsOfFirst).toEqual([label.name]);
    await press("z");
    await expect.poll(labelsOfFirst).toEqual([first?.label]);
    await saved.evaluate(({ seen }) => seen);
  });

  await test.step("a split set in the panel is taken back and set again by the same keys", async () => {
    await press("Home", "i");
    const panel = page.getByRole("complementary", { name: "Details" });
    const split = panel.getByRole("radiogroup", { name: "Split" });
    await split.getByRole("radio", { name: "Test" }).click();
    await expect(page.getByText("Set the split of 1 picture")).toBeVisible();
    await expect(split.getByRole("radio", { name: "Test" })).toBeChecked();
    await press("z");
    await expect(split.getByRole("radio", { name: "None" })).toBeChecked();
    await press("Shift+Z");
    await expect(split.getByRole("radio", { name: "Test" })).toBeChecked();
    await press("z");
    await expect(split.getByRole("radio", { name: "None" })).toBeChecked();
    await press("Escape");
    await expect(panel).toHaveCount(0);
    await expect(page).not.toHaveURL(/image=/);
  });

  await test.step("what was decided is there after a reload", async () => {
    await page.reload();
    await expect(options.first()).toHaveAccessibleName(/accepted/);
    await expect(options.nth(1)).toHaveAccessibleName(/rejected/);
  });

  await test.step("shift selects a range, and one key decides on all of it", async () => {
    await options.nth(2).click();
    await options.nth(6).click({ modifiers: ["Shift"] });
    await expect(list.getByRole("option", { selected: true })).toHaveCount(5);
    await press("Shift+ArrowRight");
    await expect(list.getByRole("option", { selected: true })).toHaveCount(6);
    await options.nth(3).click({ modifiers: ["ControlOrMeta"] });
    await expect(bar).toContainText("5 selected");
    await expectAccessible(page, "a selection in the gallery");
    await press("x");
    await expect(page.getByText("Rejected 5 pictures")).toBeVisible();
    await expect.poll(decisions).toBe(`arrurrrr${"u".repeat(COUNT - 8)}`);
    let answers = 0;
    page.on("response", (response) => {
      if (response.url().endsWith("/images/undo")) answers += 1;
    });
    await press("z");
    await expect.poll(decisions).toBe(`ar${"u".repeat(COUNT - 2)}`);
    await press("Shift+Z");
    await expect.poll(decisions).toBe(`arrurrrr${"u".repeat(COUNT - 8)}`);
    // Keys that come faster than answers wait for them.
    await press("z", "Shift+Z", "z");
    await expect.poll(() => answers).toBe(5);
    await expect.poll(decisions).toBe(`ar${"u".repeat(COUNT - 2)}`);
    await press("Escape");
    await expect(bar).toHaveCount(0);
  });

  await test.step("the mouse draws a rectangle over what it selects", async () => {
    const from = await options.first().boundingBox();
    const to = await options.nth(1).boundingBox();
    if (!from || !to) throw new Error("The tiles have no place.");
    await page.mouse.move(from.x + 20, from.y + 20);
    await page.mouse.down();
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 });
    await expect(list.getByRole("option", { selected: true })).toHaveCount(2);
    await page.mouse.up();
    await expect(bar).toContainText("2 selected");
    await bar.getByRole("button", { name: "Select nothing" }).click();
  });

  await test.step("everything a filter finds is counted, changed, and brought back", async () => {
    await page.getByRole("button", { name: "Decision" }).click();
    await page.getByRole("option", { name: /^Undecided/ }).click();
    await expect(page).toHaveURL(/decision=undecided/);
    const undecided = COUNT - 2;
    await expect(page.getByText(`${undecided} pictures`, { exact: true })).toBeVisible();
    await press("Control+a");
    await expect(bar).toContainText(`${undecided} selected`);
    await press("x");
    const dialog = page.getByRole("alertdialog", { name: `Reject ${undecided} pictures?` });
    await dialog.getByRole("button", { name: `Reject ${undecided} pictures` }).click();
    const told = page.getByRole("listitem").filter({ hasText: `Rejected ${undecided} pictures` });
    // It stays as long as somebody points at it.
    await told.hover();
    await expect(page.getByText("No picture matches these filters")).toBeVisible();
    expect(await decisions()).toBe(`a${"r".repeat(COUNT - 1)}`);
    await told.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText(`${undecided} pictures`, { exact: true })).toBeVisible();
    expect(await decisions()).toBe(`ar${"u".repeat(undecided)}`);
  });

  await test.step("deleted pictures come back by undo, and are not asked for meanwhile", async () => {
    // Of several alike the next best would take its place.
    const tile = list.locator("[role=option]:not([aria-label*=alike])").first();
    await tile.click();
    const id = (await tile.getAttribute("id"))?.replace("image-", "");
    await press("i");
    const panel = page.getByRole("complementary", { name: "Details" });
    await expect(panel.getByRole("heading", { name: "History" })).toBeVisible();
    await expect(panel.locator("[data-slot=skeleton]")).toHaveCount(0);
    await expect(panel.getByRole("img").first()).toHaveJSProperty("complete", true);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes(`/images/${id}`) && request.resourceType() === "fetch")
        asked.push(request.url());
    });
    await bar.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete 1 picture" }).click();
    await expect(page.getByText(`${COUNT - 3} pictures`, { exact: true })).toBeVisible();
    expect(asked).toEqual([]);
    await press("z");
    await expect(page.getByText(`${COUNT - 2} pictures`, { exact: true })).toBeVisible();
    await press("Escape");
    await expect(panel).toHaveCount(0);
    await expect(page).not.toHaveURL(/image=/);
  });

  await test.step("a view comes back from its address", async () => {
    await page.getByRole("button", { name: "Scores" }).click();
    const dark = page.getByRole("slider", { name: "Dark score" });
    await dark.first().press("ArrowRight");
    await expect(page).toHaveURL(/score=dark/);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Order:/ }).click();
    await page.getByRole("option", { name: "Blurry: worst first" }).click();
    await expect(page).toHaveURL(/sort=score/);
    const names = async () =>
      options.evaluateAll((all) =>
        all
          .map((each) => each.id)
          .slice(0, 10)
          .join(),
      );
    await expect(list).toHaveAttribute("aria-busy", "false");
    const before = await names();
    await page.reload();
    await expect(
      page.getByRole("button", { name: "Remove the filter Dark score from 0.05" }),
    ).toBeVisible();
    await expect(page.getByRole("button", { name: "Order: Blurry: worst first" })).toBeVisible();
    await expect.poll(names).toBe(before);
    await expectAccessible(page, "a filtered gallery");
    await page.getByRole("button", { name: "Clear all" }).click();
    await expect(page).not.toHaveURL(/score=/);
    await expect(page.getByText(`${COUNT} pictures`, { exact: true })).toBeVisible();
  });

  await test.step("Back leads to the filters before, and nothing stays selected", async () => {
    await press("Control+a");
    await expect(bar).toContainText(`${COUNT} selected`);
    await page.goBack();
    await expect(page).toHaveURL(/score=dark/);
    await expect(bar).toHaveCount(0);
    await page.goForward();
    await expect(page.getByText(`${COUNT} pictures`, { exact: true })).toBeVisible();
  });
});

/** Notes that a status comes to say something, however briefly. */
const comingUp = (page: Page, text: string) =>
  page.evaluateHandle(
    (wanted) => ({
      seen: new Promise<void>((resolve) => {
        new MutationObserver((_, observer) => {
          const said = [...document.querySelectorAll("[role=status]")];
          if (!said.some(({ textContent }) => textContent === wanted)) return;
          observer.disconnect();
          resolve();
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    }),
    text,
  );

/** The place that the keyboard is at. */
async function expectActive(page: Page, place: number): Promise<void> {
  const active = () =>
    page.evaluate(() => {
      const id = document.querySelector("[role=listbox]")?.getAttribute("aria-activedescendant");
      return Number(id && document.getElementById(id)?.getAttribute("data-place"));
    });
  await expect.poll(active).toBe(place);
}

async function tilesOf(page: Page, datasetId: string): Promise<ImageTile[]> {
  const answer = await page.request.get(
    `/api/v1/datasets/${datasetId}/images/tiles?limit=200&isHidden=false`,
  );
  return (await answer.json()).items;
}

/** Gives a key to the label that the newest picture does not carry. */
async function giveKey(page: Page, datasetId: string, shortcut: number): Promise<DatasetLabel> {
  const path = `/api/v1/datasets/${datasetId}/labels`;
  const labels: DatasetLabel[] = (await (await page.request.get(path)).json()).items;
  const [first] = await tilesOf(page, datasetId);
  const other = labels.find(({ name }) => name !== first?.label);
  const answer = await page.request.patch(`${path}/${other?.id}`, {
    headers: { origin: new URL(page.url()).origin },
    data: { shortcut },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return answer.json();
}
