import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rechooseKeepers } from "@/jobs/duplicates/rechoose-keepers";
import { db } from "@/lib/db/client";
import { images } from "@/lib/db/schema/images";
import { undoImages } from "@/lib/services/curation-undo";
import { listDuplicateGroups } from "@/lib/services/duplicates";
import { updateImage } from "@/lib/services/images";
import { resolveDuplicates } from "@/lib/services/resolve-duplicates";
import { close, newDataset, newPerson, open, type Person } from "../crawl/crawling";
import {
  arrive,
  type Bringing,
  bringing,
  differing,
  groupsOf,
  lookOf,
  named,
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
  await arrive(
    crawl,
    { name: "large", look, side: 400, licence: "CC-BY-4.0" },
    { name: "small", look: differing(look, 0, 20), side: 200 },
  );
});

const look = lookOf("family");
const best = { name: "best", look: differing(look, 20, 20), side: 1200 };
const theGroup = async () => {
  const query = { datasetId, status: "all", limit: 20 } as const;
  const [group] = (await listDuplicateGroups(person, query)).items;
  if (!group) throw new Error("There is no group.");
  return group;
};
async function resolve(...keep: string[]) {
  const kept = await Promise.all(keep.map((name) => named(datasetId, name)));
  const ids = kept.map(({ id }) => id);
  const { id: duplicateGroupId } = await theGroup();
  return resolveDuplicates(person, { datasetId, duplicateGroupId, keep: ids });
}
const rechoose = () => rechooseKeepers(datasetId, new AbortController().signal);

test("what a person accepted stays when a better copy comes, also when keepers are chosen anew", async () => {
  await resolve("large");
  await arrive(crawl, best);
  const asked = await theGroup();
  expect(asked).toMatchObject({ resolution: null, keeperReason: "chosen" });
  expect(asked.reasonText).toMatch(/A person chose this one.*1,200 × 900 against/);
  await rechoose();
  expect(await groupsOf(datasetId)).toEqual([["large", "best", "small"]]);
});

test("of pictures that were kept together none comes to hide another, whoever joins them", async () => {
  await resolve("large", "small");
  await arrive(crawl, best);
  await rechoose();
  await arrive(crawl, { name: "more", look: differing(look, 20, 10), side: 1600 });
  for (const name of ["large", "small"])
    expect(await named(datasetId, name)).toMatchObject({ isDuplicate: false });
});

test("the reason is the present one, and says nothing of a person who has not settled the group", async () => {
  const { id: small } = await named(datasetId, "small");
  const { id: large } = await named(datasetId, "large");
  await updateImage(person, { imageId: large, decision: "accepted" });
  expect(await theGroup()).toMatchObject({
    keeperReason: "decided",
    reasonText: "Accepted by a person.",
  });
  await updateImage(person, { imageId: large, decision: "undecided" });
  await updateImage(person, { imageId: small, decision: "accepted" });
  expect((await theGroup()).reasonText).toBe(
    "Another copy would be suggested now: Accepted by a person.",
  );
});

test("the reason is kept up with where the keeper stays", async () => {
  await db().update(images).set({ width: 200, height: 150 }).where(eq(images.datasetId, datasetId));
  await rechoose();
  expect((await stateOf(datasetId)).groups).not.toMatchObject([{ keeperReason: "more-pixels" }]);
});

test("a decision that is made again gets its own time, and undone the time of the one before", async () => {
  const timeOf = async () => (await theGroup()).resolvedAt;
  await resolve("small");
  const first = await timeOf();
  const again = await resolve("large");
  const second = await timeOf();
  expect(second && first && second > first).toBe(true);
  const undone = await undoImages(person, { datasetId, undoToken: again.undoToken ?? "" });
  expect(await timeOf()).toBe(first);
  await undoImages(person, { datasetId, undoToken: undone.undoToken ?? "" });
  expect(await timeOf()).toBe(second);
});

test("a decision that was overtaken by another is not undone, and says so", async () => {
  const first = await resolve("small");
  await resolve("large");
  const state = await stateOf(datasetId);
  const undo = undoImages(person, { datasetId, undoToken: first.undoToken ?? "" });
  await expect(undo).rejects.toMatchObject({ code: "conflict" });
  expect(await stateOf(datasetId)).toEqual(state);
});
