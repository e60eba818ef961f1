import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/labels";
import { db } from "@/lib/db/client";
import { ensureLabels, readAliases } from "@/lib/db/labels";
import { MAX_LABELS_PER_DATASET } from "@/lib/domain/label";
import { updateImage } from "@/lib/services/images";
import * as labels from "@/lib/services/labels";
import { activityOf, addRows, bulk, newPlace, type Place, rowsOf, stateOf, undo } from "./curating";

let place: Place;
let at: { datasetId: string };
let ids: string[];
beforeEach(async () => {
  place = await newPlace();
  at = { datasetId: place.datasetId };
  ids = await addRows(place, [
    { labels: ["cat"] },
    { labels: ["kitten", "pet", "cat"] },
    { labels: ["pet", "kitten"], decision: "rejected" },
    { labels: ["dog"], isDuplicate: true },
    { labels: ["dog"] },
  ]);
  const own = { ownerId: place.me.userId, ...at };
  await ensureLabels(db(), own, ["cat", "kitten", "pet", "dog"]);
});

const list = async () => (await labels.listLabels(place.me, { ...at, limit: 200 })).items;
const named = async (name: string) => {
  const found = (await list()).find((label) => label.name === name);
  if (!found) throw new Error(`There is no label ${name}.`);
  return found;
};
const carried = async () => (await rowsOf(place)).map((row) => row.labels);
const create = (input: { name: string; shortcut?: number }) =>
  labels.createLabel(place.me, op.createLabel.input.parse({ ...at, ...input }));
const update = async (name: string, changes: { name?: string; shortcut?: number | null }) =>
  labels.updateLabel(place.me, { ...at, labelId: (await named(name)).id, ...changes });
const merge = async (from: string[], into: string) =>
  labels.mergeLabels(place.me, {
    ...at,
    from: await Promise.all(from.map(async (name) => (await named(name)).id)),
    into: (await named(into)).id,
  });
/** Names and former names: what a turn of undo has to bring back. */
const names = async () =>
  (await list()).map(({ name, aliases, shortcut }) => ({ name, aliases, shortcut }));

test("labels come by name, in pages, with the kept images that carry them", async () => {
  expect((await list()).map(({ name, imageCount }) => [name, imageCount])).toEqual([
    ["cat", 2],
    ["dog", 1],
    ["kitten", 1],
    ["pet", 1],
  ]);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await labels.listLabels(place.me, { ...at, limit: 3, cursor });
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(["cat", "dog", "kitten", "pet"]);
});

test("a new label has a colour, and takes its key from whichever had it", async () => {
  await create({ name: "bird", shortcut: 3 });
  expect(await named("bird")).toMatchObject({ shortcut: 3, imageCount: 0, aliases: [] });
  await create({ name: "fish", shortcut: 3 });
  expect(await named("bird")).toMatchObject({ shortcut: null });
  await update("dog", { shortcut: 3 });
  expect(await named("fish")).toMatchObject({ shortcut: null });
  expect(await named("dog")).toMatchObject({ shortcut: 3 });
  await update("dog", { shortcut: null });
  expect(await named("dog")).toMatchObject({ shortcut: null });
});

test("a name is there once", async () => {
  await expect(create({ name: "cat" })).rejects.toMatchObject({ code: "conflict" });
  await expect(update("dog", { name: "cat" })).rejects.toThrow(/merge/);
  expect(await carried()).toContainEqual(["dog"]);
});

test("a dataset has no more labels than its limit", async () => {
  const own = { ownerId: place.me.userId, ...at };
  const many = Array.from({ length: MAX_LABELS_PER_DATASET }, (_, n) => `label ${n}`);
  await ensureLabels(db(), own, many.slice(4));
  await expect(create({ name: "one more" })).rejects.toMatchObject({ code: "limit-exceeded" });
});

describe("renaming", () => {
  test("changes every image that carries it, in its place, and is remembered", async () => {
    const before = await stateOf(place);
    const renamed = await update("kitten", { name: "young cat" });
    expect(renamed).toMatchObject({ name: "young cat", aliases: ["kitten"], imageCount: 1 });
    const after = await stateOf(place);
    expect(await carried()).toEqual([
      ["cat"],
      ["young cat", "pet", "cat"],
      ["pet", "young cat"],
      ["dog"],
      ["dog"],
    ]);
    expect((await rowsOf(place))[1]?.label).toBe("young cat");
    expect(await readAliases(db(), at.datasetId)).toEqual(new Map([["kitten", "young cat"]]));
    const back = await undo(place, renamed.undoToken);
    expect(await stateOf(place)).toEqual(before);
    expect(await named("kitten")).toMatchObject({ id: renamed.id, aliases: [] });
    await undo(place, back.undoToken);
    expect(await stateOf(place)).toEqual(after);
    expect(await named("young cat")).toMatchObject({ id: renamed.id, aliases: ["kitten"] });
  });

  test("back to a former name forgets that it was one", async () => {
    await update("kitten", { name: "a" });
    await update("a", { name: "b" });
    expect((await update("b", { name: "a" })).aliases).toEqual(["kitten", "b"]);
  });

  test("of a label that no image carries can be taken back too", async () => {
    await create({ name: "bird" });
    const { undoToken } = await update("bird", { name: "fish" });
    expect(await undo(place, undoToken)).toMatchObject({ affected: 0 });
    expect(await named("bird")).toMatchObject({ aliases: [] });
  });

  test("is taken back for images only where the old name is another label by now", async () => {
    const { undoToken } = await update("kitten", { name: "young cat" });
    await create({ name: "kitten" });
    await undo(place, undoToken);
    expect(await carried()).toContainEqual(["kitten", "pet", "cat"]);
    expect((await list()).map(({ name }) => name)).toContain("young cat");
  });

  test("to the same name, or of a colour alone, is no change of images", async () => {
    expect(await update("cat", { name: "cat" })).toMatchObject({ undoToken: null });
    const { id } = await named("cat");
    const changed = await labels.updateLabel(place.me, { ...at, labelId: id, colour: "pink" });
    expect(changed).toMatchObject({ colour: "pink", undoToken: null });
  });
});

