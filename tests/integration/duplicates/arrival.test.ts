import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { renderPicture } from "@/lib/pipeline/sources/sample/render";
import { close, imagesOf, newDataset, newPerson, open, type Person } from "../crawl/crawling";
import { validate } from "../validation/validating";
import {
  arrive,
  type Bringing,
  bringing,
  differing,
  groupsOf,
  lookOf,
  named,
  regroup,
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

/** Each is a copy of the next, and the ends are strangers: 60 bits a step. */
const A = lookOf("chain");
const CHAIN = {
  a: A,
  b: differing(A, 0, 60),
  c: differing(A, 0, 120),
};
const ORDERS = ["abc", "acb", "bac", "bca", "cab", "cba"];

test.each(ORDERS)("a chain of copies never becomes one group, come they as %s", async (order) => {
  for (const name of order as Iterable<keyof typeof CHAIN>)
    await arrive(crawl, { name, look: CHAIN[name] });
  const together = await groupsOf(datasetId);
  expect(together).toHaveLength(1);
  expect(together[0]).toHaveLength(2);
  expect(together[0]).toContain("b");
  await regroup(person, datasetId);
  const anew = await groupsOf(datasetId);
  expect(anew).toHaveLength(1);
  expect(anew[0]).toHaveLength(2);
});

test("a copy of a hidden copy joins its group, with its distance from the one that is kept", async () => {
  const look = lookOf("original");
  await arrive(crawl, { name: "large", look, side: 800 });
  await arrive(crawl, { name: "small", look: differing(look, 0, 40) });
  const late = await arrive(crawl, { name: "smaller", look: differing(look, 0, 80), side: 100 });
  expect(late).toMatchObject({ outcome: "near-duplicate" });
  expect(late.detail).toMatch(/^80 of 256 bits from the copy that is kept/);
  expect(await groupsOf(datasetId)).toEqual([["large", "small", "smaller"]]);
  expect(await named(datasetId, "smaller")).toMatchObject({
    duplicateOf: (await named(datasetId, "large")).id,
    duplicateDistance: 80,
  });
});

test("a better copy takes over, and the others stand as far from it as they are", async () => {
  const look = lookOf("original");
  await arrive(crawl, { name: "first", look, label: "cat" });
  await arrive(crawl, { name: "second", look: differing(look, 0, 20), side: 100, label: "pet" });
  const best = { name: "best", look: differing(look, 30, 30), side: 900, label: "kitten" };
  expect(await arrive(crawl, best)).toMatchObject({ outcome: "accepted" });
  const kept = await named(datasetId, "best");
  expect(kept).toMatchObject({ isDuplicate: false, duplicateDistance: null, label: "kitten" });
  expect([...kept.labels].sort()).toEqual(["cat", "kitten", "pet"]);
  expect(await named(datasetId, "first")).toMatchObject({
    duplicateOf: kept.id,
    duplicateDistance: 30,
  });
  expect(await named(datasetId, "second")).toMatchObject({
    duplicateOf: kept.id,
    duplicateDistance: 50,
  });
});

test("where copies were found is noted with the one that is kept, once each, and passed on", async () => {
  const look = lookOf("original");
  const sources = async (name: string) => {
    const { metadata } = await named(datasetId, name);
    return (metadata.alsoFrom as { originalUrl: string }[] | undefined)?.map(
      (each) => each.originalUrl,
    );
  };
  await arrive(crawl, { name: "kept", look });
  expect(await sources("kept")).toBeUndefined();
  const copy = { name: "copy", look: differing(look, 0, 9), side: 80, licence: "CC-BY-4.0" };
  await arrive(crawl, copy);
  const address = "https://pictures.example/copy.png";
  expect(await sources("kept")).toEqual([address]);
  expect((await named(datasetId, "kept")).metadata.alsoFrom).toEqual([
    {
      source: "openverse",
      pageUrl: "https://pictures.example/about/copy",
      originalUrl: address,
      licence: "CC-BY-4.0",
      creator: "Maker of copy",
    },
  ]);
  expect(await arrive(crawl, copy)).toMatchObject({ outcome: "exact-duplicate" });
  expect(await sources("kept")).toEqual([address]);
  await arrive(crawl, { name: "better", look: differing(look, 9, 9), side: 900 });
  expect(await sources("better")).toEqual(["https://pictures.example/kept.png", address]);
});

test("hosts are counted for the very file that they have, hidden or replaced by a better copy", async () => {
  const look = lookOf("passed on");
  const small = { name: "small", look: differing(look, 0, 20), side: 100 };
  await arrive(crawl, { ...small, host: "one.example" });
  expect(await arrive(crawl, { ...small, host: "two.example" })).toMatchObject({
    outcome: "exact-duplicate",
    imageId: (await named(datasetId, "small")).id,
  });
  await arrive(crawl, { name: "large", look, side: 400, host: "three.example" });
  expect(await arrive(crawl, { ...small, host: "four.example", label: "late" })).toMatchObject({
    outcome: "exact-duplicate",
    imageId: (await named(datasetId, "small")).id,
  });
  expect((await named(datasetId, "large")).labels).toContain("late");
  await validate({ person, ownerId: person.userId, datasetId });
  expect(await named(datasetId, "small")).toMatchObject({ isDuplicate: true, hostCount: 3 });
  expect(await named(datasetId, "large")).toMatchObject({ isDuplicate: false, hostCount: 1 });
});

test.each([
  ["mirrored", (picture: Sharp) => picture.flop()],
  ["flipped", (picture: Sharp) => picture.flip()],
  ["rotated-180", (picture: Sharp) => picture.rotate(180)],
  ["rotated-90", (picture: Sharp) => picture.rotate(90)],
  ["rotated-270", (picture: Sharp) => picture.rotate(270)],
] as const)("a copy that is %s is found, and says so", async (transform, turn) => {
  const drawn = { slug: "boat", index: 1, drawing: 1, kind: "original" } as const;
  const bytes = await renderPicture({ ...drawn, format: "jpeg", width: 640, height: 480 });
  await arrive(crawl, { name: "upright", bytes });
  const small = await sharp(bytes).resize(400, 300).toBuffer();
  const turned = await turn(sharp(small)).jpeg({ quality: 70 }).toBuffer();
  expect(await arrive(crawl, { name: "turned", bytes: turned })).toMatchObject({
    outcome: "near-duplicate",
  });
  const [kept, copy] = await imagesOf(datasetId);
  expect(kept).toMatchObject({ isDuplicate: false, filename: "upright.jpg" });
  expect(copy).toMatchObject({ isDuplicate: true, duplicateTransform: transform });
  expect(copy?.duplicateDistance).toBeLessThan(30);
});
