import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { rechooseKeepers } from "@/jobs/duplicates/rechoose-keepers";
import { writeGroupsOf } from "@/jobs/duplicates/write-groups";
import { db } from "@/lib/db/client";
import { listFingerprints, readNewestSeq } from "@/lib/db/group-members";
import { images, notDuplicates } from "@/lib/db/schema/images";
import { beginBatch } from "@/lib/db/validation-batches";
import { findPairs } from "@/lib/pipeline/dedupe/pairs";
import { dedupeDataset, listDuplicateGroups } from "@/lib/services/duplicates";
import { deleteImage, updateImage } from "@/lib/services/images";
import { resolveDuplicates } from "@/lib/services/resolve-duplicates";
import { getValidationBatch } from "@/lib/services/validation";
import { storage } from "@/lib/storage";
import { close, newDataset, newPerson, open, type Person } from "../crawl/crawling";
import { validate } from "../validation/validating";
import {
  arrive,
  type Bringing,
  type Brought,
  bringing,
  differing,
  groupsOf,
  lookOf,
  named,
  regroup,
  runRegrouping,
  stateOf,
} from "./arriving";

const NO_ID = "00000000-0000-0000-0000-000000000000";

let person: Person;
let datasetId: string;
let crawl: Bringing;
beforeAll(() => open(false));
afterAll(() => close());
beforeEach(async () => {
  person = await newPerson();
  datasetId = await newDataset(person);
  crawl = await bringing(person, datasetId);
});

/** Twenty families of one to four copies, some of them far enough apart to be told only by their blocks. */
const FAMILIES: Brought[] = Array.from({ length: 20 }, (_, family) => {
  const look = lookOf(`family ${family}`);
  return Array.from({ length: (family % 4) + 1 }, (_, copy) => ({
    name: `${family}-${copy}`,
    look: differing(look, copy * 30, copy * 13),
    side: 100 + ((family * 7 + copy * 13) % 5) * 60,
  }));
}).flat();
const shuffled = (list: readonly Brought[]) =>
  list.toSorted((a, b) => lookOf(a.name).blockHash.localeCompare(lookOf(b.name).blockHash));

const open20 = () => listDuplicateGroups(person, { datasetId, status: "open", limit: 20 });
async function settle(keep: readonly string[], notDuplicates?: true) {
  const [group] = (await open20()).items;
  const kept = await Promise.all(keep.map((name) => named(datasetId, name)));
  return resolveDuplicates(person, {
    datasetId,
    duplicateGroupId: group?.id ?? "",
    keep: kept.map(({ id }) => id),
    ...(notDuplicates && { notDuplicates }),
  });
}

test("regrouping finds what arriving found, and run again changes nothing", async () => {
  await arrive(crawl, ...shuffled(FAMILIES));
  const before = await groupsOf(datasetId);
  const batch = await regroup(person, datasetId);
  expect(await groupsOf(datasetId)).toEqual(before);
  expect(batch).toMatchObject({ kind: "dedupe", status: "completed", progress: 100 });
  expect(batch.result).toMatchObject({ groups: 15, duplicates: 30, hidden: 0, shown: 0 });
  const state = await stateOf(datasetId);
  const again = await regroup(person, datasetId);
  expect(await stateOf(datasetId)).toEqual(state);
  expect(again.result).toEqual(batch.result);
});

test("groups that are wrong are put right, and pictures that belong to none are shown again", async () => {
  await arrive(crawl, ...FAMILIES);
  const right = await groupsOf(datasetId);
  const { id: keeperId } = await named(datasetId, "0-0");
  // All in one group behind a stranger, as if everything that was known were wrong.
  await db()
    .update(images)
    .set({ isDuplicate: true, duplicateOf: keeperId, duplicateDistance: 1 })
    .where(eq(images.datasetId, datasetId));
  const { result } = await regroup(person, datasetId);
  expect(await groupsOf(datasetId)).toEqual(right);
  expect(result).toMatchObject({ groups: 15, duplicates: 30, hidden: 0, shown: 20 });
});