describe("merging", () => {
  test("leaves each image one of them, in the first place that any had", async () => {
    const before = [await stateOf(place), await names()];
    await update("kitten", { name: "young cat" });
    const merged = await merge(["young cat", "pet"], "cat");
    expect(merged.affected).toBe(2);
    expect(await carried()).toEqual([["cat"], ["cat"], ["cat"], ["dog"], ["dog"]]);
    expect((await list()).map(({ name }) => name)).toEqual(["cat", "dog"]);
    expect((await named("cat")).aliases.toSorted()).toEqual(["kitten", "pet", "young cat"]);
    await undo(place, merged.undoToken);
    const renaming = (await activityOf(place)).find(({ action }) => action === "label.updated");
    await undo(place, String(renaming?.details.changeId));
    expect([await stateOf(place), await names()]).toEqual(before);
  });

  test("taken back gives labels their keys again, unless another has them", async () => {
    await update("kitten", { shortcut: 1 });
    await update("pet", { shortcut: 2 });
    const { undoToken } = await merge(["kitten", "pet"], "cat");
    await update("dog", { shortcut: 2 });
    await undo(place, undoToken);
    expect((await names()).map(({ name, shortcut }) => [name, shortcut])).toEqual([
      ["cat", null],
      ["dog", 2],
      ["kitten", 1],
      ["pet", null],
    ]);
  });

  test("into itself is refused", async () => {
    await expect(merge(["cat", "dog"], "dog")).rejects.toMatchObject({ code: "validation-failed" });
  });
});

describe("deleting", () => {
  test("is refused while any image carries the label, hidden ones too, and says how many", async () => {
    const { id } = await named("dog");
    const deleted = () => labels.deleteLabel(place.me, { ...at, labelId: id });
    await expect(deleted()).rejects.toMatchObject({ code: "conflict", details: { count: 2 } });
    await bulk(place, { imageIds: ids.slice(3), action: "relabel", label: "cat" });
    await deleted();
    expect((await list()).map(({ name }) => name)).not.toContain("dog");
  });

  test("does not keep images from coming back with the label", async () => {
    const { undoToken } = await bulk(place, { filter: { label: "dog" }, action: "delete" });
    await labels.deleteLabel(place.me, { ...at, labelId: (await named("dog")).id });
    await undo(place, undoToken);
    expect(await carried()).toContainEqual(["dog"]);
    expect((await list()).map(({ name }) => name)).toContain("dog");
  });
});

test("a former name that is given to an image is a label of its own from then on", async () => {
  await merge(["kitten"], "cat");
  const [imageId = ""] = ids;
  await updateImage(place.me, { imageId, label: "kitten" });
  expect(await readAliases(db(), at.datasetId)).toEqual(new Map());
  expect(await named("kitten")).toMatchObject({ imageCount: 1 });
  await update("dog", { name: "hound" });
  await create({ name: "dog" });
  expect(await named("hound")).toMatchObject({ aliases: [] });
});

test("labels of other people and other datasets are not found", async () => {
  const stranger = await newPlace();
  const cat = await named("cat");
  const there = { datasetId: stranger.datasetId };
  const notFound = { code: "not-found" };
  const { me } = stranger;
  for (const where of [at, there]) {
    const one = { ...where, labelId: cat.id };
    await expect(labels.updateLabel(me, { ...one, name: "x" })).rejects.toMatchObject(notFound);
    await expect(labels.deleteLabel(me, one)).rejects.toMatchObject(notFound);
    const both = { ...where, from: [cat.id], into: (await named("dog")).id };
    await expect(labels.mergeLabels(me, both)).rejects.toMatchObject(notFound);
  }
  await expect(labels.listLabels(me, { ...at, limit: 50 })).rejects.toMatchObject(notFound);
  const creation = op.createLabel.input.parse({ ...at, name: "x" });
  await expect(labels.createLabel(me, creation)).rejects.toMatchObject(notFound);
  expect(await named("cat")).toEqual(cat);
});

test("everything that is done to labels is in the log", async () => {
  await create({ name: "bird" });
  await update("bird", { name: "fish" });
  await merge(["kitten"], "cat");
  await labels.deleteLabel(place.me, { ...at, labelId: (await named("fish")).id });
  expect(await activityOf(place)).toMatchObject([
    { action: "label.created", details: { name: "bird" } },
    { action: "label.updated", details: { from: "bird", name: "fish", count: 0 } },
    { action: "label.merged", details: { from: ["kitten"], into: "cat", count: 2 } },
    { action: "label.deleted", details: { name: "fish" } },
  ]);
});
