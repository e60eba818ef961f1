import { and, eq, sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { rechooseKeepers } from "@/jobs/duplicates/rechoose-keepers";
import { db } from "@/lib/db/client";
import { insertImage } from "@/lib/db/dataset-hashes";
import { validationBatches } from "@/lib/db/schema/curation";
import { duplicateGroups, images, notDuplicates } from "@/lib/db/schema/images";
import { bulkImages } from "@/lib/services/curation";
import { undoImages } from "@/lib/services/curation-undo";
import { listDuplicateGroups } from "@/lib/services/duplicates";
import { resolveDuplicates } from "@/lib/services/resolve-duplicates";
import { storage } from "@/lib/storage";
import { imageRow } from "@/tests/helpers/image-row";
import { close, newDataset, newPerson, open, type Person, sha256Of } from "../crawl/crawling";
import {
  arrive,
  type Bringing,
  bringing,
  differing,
  groupsOf,
  lookOf,
  named,
  regroup,
  runRegrouping,
  stateOf,
} from "./arriving";

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

const remove = async (...names: string[]) => {
  const gone = await Promise.all(names.map((name) => named(datasetId, name)));
  const imageIds = gone.map(({ id }) => id);
  const { undoToken } = await bulkImages(person, { datasetId, imageIds, action: "delete" });
  return undoToken ?? "";
};
const undo = (undoToken: string) => undoImages(person, { datasetId, undoToken });
const list = () => listDuplicateGroups(person, { datasetId, status: "all", limit: 20 });
const resolve = async (keep: readonly string[]) => {
  const [group] = (await list()).items;
  const kept = await Promise.all(keep.map((name) => named(datasetId, name)));
  const ids = kept.map(({ id }) => id);
  return resolveDuplicates(person, { datasetId, duplicateGroupId: group?.id ?? "", keep: ids });
};
const look = lookOf("family");
const pair = [
  { name: "large", look, side: 400 },
  { name: "small", look: differing(look, 0, 30) },
];

test("the files of a deleted picture stay for it when it is found again and is not needed", async () => {
  await arrive(crawl, { name: "first", look: lookOf("first") });
  await arrive(crawl, { name: "second", look: lookOf("second") });
  const { storageKey, thumbnailKey } = await named(datasetId, "second");
  const token = await remove("second");
  const full = { ...crawl, job: { ...crawl.job, maxImages: 1 } };
  expect(await arrive(full, { name: "second", look: lookOf("second") })).toMatchObject({
    outcome: "limit-reached",
  });
  expect(await storage().head(storageKey)).not.toBeNull();
  expect(await storage().head(thumbnailKey)).not.toBeNull();
  await undo(token);
  expect(await named(datasetId, "second")).toMatchObject({ storageKey });
});

describe("a picture that is brought back to its group", () => {
  test("stands in it with what came meanwhile, as far as each is a copy of each", async () => {
    await arrive(crawl, ...pair);
    const token = await remove("large");
    const near = { name: "near", look: differing(look, 0, 60), side: 80 };
    const far = { name: "far", look: differing(look, 0, 90), side: 90 };
    await arrive(crawl, near, far);
    expect(await groupsOf(datasetId)).toEqual([["small", "far", "near"]]);
    await undo(token);
    expect(await groupsOf(datasetId)).toEqual([["large", "near", "small"]]);
    expect(await named(datasetId, "far")).toMatchObject({
      isDuplicate: false,
      duplicateGroupId: null,
      duplicateOf: null,
    });
    expect((await list()).items).toMatchObject([{ members: { length: 3 }, distance: 60 }]);
  });

  const batches = () =>
    db()
      .select({ id: validationBatches.id, options: validationBatches.options })
      .from(validationBatches)
      .where(and(eq(validationBatches.datasetId, datasetId), eq(validationBatches.kind, "dedupe")))
      .orderBy(validationBatches.id);

  test("looks again too where the copy waited for its turn while this was deleted", async () => {
    await arrive(crawl, { name: "large", look, side: 400 });
    const token = await db().transaction(async (tx) => {
      await tx.execute(sql`select 1`); // Its clock stands from here on.
      const undoToken = await remove("large");
      await insertImage(tx, imageRow({ ownerId: person.userId, datasetId }));
      return undoToken;
    });
    await undo(token);
    expect(await batches()).toHaveLength(1);
  });

  test("hides a copy that came alone meanwhile, once all are looked through again", async () => {
    await arrive(crawl, { name: "large", look, side: 400 });
    await undo(await remove("large"));
    expect(await batches()).toEqual([]);

    await regroup(person, datasetId, 50);
    const token = await remove("large");
    await arrive(crawl, { name: "small", look: differing(look, 0, 30) });
    await undo(token);
    const [searched, again, ...others] = await batches();
    expect(others).toEqual([]);
    expect(again?.options).toEqual(searched?.options);
    await runRegrouping(again?.id ?? "");
    expect(await groupsOf(datasetId)).toEqual([["large", "small"]]);
  });

  test("hides nothing that was called different from it meanwhile", async () => {
    await arrive(crawl, ...pair);
    const { sha256 } = await named(datasetId, "large");
    const token = await remove("large");
    await arrive(crawl, { name: "new", look: differing(look, 0, 50), side: 80 });
    const other = (await named(datasetId, "new")).sha256;
    const [sha256A = "", sha256B = ""] = [sha256, other].sort();
    const apart = { ownerId: person.userId, datasetId, sha256A, sha256B };
    await db().insert(notDuplicates).values(apart);
    await undo(token);
    expect(await groupsOf(datasetId)).toEqual([["large", "small"]]);
    expect(await named(datasetId, "new")).toMatchObject({ isDuplicate: false });
  });

  test("is shown beside the one that it was kept with", async () => {
    await arrive(crawl, ...pair);
    await resolve(["large", "small"]);
    const before = await stateOf(datasetId);
    await undo(await remove("small"));
    expect(await stateOf(datasetId)).toEqual(before);
    await undo(await remove("large"));
    expect((await stateOf(datasetId)).rows).toEqual(before.rows);
  });

  test("is kept again for the reason that it was kept for", async () => {
    await arrive(crawl, ...pair);
    await resolve(["small"]);
    const before = await stateOf(datasetId);
    expect(before.groups).toMatchObject([{ keeperReason: "chosen" }]);
    const token = await remove("small");
    expect((await list()).open).toBe(0);
    await undo(token);
    expect((await stateOf(datasetId)).groups).toEqual(before.groups);
    expect((await list()).items).toMatchObject([{ keeperReason: "chosen" }]);
  });

  test("never makes a group larger than one may be", async () => {
    await arrive(crawl, ...pair);
    const token = await remove("large");
    const { seq: _, ...row } = await named(datasetId, "small");
    const hidden = { ...row, isDuplicate: true, duplicateOf: row.id, duplicateDistance: 0 };
    const copyOf = (nth: number) => ({
      id: uuidv7(),
      sha256: sha256Of(Buffer.from(`copy ${nth}`)),
    });
    await db()
      .insert(images)
      .values(Array.from({ length: 99 }, (_copy, nth) => ({ ...hidden, ...copyOf(nth) })));
    await undo(token);
    expect((await list()).items.map(({ members }) => members.length)).toEqual([100]);
    expect(await named(datasetId, "large")).toMatchObject({ isDuplicate: false });
    expect(await named(datasetId, "small")).toMatchObject({ isDuplicate: true });
  });
});

test("a group that is taken apart while a picture of it is deleted is none to review", async () => {
  await arrive(crawl, ...pair, { name: "third", look: differing(look, 30, 30), side: 90 });
  const token = await remove("third");
  await regroup(person, datasetId, 10);
  expect(await list()).toMatchObject({ items: [], open: 0, resolved: 0 });
  const [group] = await db()
    .select()
    .from(duplicateGroups)
    .where(eq(duplicateGroups.datasetId, datasetId));
  expect(group).toMatchObject({ memberCount: 0, keeperId: null });
  await undo(token);
  expect(await named(datasetId, "third")).toMatchObject({ isDuplicate: false });
  await rechooseKeepers(datasetId, new AbortController().signal);
  await regroup(person, datasetId);
  expect(await groupsOf(datasetId)).toEqual([["large", "small", "third"]]);
});
