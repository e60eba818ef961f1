import { beforeEach, describe, expect, test } from "vitest";
import { bulkImages } from "@/lib/contract/curation";
import { db } from "@/lib/db/client";
import { changes, imageChanges } from "@/lib/db/schema/curation";
import type { BulkAction } from "@/lib/domain/curation";
import { MAX_LABELS_PER_DATASET } from "@/lib/domain/label";
import { listLabels } from "@/lib/services/labels";
import { keyOf, person, refusal, run, send } from "../../helpers/api";
import { estateOf } from "../../helpers/estate";
import { activityOf, addRows, bulk, newPlace, type Place, rowsOf, stateOf, undo } from "./curating";

let place: Place;
let ids: string[];
beforeEach(async () => {
  place = await newPlace();
  ids = await addRows(place, [
    { labels: ["cat"] },
    { labels: ["cat", "pet"], decision: "accepted", split: "test" },
    { labels: ["dog", "cat"], decision: "rejected" },
    { labels: ["dog"], isValid: false },
  ]);
});

const pick = async <K extends keyof Awaited<ReturnType<typeof rowsOf>>[number]>(column: K) =>
  (await rowsOf(place)).map((row) => row[column]);

describe("each action changes what it says and counts what it changed", () => {
  test("accept, reject and clear", async () => {
    expect(await bulk(place, { action: "accept" })).toMatchObject({ affected: 3 });
    expect(await pick("decision")).toEqual(Array(4).fill("accepted"));
    expect(await bulk(place, { action: "reject" })).toMatchObject({ affected: 4 });
    expect((await pick("decidedAt")).every((at) => at !== null)).toBe(true);
    expect(await bulk(place, { action: "clear" })).toMatchObject({ affected: 4 });
    expect(await pick("decision")).toEqual(Array(4).fill("undecided"));
    expect(await pick("decidedAt")).toEqual(Array(4).fill(null));
  });

  test("label adds one at the end", async () => {
    expect(await bulk(place, { action: "label", label: "pet" })).toMatchObject({ affected: 3 });
    expect(await pick("labels")).toEqual([
      ["cat", "pet"],
      ["cat", "pet"],
      ["dog", "cat", "pet"],
      ["dog", "pet"],
    ]);
    expect(await pick("label")).toEqual(["cat", "cat", "dog", "dog"]);
  });

  test("unlabel leaves every image at least one, and the next one is its first", async () => {
    expect(await bulk(place, { action: "unlabel", label: "cat" })).toMatchObject({ affected: 2 });
    expect(await pick("labels")).toEqual([["cat"], ["pet"], ["dog"], ["dog"]]);
    expect(await bulk(place, { action: "unlabel", label: "dog" })).toMatchObject({ affected: 0 });
    expect(await pick("label")).toEqual(["cat", "pet", "dog", "dog"]);
  });

  test("relabel puts another in the first place, without saying it twice", async () => {
    expect(await bulk(place, { action: "relabel", label: "cat" })).toMatchObject({ affected: 2 });
    expect(await pick("labels")).toEqual([["cat"], ["cat", "pet"], ["cat"], ["cat"]]);
  });

  test("split gives one and takes it", async () => {
    expect(await bulk(place, { action: "split", split: "test" })).toMatchObject({ affected: 3 });
    expect(await pick("split")).toEqual(Array(4).fill("test"));
    expect(await bulk(place, { action: "split", split: null })).toMatchObject({ affected: 4 });
    expect(await pick("split")).toEqual(Array(4).fill(null));
  });

  test("delete takes them out of the dataset", async () => {
    const filter = { label: "dog" };
    expect(await bulk(place, { filter, action: "delete" })).toMatchObject({ affected: 2 });
    expect((await rowsOf(place)).map(({ id }) => id)).toEqual(ids.slice(0, 2));
  });
});

test.each<{ action: BulkAction; label?: string; split?: "train" }>([
  { action: "accept" },
  { action: "label", label: "new" },
  { action: "split", split: "train" },
  { action: "delete" },
])("by ids is the same as by a filter that means them: $action", async (input) => {
  const other = await newPlace();
  const labels = [{ labels: ["cat"] }, { labels: ["cat", "pet"] }, { labels: ["dog"] }];
  const mine = await newPlace();
  const byId = await addRows(mine, labels);
  await addRows(other, labels);
  const one = await bulk(mine, { ...input, imageIds: byId.slice(0, 2) });
  const two = await bulk(other, { ...input, filter: { label: "cat" } });
  expect(one.affected).toBe(two.affected);
  const plain = async (where: Place) =>
    (await rowsOf(where)).map(({ labels, decision, split }) => ({ labels, decision, split }));
  expect(await plain(mine)).toEqual(await plain(other));
});

test("nothing happens where it is not as many images as were counted, and the answer says how many", async () => {
  const before = await stateOf(place);
  for (const action of ["accept", "delete"] as const)
    await expect(
      bulk(place, { filter: { label: "dog" }, action, expectedCount: 3 }),
    ).rejects.toMatchObject({ code: "conflict", details: { count: 2 } });
  await expect(
    bulk(place, { imageIds: [...ids, crypto.randomUUID()], action: "accept", expectedCount: 5 }),
  ).rejects.toMatchObject({ code: "conflict", details: { count: 4 } });
  expect(await stateOf(place)).toEqual(before);
  expect(await activityOf(place)).toEqual([]);
  const filter = { label: "dog" };
  expect(await bulk(place, { filter, action: "accept", expectedCount: 2 })).toMatchObject({
    affected: 2,
  });
});

