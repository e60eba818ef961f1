import { beforeEach, describe, expect, test } from "vitest";
import { getImageNeighbours as neighboursOperation } from "@/lib/contract/curation";
import { listImageChanges } from "@/lib/services/image-history";
import { getImageNeighbours } from "@/lib/services/image-lists";
import { updateImage } from "@/lib/services/images";
import { newDataset } from "../crawl/crawling";
import { activityOf, addRows, bulk, newPlace, type Place, undo } from "./curating";

let place: Place;
beforeEach(async () => {
  place = await newPlace();
});

describe("the history of an image", () => {
  test("tells each step with who and when, the newest first, in pages", async () => {
    const [imageId = ""] = await addRows(place, [{}, {}]);
    await bulk(place, { action: "accept" });
    await updateImage(place.me, { imageId, labels: ["dog", "pet"], split: "test" });
    const { undoToken } = await bulk(place, { imageIds: [imageId], action: "reject" });
    await undo(place, undoToken);
    const all = await listImageChanges(place.me, { imageId, limit: 50 });
    const by = { actor: "user" };
    expect(all.items).toMatchObject([
      { ...by, action: "undo", decision: "accepted", imageCount: 1, undoneAt: null },
      { ...by, action: "reject", decision: "rejected", undoneAt: expect.any(String) },
      { ...by, action: "update", decision: null, labels: ["dog", "pet"], split: "test" },
      { ...by, action: "accept", decision: "accepted", labels: null, imageCount: 2 },
    ]);
    const first = await listImageChanges(place.me, { imageId, limit: 3 });
    const cursor = first.nextCursor ?? undefined;
    const second = await listImageChanges(place.me, { imageId, limit: 3, cursor });
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.nextCursor).toBeNull();
  });

  test("is nobody else's", async () => {
    const [imageId = ""] = await addRows(place, [{}]);
    await bulk(place, { action: "accept" });
    const { me: stranger } = await newPlace();
    await expect(listImageChanges(stranger, { imageId, limit: 50 })).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("a change of one image", () => {
  test("that changes nothing leaves no trace", async () => {
    const [imageId = ""] = await addRows(place, [{ labels: ["cat", "pet"], split: "test" }]);
    const labels = ["cat", "pet"];
    await updateImage(place.me, { imageId });
    await updateImage(place.me, { imageId, label: "cat" });
    await updateImage(place.me, { imageId, labels, split: "test", decision: "undecided" });
    expect((await listImageChanges(place.me, { imageId, limit: 50 })).items).toEqual([]);
    expect(await activityOf(place)).toEqual([]);
  });

  test("gives and takes a split", async () => {
    const [imageId = ""] = await addRows(place, [{}]);
    expect(await updateImage(place.me, { imageId, split: "train" })).toMatchObject({
      split: "train",
    });
    expect(await updateImage(place.me, { imageId, split: null })).toMatchObject({ split: null });
  });
});

/** A hash whose last `count` bits are set. */
const bitsSet = (count: number) => ((1n << BigInt(count)) - 1n).toString(16).padStart(64, "0");
const NONE = "0".repeat(64);
const FAR = "f".repeat(64);

describe("the neighbours of an image", () => {
  const neighbours = (imageId: string, query: { limit?: number; radius?: number } = {}) =>
    getImageNeighbours(place.me, neighboursOperation.input.parse({ imageId, ...query }));
  const hashes = { perceptualHash: NONE, mirroredHash: FAR, flippedHash: FAR, turnedHash: FAR };

  test("are the nearest of one's own, in whatever orientation, those of its dataset first among equals", async () => {
    const other = { me: place.me, datasetId: await newDataset(place.me) };
    const [imageId = "", near, far, mirrored] = await addRows(place, [
      { ...hashes, mirroredHash: bitsSet(200) },
      { perceptualHash: bitsSet(9) },
      // 101 bits from the picture as it is, 99 from it mirrored.
      { perceptualHash: bitsSet(101) },
      { perceptualHash: bitsSet(196) },
    ]);
    const [elsewhere, same] = await addRows(other, [
      { perceptualHash: bitsSet(2) },
      { perceptualHash: bitsSet(9) },
    ]);
    const stranger = await newPlace();
    await addRows(stranger, [{ perceptualHash: NONE }]);
    const found = async (query = {}) =>
      (await neighbours(imageId, query)).items.map(({ image, distance, isElsewhere }) => [
        image.id,
        distance,
        isElsewhere,
      ]);
    const [two, four, nine, alsoNine] = [
      [elsewhere, 2, true],
      [mirrored, 4, false],
      [near, 9, false],
      [same, 9, true],
    ];
    expect(await found({ radius: 98 })).toEqual([two, four, nine, alsoNine]);
    expect(await found({ radius: 101 })).toEqual([two, four, nine, alsoNine, [far, 99, false]]);
    expect(await found({ limit: 2 })).toEqual([two, four]);
    expect(await found({ radius: 4 })).toEqual([two, four]);
  });

  test("are not looked for from somebody else's image", async () => {
    const stranger = await newPlace();
    const [imageId = ""] = await addRows(stranger, [{}]);
    await expect(neighbours(imageId)).rejects.toMatchObject({ code: "not-found" });
  });
});
