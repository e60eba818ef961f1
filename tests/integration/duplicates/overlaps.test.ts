import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { refreshOverlaps } from "@/jobs/duplicates/overlaps";
import { bulkImages } from "@/lib/services/curation";
import { updateDataset } from "@/lib/services/datasets";
import { listOverlaps } from "@/lib/services/duplicates";
import { close, newDataset, newPerson, open, type Person } from "../crawl/crawling";
import { arrive, type Brought, bringing, differing, lookOf, named } from "./arriving";

let person: Person;
beforeAll(() => open(false));
afterAll(() => close());
beforeEach(async () => {
  person = await newPerson();
});

const [sea, hill] = [lookOf("sea"), lookOf("hill")];
const SEA: Brought = { name: "sea", look: sea };
const OTHER_SEA: Brought = { name: "other sea", look: differing(sea, 0, 12), side: 90 };
const HILL: Brought = { name: "hill", look: hill };

/** A dataset with these pictures, under a name. */
async function datasetOf(owner: Person, name: string, pictures: readonly Brought[]) {
  const datasetId = await newDataset(owner);
  await updateDataset(owner, { datasetId, name });
  await arrive(await bringing(owner, datasetId), ...pictures);
  return datasetId;
}
const refresh = (datasetId: string) => refreshOverlaps(datasetId, new AbortController().signal);
const overlapsOf = async (owner: Person, datasetId: string) =>
  (await listOverlaps(owner, { datasetId, limit: 50 })).items;

test("the same and nearly the same pictures are told of both datasets", async () => {
  const first = await datasetOf(person, "First", [
    SEA,
    HILL,
    { name: "mine", look: lookOf("mine") },
  ]);
  const second = await datasetOf(person, "Second", [OTHER_SEA, HILL]);
  await refresh(first);
  const imagesOf = (datasetId: string, names: string[]) =>
    Promise.all(names.map(async (name) => (await named(datasetId, name)).id));
  expect(await overlapsOf(person, first)).toEqual([
    {
      datasetId: second,
      datasetName: "Second",
      count: 2,
      exact: 1,
      imageIds: await imagesOf(first, ["hill", "sea"]),
    },
  ]);
  expect(await overlapsOf(person, second)).toEqual([
    {
      datasetId: first,
      datasetName: "First",
      count: 2,
      exact: 1,
      imageIds: await imagesOf(second, ["hill", "other sea"]),
    },
  ]);
  await refresh(second);
  expect((await overlapsOf(person, first))[0]).toMatchObject({ count: 2, exact: 1 });
});

test("the dataset with the most comes first, page by page", async () => {
  const own = await datasetOf(person, "Own", [SEA, HILL]);
  await datasetOf(person, "One", [SEA]);
  await datasetOf(person, "Both", [SEA, HILL]);
  await refresh(own);
  const first = await listOverlaps(person, { datasetId: own, limit: 1 });
  expect(first.items.map(({ datasetName }) => datasetName)).toEqual(["Both"]);
  const cursor = first.nextCursor ?? undefined;
  const second = await listOverlaps(person, { datasetId: own, limit: 1, cursor });
  expect(second.items.map(({ datasetName }) => datasetName)).toEqual(["One"]);
  expect(second.nextCursor).toBeNull();
});

test("what is rejected, hidden or gone is in no other dataset", async () => {
  const own = await datasetOf(person, "Own", [SEA, HILL]);
  const other = await datasetOf(person, "Other", [SEA, { ...OTHER_SEA, side: 400 }, HILL]);
  const { id } = await named(other, "hill");
  await bulkImages(person, { datasetId: other, imageIds: [id], action: "reject" });
  await refresh(own);
  // The better copy stands for both of the other's seas.
  expect(await overlapsOf(person, own)).toMatchObject([{ count: 1, exact: 0 }]);
  const kept = await named(other, "other sea");
  const seas = [kept.id, (await named(other, "sea")).id];
  await bulkImages(person, { datasetId: other, imageIds: seas, action: "delete" });
  expect(await overlapsOf(person, own)).toEqual([]);
});

test("another person's dataset is never named, whatever it holds", async () => {
  const stranger = await newPerson();
  const theirs = await datasetOf(stranger, "Theirs", [SEA, HILL]);
  const mine = await datasetOf(person, "Mine", [SEA, HILL]);
  const second = await datasetOf(person, "Second", [HILL]);
  for (const datasetId of [mine, theirs, second]) await refresh(datasetId);
  expect((await overlapsOf(person, mine)).map((each) => each.datasetId)).toEqual([second]);
  expect(await overlapsOf(stranger, theirs)).toEqual([]);
});
