import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { purgeDeletedImages } from "@/jobs/maintenance/purge-deleted";
import { db, pool } from "@/lib/db/client";
import { listKeysInUse } from "@/lib/db/dataset-hashes";
import { changes } from "@/lib/db/schema/curation";
import { deletedImages, duplicateGroups, images } from "@/lib/db/schema/images";
import type { BulkAction } from "@/lib/domain/curation";
import { deleteImage, updateImage } from "@/lib/services/images";
import { close, open } from "../crawl/crawling";
import { activityOf, addRows, bulk, newPlace, type Place, rowsOf, stateOf, undo } from "./curating";

let place: Place;
let ids: string[];
beforeAll(() => open(false));
afterAll(() => close());
beforeEach(async () => {
  place = await newPlace();
  ids = await addRows(place, [
    { labels: ["cat"], quality: 0.123456 },
    { labels: ["cat", "pet"], decision: "accepted", split: "test", metadata: { a: ["ü", null] } },
    { labels: ["dog", "cat"], decision: "rejected", title: 'With "quotes" and \\', scoreDark: 0.1 },
    { labels: ["dog"], isValid: false, issues: ["dark"], hiddenBy: ["dark"] },
  ]);
});

describe("undoing leads back, redoing leads there again, for any number of turns", () => {
  test.each<{ action: BulkAction; label?: string; split?: "train" | null }>([
    { action: "accept" },
    { action: "reject" },
    { action: "clear" },
    { action: "label", label: "animal" },
    { action: "unlabel", label: "cat" },
    { action: "relabel", label: "cat" },
    { action: "split", split: "train" },
    { action: "split", split: null },
    { action: "delete" },
  ])("$action $label $split", async (input) => {
    const before = await stateOf(place);
    let { undoToken, affected } = await bulk(place, input);
    const after = await stateOf(place);
    expect(after).not.toEqual(before);
    for (const expected of [before, after, before, after]) {
      const turn = await undo(place, undoToken);
      expect(turn.affected).toBe(affected);
      expect(await stateOf(place)).toEqual(expected);
      undoToken = turn.undoToken;
    }
  });

  test("a change of one image", async () => {
    const [imageId = ""] = ids;
    const before = await stateOf(place);
    const labels = ["dog", "pet"];
    await updateImage(place.me, { imageId, decision: "rejected", labels, split: "train" });
    const after = await stateOf(place);
    const [step] = await db().select().from(changes).where(eq(changes.datasetId, place.datasetId));
    const { undoToken } = await undo(place, step?.id ?? "");
    expect(await stateOf(place)).toEqual(before);
    await undo(place, undoToken);
    expect(await stateOf(place)).toEqual(after);
  });
});

test("what changed since stays as it is", async () => {
  const accepted = await bulk(place, { action: "accept" });
  await bulk(place, { imageIds: ids.slice(0, 1), action: "reject" });
  const labelled = await bulk(place, { action: "label", label: "animal" });
  await bulk(place, { imageIds: ids.slice(3), action: "label", label: "more" });
  expect(await undo(place, accepted.undoToken)).toMatchObject({ affected: 2 });
  expect(await undo(place, labelled.undoToken)).toMatchObject({ affected: 3 });
  expect((await rowsOf(place)).map(({ decision, labels }) => ({ decision, labels }))).toEqual([
    { decision: "rejected", labels: ["cat"] },
    { decision: "accepted", labels: ["cat", "pet"] },
    { decision: "rejected", labels: ["dog", "cat"] },
    { decision: "undecided", labels: ["dog", "animal", "more"] },
  ]);
});

test("a change is undone once, whoever asks at the same moment", async () => {
  const { undoToken } = await bulk(place, { action: "accept" });
  const answers = await Promise.allSettled([1, 2, 3].map(() => undo(place, undoToken)));
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(undo(place, undoToken)).rejects.toMatchObject({ code: "conflict" });
});

test("a token of nothing, of another dataset or of somebody else is not found", async () => {
  const { undoToken } = await bulk(place, { action: "accept" });
  const stranger = await newPlace();
  const notFound = { code: "not-found" };
  await expect(undo(place, null)).rejects.toMatchObject(notFound);
  await expect(undo(stranger, undoToken)).rejects.toMatchObject(notFound);
  const lost = { me: place.me, datasetId: stranger.datasetId };
  await expect(undo(lost, undoToken)).rejects.toMatchObject(notFound);
  await expect(undo(place, undoToken)).resolves.toMatchObject({ affected: 3 });
});

test("an undoing is in the log, with what it took back", async () => {
  const { undoToken } = await bulk(place, { action: "accept" });
  await undo(place, undoToken);
  const details = { changeId: undoToken, action: "accept", count: 3 };
  expect((await activityOf(place)).at(-1)).toMatchObject({ action: "images.undo", details });
});