test("a smaller radius takes groups apart, and the usual one brings them back", async () => {
  const look = lookOf("pair");
  await arrive(crawl, { name: "a", look, side: 300 }, { name: "b", look: differing(look, 0, 40) });
  expect((await regroup(person, datasetId, 39)).result).toMatchObject({ groups: 0, shown: 1 });
  expect(await groupsOf(datasetId)).toEqual([]);
  expect((await regroup(person, datasetId, 40)).result).toMatchObject({ groups: 1, hidden: 1 });
  await regroup(person, datasetId, 10);
  expect((await regroup(person, datasetId)).result).toMatchObject({ groups: 1, hidden: 1 });
  expect(await groupsOf(datasetId)).toEqual([["a", "b"]]);
});

describe("what a person said", () => {
  const look = lookOf("said");
  const pair: Brought[] = [
    { name: "large", look, side: 400 },
    { name: "small", look: differing(look, 0, 20) },
  ];

  test("pictures called different stay apart through regrouping, deletion and another crawl", async () => {
    await arrive(crawl, ...pair);
    expect(await settle(["large", "small"], true)).toMatchObject({ groups: 1, affected: 1 });
    await regroup(person, datasetId);
    expect(await named(datasetId, "small")).toMatchObject({ isDuplicate: false });
    const { id: imageId } = await named(datasetId, "small");
    await deleteImage(person, { imageId });
    await regroup(person, datasetId);
    const [, small] = pair;
    if (!small) throw new Error("There are two.");
    const again = await bringing(person, datasetId);
    expect(await arrive(again, small)).toMatchObject({ outcome: "accepted" });
    await regroup(person, datasetId);
    expect(await named(datasetId, "large")).toMatchObject({ isDuplicate: false });
    expect(await named(datasetId, "small")).toMatchObject({ isDuplicate: false });
  });

  test("a choice stays, and is asked about again only when a better copy comes", async () => {
    await arrive(crawl, ...pair);
    await settle(["small"]);
    await arrive(crawl, { name: "tiny", look: differing(look, 20, 20), side: 60 });
    await regroup(person, datasetId);
    expect((await open20()).items).toEqual([]);
    const { id } = await named(datasetId, "small");
    for (const name of ["large", "tiny"])
      expect(await named(datasetId, name)).toMatchObject({ isDuplicate: true, duplicateOf: id });

    const best = { name: "best", look: differing(look, 40, 20), side: 1200 };
    expect(await arrive(crawl, best)).toMatchObject({ outcome: "near-duplicate" });
    expect(await named(datasetId, "small")).toMatchObject({ isDuplicate: false });
    const { items, open: waiting, resolved } = await open20();
    expect([waiting, resolved, items[0]?.keeperId]).toEqual([1, 0, id]);
    expect(items[0]?.reasonText).toMatch(/A person chose this one.*1,200 × 900 against/);
    await regroup(person, datasetId);
    expect(await named(datasetId, "small")).toMatchObject({ isDuplicate: false });
  });

  test("an accepted picture is kept, and others stand behind it", async () => {
    await arrive(crawl, ...pair);
    const { id: imageId } = await named(datasetId, "small");
    await updateImage(person, { imageId, decision: "accepted" });
    await regroup(person, datasetId);
    expect(await groupsOf(datasetId)).toEqual([["small", "large"]]);
  });

  test("a hidden copy that was rejected takes nothing with it", async () => {
    await arrive(crawl, ...pair);
    const { id: imageId } = await named(datasetId, "small");
    await updateImage(person, { imageId, decision: "rejected" });
    await regroup(person, datasetId);
    expect(await groupsOf(datasetId)).toEqual([["large", "small"]]);
  });

  test("of those kept together each pair is remembered, by the bytes", async () => {
    await arrive(crawl, ...pair, { name: "other", look: differing(look, 20, 20), side: 90 });
    await settle(["large", "other"]);
    const rows = await db()
      .select()
      .from(notDuplicates)
      .where(eq(notDuplicates.datasetId, datasetId));
    const hashes = [await named(datasetId, "large"), await named(datasetId, "other")];
    expect(rows.map(({ sha256A, sha256B }) => [sha256A, sha256B])).toEqual([
      hashes.map(({ sha256 }) => sha256).sort(),
    ]);
  });
});

