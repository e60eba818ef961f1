import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { updateImage } from "@/lib/services/images";
import { type Site, startSite } from "@/tests/helpers/site";
import type { Kind } from "@/tests/helpers/site-pictures";
import {
  candidatesOf,
  close,
  finished,
  imagesOf,
  newDataset,
  newPerson,
  open,
  type Person,
  pointAt,
  startList,
} from "./crawling";

let site: Site;
let person: Person;
let datasetId: string;
beforeAll(async () => {
  site = await startSite({ cat: ["photo", "copy", "cropped", "resized"] });
  pointAt(site);
  await open();
});
afterAll(async () => {
  await close();
  await site.close();
});
beforeEach(async () => {
  person = await newPerson();
  datasetId = await newDataset(person);
});

/** A crawl over one picture of the site; answers what became of it. */
async function crawlOne(kind: Kind, label = "cat") {
  const keywords = [{ keyword: label, label }];
  const { id } = await startList(person, [site.picture(kind).url], { datasetId, keywords });
  await finished(person, id);
  const [row] = await candidatesOf(id);
  if (!row) throw new Error("The list was not read.");
  return { jobId: id, ...row };
}
const imageOf = async (kind: Kind) => {
  const { url } = site.picture(kind);
  const image = (await imagesOf(datasetId)).find(({ originalUrl }) => originalUrl === url);
  if (!image) throw new Error(`${kind} is not in the dataset.`);
  return image;
};

test.each([
  ["before", ["photo", "resized"]],
  ["after", ["resized", "photo"]],
] as const)("the better copy is kept when it comes %s the other", async (_, order) => {
  for (const kind of order) await crawlOne(kind);
  const better = await imageOf("photo");
  const other = await imageOf("resized");
  expect(better).toMatchObject({ isDuplicate: false, duplicateOf: null });
  expect(other).toMatchObject({ isDuplicate: true, duplicateOf: better.id });
  expect(other.duplicateGroupId).toBe(better.duplicateGroupId);
  expect(better.duplicateGroupId).not.toBeNull();
});

test("a picture that was replaced by a better one ends as its duplicate", async () => {
  const { jobId } = await crawlOne("resized");
  await crawlOne("photo");
  const [row] = await candidatesOf(jobId);
  expect(row).toMatchObject({
    outcome: "near-duplicate",
    imageId: (await imageOf("photo")).id,
    isDuplicate: false,
  });
});

test("duplicates of a picture that is replaced become duplicates of what replaced it", async () => {
  const { jobId } = await crawlOne("resized");
  await crawlOne("cropped");
  await crawlOne("photo");
  const kept = await imageOf("photo");
  expect((await imageOf("resized")).duplicateOf).toBe(kept.id);
  expect((await imageOf("cropped")).duplicateOf).toBe(kept.id);
  expect((await candidatesOf(jobId))[0]?.imageId).toBe(kept.id);
});

test.each(["accepted", "rejected"] as const)(
  "what a person %s stays, however good the copy is that comes later",
  async (decision) => {
    const { imageId } = await crawlOne("resized");
    if (!imageId) throw new Error("It was not accepted.");
    await updateImage(person, { imageId, decision });
    expect(await crawlOne("photo")).toMatchObject({ outcome: "near-duplicate", imageId });
    expect(await imageOf("resized")).toMatchObject({ isDuplicate: false, decision });
    expect(await imageOf("photo")).toMatchObject({ isDuplicate: true, duplicateOf: imageId });
  },
);

test("a duplicate under another label adds its label to the picture that is kept, once", async () => {
  await crawlOne("photo", "cat");
  expect(await crawlOne("copy", "pet")).toMatchObject({ outcome: "exact-duplicate" });
  expect(await crawlOne("resized", "kitten")).toMatchObject({ outcome: "near-duplicate" });
  await crawlOne("cropped", "pet");
  expect(await imageOf("photo")).toMatchObject({ label: "cat", labels: ["cat", "pet", "kitten"] });
});

test("a better copy takes over the labels of the one that it replaces", async () => {
  await crawlOne("resized", "kitten");
  await crawlOne("photo", "cat");
  const { label, labels } = await imageOf("photo");
  expect(label).toBe("cat");
  expect([...labels].sort()).toEqual(["cat", "kitten"]);
});

test("an address that the dataset has is not fetched again", async () => {
  await crawlOne("photo");
  const before = site.countOf(site.picture("photo"));
  expect(await crawlOne("photo")).toMatchObject({
    outcome: "already-known",
    imageId: (await imageOf("photo")).id,
  });
  expect(site.countOf(site.picture("photo"))).toBe(before);
});
