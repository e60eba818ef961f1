import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { undoImages } from "@/lib/services/curation-undo";
import { listDuplicateGroups } from "@/lib/services/duplicates";
import { updateImage } from "@/lib/services/images";
import { resolveDuplicates } from "@/lib/services/resolve-duplicates";
import { close, imagesOf, newDataset, newPerson, open, type Person } from "../crawl/crawling";
import { arrive, type Bringing, bringing, differing, lookOf, named, regroup } from "./arriving";

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

const look = lookOf("family");
const NAMES = ["fox", "dog", "cat"];
/** Three that were taken for copies, 10 and 25 bits from the largest, found for three labels. */
const arriveAll = () =>
  arrive(
    crawl,
    { name: "fox", look, side: 400, label: "fox" },
    { name: "dog", look: differing(look, 0, 10), side: 200, label: "dog" },
    { name: "cat", look: differing(look, 0, 25), side: 100, label: "cat" },
  );
async function resolve(keep: readonly string[]) {
  const query = { datasetId, status: "all", limit: 20 } as const;
  const [group] = (await listDuplicateGroups(person, query)).items;
  const kept = await Promise.all(keep.map((name) => named(datasetId, name)));
  const ids = kept.map(({ id }) => id);
  return resolveDuplicates(person, { datasetId, duplicateGroupId: group?.id ?? "", keep: ids });
}
const undo = (undoToken: string | null) =>
  undoImages(person, { datasetId, undoToken: undoToken ?? "" });
const addressOf = (name: string) => `https://pictures.example/${name}.png`;
/** Label and places of each picture, as far as copies gave them. */
const given = async () =>
  Object.fromEntries(
    (await imagesOf(datasetId)).map(({ filename, labels, metadata }) => [
      filename.replace(/\.png$/, ""),
      {
        labels,
        from: ((metadata.alsoFrom ?? []) as { originalUrl: string }[]).map(
          ({ originalUrl }) => originalUrl,
        ),
      },
    ]),
  );
const alone = (name: string) => ({ labels: [name], from: [] });

test("pictures that are called different take back the labels and the places that they gave", async () => {
  await arriveAll();
  const before = await given();
  expect(before.fox).toEqual({ labels: NAMES, from: [addressOf("dog"), addressOf("cat")] });
  const done = await resolve(NAMES);
  const apart = { fox: alone("fox"), dog: alone("dog"), cat: alone("cat") };
  expect(await given()).toEqual(apart);
  const undone = await undo(done.undoToken);
  expect(await given()).toEqual(before);
  const redone = await undo(undone.undoToken);
  expect(await given()).toEqual(apart);
  await undo(redone.undoToken);
  expect(await given()).toEqual(before);
});

test("what still stands behind a picture stays with it", async () => {
  await arriveAll();
  await resolve(["fox", "dog"]);
  const { fox, dog } = await given();
  // The third is 15 bits from the second, and 25 from the first.
  expect(fox).toEqual(alone("fox"));
  expect(dog).toEqual({ labels: ["dog", "cat"], from: [addressOf("cat")] });
});

test("a choice that is undone leaves no trace of it in labels and places", async () => {
  await arriveAll();
  const before = await given();
  const { undoToken } = await resolve(["cat"]);
  expect((await given()).cat?.labels).toEqual(["cat", "fox", "dog"]);
  await undo(undoToken);
  expect(await given()).toEqual(before);
});

test("the same file found elsewhere speaks for the picture that it is, hidden or not", async () => {
  await arriveAll();
  const again = { name: "dog", look: differing(look, 0, 10), label: "hound", host: "x.example" };
  expect(await arrive(crawl, again)).toMatchObject({ outcome: "exact-duplicate" });
  expect((await given()).fox?.labels).toEqual([...NAMES, "hound"]);
  await resolve(NAMES);
  expect((await given()).fox).toEqual(alone("fox"));
});

test("groups that a search takes apart give back what their copies brought", async () => {
  await arriveAll();
  await regroup(person, datasetId, 5);
  expect(await given()).toEqual({ fox: alone("fox"), dog: alone("dog"), cat: alone("cat") });
});

test("a label that the picture had, or that a person gave it, is not taken from it", async () => {
  await arrive(crawl, { name: "one", look, side: 400, label: "pet" });
  const copies = [
    { name: "two", look: differing(look, 0, 10), side: 200, label: "pet" },
    { name: "three", look: differing(look, 0, 20), side: 100, label: "toy" },
  ];
  await arrive(crawl, ...copies);
  const { id: imageId } = await named(datasetId, "one");
  await updateImage(person, { imageId, labels: ["toy", "pet"] });
  await resolve(["one", "two", "three"]);
  expect((await given()).one?.labels).toEqual(["toy", "pet"]);
});
