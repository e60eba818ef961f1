import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { updateQuality } from "@/lib/services/quality";
import { analyzeImage } from "@/lib/services/validation";
import { close, open } from "../crawl/crawling";
import { addMeasured, addStored, imageOf, newPlace, type Place, validate } from "./validating";

let place: Place;
beforeAll(() => open(false));
afterAll(close);
beforeEach(async () => {
  place = await newPlace();
});

/** What is said of an image once it is judged. */
async function analyzed(imageId: string, level?: "basic" | "standard" | "strict") {
  await validate(place);
  return analyzeImage(place.person, { imageId, level });
}

test("an analysis says of each issue its score, its threshold, whether it hides, and why in numbers", async () => {
  const [id = ""] = await addMeasured(place, [
    {
      brightnessP1: 0,
      brightnessP5: 0,
      brightnessP99: 0.214,
      width: 1200,
      height: 200,
      frameCount: 12,
    },
  ]);
  const { issues, isValid, level, measurements } = await analyzed(id);
  expect({ isValid, level }).toEqual({ isValid: false, level: "standard" });
  expect(measurements).toMatchObject({ width: 1200, brightnessP99: 0.214, isGrayscale: false });
  expect(issues).toContainEqual({
    issue: "dark",
    score: 0.214,
    threshold: 0.32,
    hides: true,
    reason: "99 % of it are no brighter than 0.21, where 0 is black and 1 white.",
  });
  const reasons = Object.fromEntries(issues.map(({ issue, reason }) => [issue, reason]));
  expect(reasons["odd-aspect-ratio"]).toBe("It is 1200 × 200: one side is 6.0 times the other.");
  expect(reasons.animated).toBe("It has 12 frames.");
  expect(issues.filter(({ hides }) => hides).map(({ issue }) => issue)).toEqual(["dark"]);
});

test("a level that is asked for is answered for, and nothing is changed", async () => {
  const [id = ""] = await addMeasured(place, [{ brightnessP5: 0, brightnessP99: 0.2 }]);
  expect(await analyzed(id, "basic")).toMatchObject({ level: "basic", isValid: true });
  const before = await imageOf(id);
  expect(await analyzeImage(place.person, { imageId: id, level: "strict" })).toMatchObject({
    isValid: false,
  });
  expect(await imageOf(id)).toEqual(before);
});

test("the rules of the dataset are those that are asked", async () => {
  const [id = ""] = await addMeasured(place, [{ brightnessP5: 0, brightnessP99: 0.2 }]);
  await updateQuality(place.person, {
    datasetId: place.datasetId,
    rules: { dark: { threshold: 0.1, hides: true } },
  });
  expect(await analyzed(id)).toMatchObject({ isValid: true, issues: [] });
});

test("a copy is an issue at every level, and asked about at the strict one", async () => {
  const [keeper = ""] = await addMeasured(place, [{}]);
  const copy = { isDuplicate: true, duplicateOf: keeper };
  const [near = "", exact = ""] = await addMeasured(place, [
    { ...copy, duplicateDistance: 12 },
    { ...copy, duplicateDistance: 0, pixelSha256: (await imageOf(keeper)).pixelSha256 },
  ]);
  const { isValid, issues } = await analyzed(near);
  expect(isValid).toBe(true);
  expect(issues).toEqual([
    {
      issue: "near-duplicate",
      score: 12 / 256,
      threshold: 0.25,
      hides: true,
      reason: "It differs from the copy that is kept by 12 of 256 bits.",
    },
  ]);
  expect(await analyzed(near, "strict")).toMatchObject({ isValid: false });
  expect((await analyzed(exact)).issues).toMatchObject([{ issue: "exact-duplicate", score: 0 }]);
});

test("a file that cannot be read is said so, at the basic level too", async () => {
  const id = await addStored(place, null);
  expect(await analyzed(id, "basic")).toMatchObject({
    isValid: false,
    issues: [
      {
        issue: "truncated",
        hides: true,
        reason: "Its stored file is missing or cannot be read.",
      },
    ],
  });
});
