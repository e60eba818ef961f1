import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openBatch } from "@/jobs/open-batch";
import { absorbCopies } from "@/lib/db/absorbed-copies";
import { insertChange } from "@/lib/db/changes";
import { db } from "@/lib/db/client";
import { lockDataset } from "@/lib/db/dataset-hashes";
import { applyEdits, recordEdits } from "@/lib/db/image-edits";
import { ensureLabels } from "@/lib/db/labels";
import { validationBatches } from "@/lib/db/schema/curation";
import { listLabels, updateLabel } from "@/lib/services/labels";
import { updateQuality } from "@/lib/services/quality";
import { eventually } from "@/tests/helpers/eventually";
import { close, open } from "../crawl/crawling";
import { addRows, bulk, newPlace, type Place, rowsOf, undo } from "./curating";

let place: Place;
let ids: string[];
beforeAll(() => open(false));
afterAll(() => close());
beforeEach(async () => {
  place = await newPlace();
  ids = await addRows(place, [{ labels: ["cat"] }, { labels: ["dog"] }]);
  const own = { ownerId: place.me.userId, datasetId: place.datasetId };
  await ensureLabels(db(), own, ["cat", "dog"]);
});

const labelNames = async () =>
  (await listLabels(place.me, { datasetId: place.datasetId, limit: 50 })).items.map(
    ({ name }) => name,
  );
async function rename(from: string, name: string) {
  const { items } = await listLabels(place.me, { datasetId: place.datasetId, limit: 50 });
  const labelId = items.find((label) => label.name === from)?.id ?? "";
  return updateLabel(place.me, { datasetId: place.datasetId, labelId, name });
}
const openBatches = async () =>
  db()
    .select()
    .from(validationBatches)
    .where(
      sql`${eq(validationBatches.datasetId, place.datasetId)} and ${validationBatches.status} in ('pending', 'running')`,
    );

test("a label that a copy brings while a person labels its picture is not lost", async () => {
  const [imageId = ""] = ids;
  const changeId = crypto.randomUUID();
  const changing = { changeId, ownerId: place.me.userId };
  const { datasetId } = place;
  const absorb = () => absorbCopies(db(), [{ imageId, labels: ["kitten"], sources: [] }]);
  let absorbed: Promise<unknown> = Promise.resolve();
  await db().transaction(async (tx) => {
    await lockDataset(tx, datasetId);
    await insertChange(tx, {
      id: changeId,
      ...place,
      ownerId: place.me.userId,
      actor: "user",
      action: "label",
    });
    await recordEdits(tx, changing, { datasetId, imageIds: [imageId] }, { addLabel: "pet" });
    let isAbsorbed = false;
    absorbed = absorb().then(() => {
      isAbsorbed = true;
    });
    await eventually("the copy has come, or waits for the person", async () => {
      const [row] = await db().execute<{ waiting: number }>(sql`
        select count(*)::int as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`);
      return isAbsorbed || row?.waiting;
    });
    await applyEdits(tx, changeId);
  });
  await absorbed;
  expect((await rowsOf(place))[0]?.labels.toSorted()).toEqual(["cat", "kitten", "pet"]);
});

test("a picture that is brought back carries its labels as they are called by now", async () => {
  const { undoToken } = await bulk(place, { imageIds: ids.slice(0, 1), action: "delete" });
  await rename("cat", "feline");
  await undo(place, undoToken);
  expect((await rowsOf(place))[0]).toMatchObject({ label: "feline", labels: ["feline"] });
  expect(await labelNames()).toEqual(["dog", "feline"]);
});

test("a name that others got meanwhile stays a label when its renaming is taken back", async () => {
  const { undoToken } = await rename("cat", "feline");
  await addRows(place, [{ labels: ["feline"] }]);
  await undo(place, undoToken);
  expect((await rowsOf(place)).map(({ labels }) => labels)).toEqual([["cat"], ["dog"], ["feline"]]);
  expect(await labelNames()).toEqual(["cat", "dog", "feline"]);
});

test("pictures that are brought back are judged by the rules that came meanwhile, and else not again", async () => {
  const { me, datasetId } = place;
  const own = { ownerId: me.userId, datasetId };
  await openBatch(db(), own, { kind: "validate" });
  await db().execute(sql`update validation_batches set status = 'completed', finished_at = now()
    where dataset_id = ${datasetId}`);
  const unchanged = await bulk(place, { imageIds: ids.slice(0, 1), action: "delete" });
  await undo(place, unchanged.undoToken);
  expect(await openBatches()).toEqual([]);

  const { undoToken } = await bulk(place, { imageIds: ids.slice(0, 1), action: "delete" });
  await updateQuality(me, { datasetId, rules: { dark: { threshold: 1, hides: true } } });
  const [before] = await openBatches();
  await db().execute(sql`update validation_batches set status = 'completed', finished_at = now()
    where dataset_id = ${datasetId} and finished_at is null`);
  await undo(place, undoToken);
  const [after, ...others] = await openBatches();
  expect(others).toEqual([]);
  expect(after).toMatchObject({ kind: "validate" });
  expect(after?.id).not.toBe(before?.id);
});

test("who waits too long for others to be done with a dataset is told so, and may do everything else", async () => {
  const { datasetId } = place;
  await db().transaction(async (holder) => {
    await lockDataset(holder, datasetId);
    const late = db().transaction((tx) => lockDataset(tx, datasetId, { waitMs: 20 }));
    await expect(late).rejects.toMatchObject({ code: "unavailable", retryAfter: 10 });
    await db().transaction((tx) => lockDataset(tx, crypto.randomUUID(), { waitMs: 20 }));
  });
  await db().transaction((tx) => lockDataset(tx, datasetId, { waitMs: 20 }));
});