test("what is so already is no change: no token, no history, no entry in the log", async () => {
  await bulk(place, { action: "accept" });
  const logged = await activityOf(place);
  expect(await bulk(place, { action: "accept" })).toEqual({ affected: 0, undoToken: null });
  expect(await activityOf(place)).toEqual(logged);
  const mine = await db().query.datasets.findMany({
    where: (datasets, { eq }) => eq(datasets.id, place.datasetId),
  });
  expect(mine).toHaveLength(1);
  const steps = (await db().select().from(changes)).filter(
    ({ datasetId }) => datasetId === place.datasetId,
  );
  expect(steps).toMatchObject([{ action: "accept", imageCount: 3, actor: "user" }]);
  const lines = (await db().select().from(imageChanges)).filter(
    ({ changeId }) => changeId === steps[0]?.id,
  );
  expect(lines).toHaveLength(3);
});

test("the log says what was done, to how many and how they were named", async () => {
  const { undoToken } = await bulk(place, { filter: { q: "nothing" }, action: "accept" });
  expect(undoToken).toBeNull();
  const filter = { label: "dog" };
  const changed = await bulk(place, { filter, action: "label", label: "animal" });
  const details = { filter, label: "animal", count: 2, changeId: changed.undoToken };
  expect(await activityOf(place)).toMatchObject([
    { action: "images.label", actor: "user", details },
  ]);
});

test("a label that is given for the first time is a label of the dataset, counted on kept images", async () => {
  await bulk(place, { action: "label", label: "animal" });
  const page = { datasetId: place.datasetId, limit: 50, cursor: undefined };
  expect((await listLabels(place.me, page)).items).toMatchObject([
    { name: "animal", imageCount: 2 },
  ]);
});

test("a dataset has no more labels than its limit", async () => {
  const names = Array.from({ length: MAX_LABELS_PER_DATASET }, (_, n) => `label ${n}`);
  const { ensureLabels } = await import("@/lib/db/labels");
  await ensureLabels(db(), { ownerId: place.me.userId, datasetId: place.datasetId }, names);
  await bulk(place, { action: "label", label: "label 7" });
  await expect(bulk(place, { action: "label", label: "one more" })).rejects.toMatchObject({
    code: "limit-exceeded",
  });
  expect(await pick("labels")).not.toContainEqual(["cat", "label 7", "one more"]);
});

test("changes at the same moment come one after another: taken back from the last, they lead to the start", async () => {
  const before = await stateOf(place);
  const changed = await Promise.all([
    bulk(place, { action: "accept" }),
    bulk(place, { action: "reject" }),
    bulk(place, { action: "clear" }),
    bulk(place, { filter: { label: "dog" }, action: "accept" }),
  ]);
  const tokens = changed.flatMap(({ undoToken }) => undoToken ?? []).toSorted();
  for (const token of tokens.reverse()) await undo(place, token);
  expect(await stateOf(place)).toEqual(before);
});

describe("over the API", () => {
  test("ids and a filter, neither, or an action without its label are refused", async () => {
    const me = await person();
    const { datasetId, imageId } = await estateOf(me.id);
    for (const wrong of [
      { action: "accept" },
      { action: "accept", imageIds: [imageId], filter: {} },
      { action: "accept", imageIds: [] },
      { action: "label", filter: {} },
      { action: "split", filter: {} },
      { action: "burn", filter: {} },
      { action: "accept", filter: { unknown: 1 } },
    ])
      expect(
        await refusal(send(bulkImages, { datasetId, ...wrong }, me)),
        JSON.stringify(wrong),
      ).toMatchObject({ status: 422 });
    const split = { datasetId, action: "split", filter: {}, split: null } as const;
    expect(await run(bulkImages, split, me)).toEqual({ affected: 0, undoToken: null });
  });

  test("other people's datasets are not found, and their images are not touched", async () => {
    const [me, other] = [await person(), await person()];
    const mine = await estateOf(me.id);
    const theirs = await estateOf(other.id);
    const accept = { action: "accept", imageIds: [theirs.imageId] };
    for (const datasetId of [theirs.datasetId, mine.datasetId])
      expect(await refusal(send(bulkImages, { datasetId, ...accept }, me))).toMatchObject({
        status: 404,
      });
    const both = { ...accept, imageIds: [mine.imageId, theirs.imageId] };
    const { datasetId } = mine;
    expect(await run(bulkImages, { datasetId, ...both, action: "reject" }, me)).toMatchObject({
      affected: 1,
    });
    const [untouched] = await db().query.images.findMany({
      where: (images, { eq }) => eq(images.id, theirs.imageId),
    });
    expect(untouched?.decision).toBe("undecided");
  });

  test("the history names the key that acted", async () => {
    const me = await person();
    const { datasetId } = await estateOf(me.id);
    const key = await keyOf(me.id);
    await run(bulkImages, { datasetId, action: "reject", filter: {} }, { key });
    const [step] = await db().query.activityLogs.findMany({
      where: (logs, { eq, and }) => and(eq(logs.ownerId, me.id), eq(logs.action, "images.reject")),
    });
    expect(step?.actor).toMatch(/^api-key:/);
  });
});