test("what comes and goes while the pictures are compared is reckoned with", async () => {
  await arrive(crawl, ...FAMILIES);
  const { id: batchId } = await dedupeDataset(person, { datasetId });
  const batch = await beginBatch(db(), batchId);
  if (!batch) throw new Error("The batch is not there.");
  const search = { projectRoot: process.cwd(), signal: new AbortController().signal };
  const prints = await listFingerprints(db(), datasetId, { after: NO_ID, limit: 100 });
  const snapshot = {
    prints: new Map(prints.map((print) => [print.id, print])),
    pairs: await findPairs(prints, search),
    seq: await readNewestSeq(db(), datasetId),
  };
  const { id: imageId } = await named(datasetId, "1-0");
  await deleteImage(person, { imageId });
  const [alone] = FAMILIES;
  const copy = { name: "copy", look: differing(alone?.look ?? lookOf(""), 0, 7), side: 90 };
  await arrive(crawl, copy, { name: "late", look: lookOf("late") });
  await writeGroupsOf(batch, snapshot, search);
  const state = await stateOf(datasetId);
  const groups = await groupsOf(datasetId);
  expect(groups).toContainEqual(["0-0", "copy"]);
  expect(groups.flat()).not.toContain("late");
  await regroup(person, datasetId);
  expect(await stateOf(datasetId)).toEqual(state);
});

test("a keeper that the checks come to hide gives way to a copy, and comes back when they let it pass", async () => {
  const look = lookOf("judged");
  await arrive(crawl, { name: "large", look, side: 400 });
  await arrive(crawl, { name: "small", look: differing(look, 0, 20) });
  const before = await stateOf(datasetId);
  const judge = async (hiddenBy: "bordered"[]) => {
    const isValid = hiddenBy.length === 0;
    const { id } = await named(datasetId, "large");
    await db().update(images).set({ hiddenBy, isValid }).where(eq(images.id, id));
    await rechooseKeepers(datasetId, new AbortController().signal);
  };
  await judge(["bordered"]);
  expect(await groupsOf(datasetId)).toEqual([["small", "large"]]);
  await judge([]);
  expect(await groupsOf(datasetId)).toEqual([["large", "small"]]);
  expect((await stateOf(datasetId)).groups).toEqual(before.groups);
});

test("a batch over some pictures lets a copy take the place of a keeper that it comes to hide", async () => {
  const look = lookOf("judged");
  const place = { person, ownerId: person.userId, datasetId };
  await arrive(crawl, { name: "large", look, side: 400 });
  await arrive(crawl, { name: "small", look: differing(look, 0, 20) });
  const { id, storageKey } = await named(datasetId, "large");
  await storage().delete(storageKey);
  await validate(place, { imageIds: [id], remeasure: true });
  expect(await named(datasetId, "large")).toMatchObject({ hiddenBy: ["truncated"] });
  expect(await groupsOf(datasetId)).toEqual([["small", "large"]]);
});

describe("a batch", () => {
  test("that has given way to a newer one writes nothing", async () => {
    await arrive(crawl, ...FAMILIES);
    const first = await dedupeDataset(person, { datasetId, radius: 0 });
    const second = await dedupeDataset(person, { datasetId });
    const before = await stateOf(datasetId);
    await runRegrouping(first.id);
    expect(await stateOf(datasetId)).toEqual(before);
    expect(await getValidationBatch(person, { batchId: first.id })).toMatchObject({
      status: "superseded",
    });
    await runRegrouping(second.id);
    expect(await getValidationBatch(person, { batchId: second.id })).toMatchObject({
      status: "completed",
    });
  });

  test("that is broken off leaves the groups as they were, and goes on when it runs again", async () => {
    await arrive(crawl, ...FAMILIES);
    const before = await stateOf(datasetId);
    const { id } = await dedupeDataset(person, { datasetId, radius: 0 });
    await expect(runRegrouping(id, AbortSignal.abort(), false)).rejects.toThrow();
    expect(await stateOf(datasetId)).toEqual(before);
    await runRegrouping(id);
    expect(await getValidationBatch(person, { batchId: id })).toMatchObject({
      status: "completed",
      result: { groups: 0, shown: 30 },
    });
  });
});