describe("a deleted image", () => {
  const age = (hours: number) =>
    db().transaction(async (tx) => {
      await tx.execute(sql`update changes set created_at = now() - make_interval(hours => ${hours})
        where dataset_id = ${place.datasetId}`);
      await tx.execute(sql`update deleted_images set created_at = now() - make_interval(hours => ${hours})
        where dataset_id = ${place.datasetId}`);
    });
  const waiting = () =>
    db().select().from(deletedImages).where(eq(deletedImages.datasetId, place.datasetId));

  test("deleted by itself comes back as well", async () => {
    const before = await stateOf(place);
    await deleteImage(place.me, { imageId: ids[1] ?? "" });
    expect(await rowsOf(place)).toHaveLength(3);
    const step = (await activityOf(place)).at(-1);
    expect(step).toMatchObject({ action: "image.deleted" });
    await undo(place, String(step?.details.changeId));
    expect(await stateOf(place)).toEqual(before);
    expect(await waiting()).toEqual([]);
  });

  test("gets a new place in the order of arrival, so that indexes in memory read it again", async () => {
    const top = Math.max(...(await rowsOf(place)).map(({ seq }) => seq));
    const { undoToken } = await bulk(place, { imageIds: ids.slice(0, 1), action: "delete" });
    await undo(place, undoToken);
    const back = (await rowsOf(place)).find(({ id }) => id === ids[0]);
    expect(back?.seq).toBeGreaterThan(top);
  });

  test("stays away where its bytes were found again meanwhile", async () => {
    const [first] = await rowsOf(place);
    const { undoToken } = await bulk(place, { action: "delete" });
    const [again] = await addRows(place, [{ sha256: first?.sha256 ?? "" }]);
    expect(await undo(place, undoToken)).toMatchObject({ affected: 3 });
    const now = (await rowsOf(place)).map(({ id }) => id);
    expect(now).toEqual([...ids.slice(1), again].toSorted());
  });

  test("keeps its files until it cannot come back, and then no row holds them", async () => {
    const [row] = await rowsOf(place);
    const keys = [row?.storageKey ?? "", row?.thumbnailKey ?? ""];
    const files = keys.map((key) => ({ key, sha256: row?.sha256 ?? "" }));
    await bulk(place, { imageIds: ids.slice(0, 1), action: "delete" });
    await age(23);
    await purgeDeletedImages();
    expect([...(await listKeysInUse(db(), place.datasetId, files))].toSorted()).toEqual(
      keys.toSorted(),
    );
    await age(25);
    await purgeDeletedImages();
    expect(await waiting()).toEqual([]);
    expect(await listKeysInUse(db(), place.datasetId, files)).toEqual(new Set());
    const swept = await pool()`select 1 from pgboss.job where name = 'sweep-dataset'
      and data ->> 'datasetId' = ${place.datasetId}`;
    expect(swept).toHaveLength(1);
  });

  test("is gone after a day, whether the sweep came by or not", async () => {
    const { undoToken } = await bulk(place, { action: "delete" });
    await age(25);
    await expect(undo(place, undoToken)).rejects.toMatchObject({ code: "gone" });
    expect(await rowsOf(place)).toEqual([]);
  });

  test("takes its place among its copies again", async () => {
    const [keeperId = "", copyId = ""] = ids;
    const groupId = crypto.randomUUID();
    const { datasetId } = place;
    await db()
      .insert(duplicateGroups)
      .values({ id: groupId, ownerId: place.me.userId, datasetId, keeperId, memberCount: 2 });
    const inGroup = { duplicateGroupId: groupId, decision: "undecided" } as const;
    await db()
      .update(images)
      .set({ ...inGroup, width: 2000 })
      .where(eq(images.id, keeperId));
    const hidden = { isDuplicate: true, duplicateOf: keeperId, duplicateDistance: 0 };
    await db()
      .update(images)
      .set({ ...inGroup, ...hidden, duplicateTransform: "none" })
      .where(eq(images.id, copyId));
    const shown = async () =>
      (await rowsOf(place)).filter((row) => row.duplicateGroupId && !row.isDuplicate);
    const { undoToken } = await bulk(place, { imageIds: [keeperId], action: "delete" });
    expect(await shown()).toMatchObject([{ id: copyId, duplicateOf: null }]);
    const back = await undo(place, undoToken);
    expect(await shown()).toMatchObject([{ id: keeperId }]);
    const copy = (await rowsOf(place)).find(({ id }) => id === copyId);
    expect(copy).toMatchObject({ isDuplicate: true, duplicateOf: keeperId });
    await undo(place, back.undoToken);
    expect(await shown()).toMatchObject([{ id: copyId }]);
  });
});
