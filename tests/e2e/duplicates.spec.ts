import { expect, type Page } from "@playwright/test";
import { bytesOf, type Kind } from "../helpers/site-pictures";
import { expectAccessible } from "./axe";
import { untilDone } from "./crawl";
import { test } from "./page-test";
import { signUp } from "./person";

/** A group for each drawing: the photo, and what else shows it. */
const GROUPS: readonly (readonly Kind[])[] = [
  ["photo", "resized"],
  ["photo", "mirrored"],
  ["photo", "resized", "recompressed"],
  ["photo", "cropped"],
  ["photo", "watermarked"],
];

interface Group {
  readonly id: string;
  readonly resolution: string | null;
  readonly keeperId: string;
  readonly distance: number;
  readonly members: readonly { readonly image: { readonly id: string; isDuplicate: boolean } }[];
}

test("near-duplicates are reviewed by keyboard, many at once, and every decision can be undone", async ({
  page,
}) => {
  await signUp(page);
  const datasetId = await importGroups(page);
  const groups = await groupsOf(page, datasetId);
  expect(groups).toHaveLength(GROUPS.length);
  const place = async (position: number, total = GROUPS.length) => {
    await expect(
      page.getByRole("heading", { name: `${position} of ${total} groups` }),
    ).toBeVisible();
    // Pictures are laid out by the script, which hears the keys from then on.
    await expect(page.getByRole("img", { name: /^(Suggested|Keeper): / })).toBeVisible();
  };
  /** Of the first, the second, …, in the order before any decision. */
  const now = async () => {
    const byId = new Map((await groupsOf(page, datasetId)).map((group) => [group.id, group]));
    return groups.map(({ id }) => byId.get(id));
  };
  const resolutions = async () => (await now()).map((group) => group?.resolution);
  const tabs = page.getByRole("navigation", { name: "Groups" });
  const accept = page.getByRole("toolbar").getByRole("button", { name: /^Keep (?!all|both)/ });

  await test.step("the most certain group comes first, with its suggestion", async () => {
    await page.goto(`/datasets/${datasetId}/duplicates`);
    await place(1);
    await expect(page).toHaveURL(new RegExp(`group=${groups[0]?.id}`));
    await expect(page.getByRole("button", { name: "Suggested", exact: true })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
    await expect(page.getByRole("img", { name: /^Copy 2/ })).toBeVisible();
    await expectAccessible(page, "a group of duplicates");
  });

  await test.step("Enter accepts the suggestion and goes on", async () => {
    await page.keyboard.press("Enter");
    await place(2);
    await expect.poll(resolutions).toEqual(["accepted", null, null, null, null]);
  });

  await test.step("an arrow chooses another one to keep", async () => {
    await page.keyboard.press("ArrowRight");
    await expect(accept).toHaveText(/Keep copy 2/);
    await page.keyboard.press("Enter");
    await place(3);
    await expect.poll(resolutions).toEqual(["accepted", "chosen", null, null, null]);
    const chosen = (await now())[1];
    expect(chosen?.keeperId).toBe(groups[1]?.members[1]?.image.id);
  });

  await test.step("k keeps all, z takes it back, and shift z does it again", async () => {
    const decided = ["accepted", "chosen", "kept-all", null, null];
    await page.keyboard.press("k");
    await place(4);
    await expect.poll(resolutions).toEqual(decided);
    const kept = (await now())[2];
    expect(kept?.members.filter(({ image }) => image.isDuplicate)).toEqual([]);
    await page.keyboard.press("z");
    await place(3);
    await expect.poll(resolutions).toEqual(["accepted", "chosen", null, null, null]);
    await page.keyboard.press("Shift+Z");
    await expect(page.getByText("All kept, not duplicates")).toBeVisible();
    await expect.poll(resolutions).toEqual(decided);
  });

  await test.step("what was decided is there after a reload, and the rest waits", async () => {
    await page.goto(`/datasets/${datasetId}/duplicates`);
    await place(1, 2);
    await expect(tabs).toContainText("To review2");
    await expect(tabs).toContainText("Decided3");
    await page.keyboard.press("PageDown");
    await place(2, 2);
    await expect(page).toHaveURL(new RegExp(`group=${groups[4]?.id}`));
    await page.reload();
    await place(2, 2);
    await page.keyboard.press("PageUp");
  });

  await test.step("the pictures are compared in one place, and by what differs", async () => {
    await place(1, 2);
    const choosers = page.getByRole("main").locator("button[aria-pressed]");
    await expect(choosers).toHaveCount(2);
    await page.keyboard.down("f");
    await expect(choosers).toHaveCount(1);
    await page.keyboard.up("f");
    await expect(choosers).toHaveCount(2);
    await page.keyboard.press("v");
    await expect(page.getByRole("slider", { name: /differences/ })).toBeVisible();
    await expectAccessible(page, "the difference of two pictures");
    await page.keyboard.press("v");
  });

  await test.step("accepting the group that is looked at leads to what still waits, with undo", async () => {
    const before = await resolutions();
    await page.getByRole("button", { name: "Accept many" }).click();
    const dialog = page.getByRole("dialog", { name: "Accept many" });
    const slider = dialog.getByRole("slider");
    await slider.press("Home");
    for (let bits = 0; bits < (groups[3]?.distance ?? 0); bits += 1)
      await slider.press("ArrowRight");
    await expect(dialog.getByRole("status")).toHaveText("1 of 2 waiting groups");
    await dialog.getByRole("button", { name: "Accept 1 group" }).click();
    await place(1, 1);
    // The count in the dataset's tab comes with the page's other new parts.
    const views = page.getByRole("navigation", { name: "Dataset" });
    await expect(views).toContainText("Duplicates1");
    await expect(tabs.locator("[aria-current=page]")).toHaveText("To review1");
    await page.keyboard.press("z");
    await place(1, 2);
    expect(await resolutions()).toEqual(before);
  });

  await test.step("many are accepted up to a distance, counted first and undone after", async () => {
    await page.getByRole("button", { name: "Accept many" }).click();
    const dialog = page.getByRole("dialog", { name: "Accept many" });
    await dialog.getByRole("slider").focus();
    await page.keyboard.press("End");
    await expect(dialog.getByRole("status")).toHaveText("2 of 2 waiting groups");
    await expectAccessible(page, "accepting many");
    await dialog.getByRole("button", { name: "Accept 2 groups" }).click();
    await expect(page.getByText("No duplicates wait for you")).toBeVisible();
    expect(await resolutions()).not.toContain(null);
    await expectAccessible(page, "no duplicates");
    await page.keyboard.press("z");
    await place(1, 2);
    await expect(tabs).toContainText("To review2");
  });

  await test.step("a group that was decided on can be decided on anew", async () => {
    await tabs.getByRole("link", { name: "Decided" }).click();
    await place(1, 3);
    const [first] = (await groupsOf(page, datasetId)).filter(({ resolution }) => resolution);
    await page.keyboard.press("k");
    await expect
      .poll(async () => (await groupsOf(page, datasetId)).find(({ id }) => id === first?.id))
      .toMatchObject({ resolution: "kept-all" });
  });
});

/** Brings the pictures in as files; answers the dataset they are in. */
async function importGroups(page: Page): Promise<string> {
  const headers = { origin: new URL(page.url()).origin };
  const created = await page.request.post("/api/v1/datasets", {
    headers,
    data: { name: "Twins" },
  });
  const { id: datasetId } = (await created.json()) as { id: string };
  const multipart = new FormData();
  multipart.append("label", "scene");
  for (const [scene, kinds] of GROUPS.entries())
    for (const kind of kinds) {
      const bytes = new Uint8Array(await bytesOf(kind, scene));
      multipart.append("file", new File([bytes], `${scene}-${kind}.jpg`, { type: "image/jpeg" }));
    }
  const started = await page.request.post(`/api/v1/datasets/${datasetId}/imports`, {
    headers,
    multipart,
  });
  expect(started.status(), await started.text()).toBe(202);
  await untilDone(page, await started.json());
  return datasetId;
}

/** All groups, the most certain first. */
async function groupsOf(page: Page, datasetId: string): Promise<Group[]> {
  const response = await page.request.get(`/api/v1/datasets/${datasetId}/duplicates?status=all`);
  return ((await response.json()) as { items: Group[] }).items;
}
