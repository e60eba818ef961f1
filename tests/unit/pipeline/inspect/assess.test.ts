import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { ISSUES, type Issue } from "@/lib/domain/issue";
import { assess, isBlank, rejectionOf } from "@/lib/pipeline/inspect/assess";
import { CHECKS } from "@/lib/pipeline/inspect/checks";
import { decode } from "@/lib/pipeline/inspect/decode";
import { flat, scene } from "./scenes";

async function measured(bytes: Buffer) {
  const result = await decode({ bytes, format: "png", minWidth: 1, minHeight: 1 });
  if (!result.ok) throw new Error(result.detail);
  return result.inspected.measurements;
}
const base = await scene(3);
const good = await measured(base);

const bad: Record<Issue, () => Promise<Buffer>> = {
  dark: () => sharp(base).linear(0.15, 0).png().toBuffer(),
  light: () => sharp(base).linear(0.03, 247).png().toBuffer(),
  blurry: () => sharp(base).blur(40).png().toBuffer(),
  "low-information": () => sharp(base).threshold(128).png().toBuffer(),
  "odd-aspect-ratio": () => sharp(base).resize(600, 100, { fit: "fill" }).png().toBuffer(),
  grayscale: () => sharp(base).greyscale().toColourspace("srgb").png().toBuffer(),
};

test("a good picture has no issue and is kept at every level", () => {
  expect(assess(good).issues).toEqual([]);
  expect(rejectionOf(good, "strict")).toBeNull();
});

describe.each(ISSUES)("%s", (issue) => {
  test("a picture made so scores below the threshold, and a good one above it", async () => {
    const { scores, issues } = assess(await measured(await bad[issue]()));
    expect(issues).toContain(issue);
    expect(scores[issue]).toBeLessThan(assess(good).scores[issue]);
    for (const score of Object.values(scores)) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });
  test("a check is registered under its own name", () => {
    expect(CHECKS[issue].issue).toBe(issue);
  });
});

test("quality refuses pictures from the standard level on; shape and colour are only noted", async () => {
  for (const issue of ["dark", "light", "blurry", "low-information"] as const) {
    const measurements = await measured(await bad[issue]());
    expect(rejectionOf(measurements, "basic")).toBeNull();
    expect(rejectionOf(measurements, "standard")).not.toBeNull();
    expect(rejectionOf(measurements, "strict")).not.toBeNull();
  }
  for (const issue of ["odd-aspect-ratio", "grayscale"] as const) {
    expect(rejectionOf(await measured(await bad[issue]()), "strict")).toBeNull();
  }
});

test("a sharp subject before a soft background is noted as blurry but kept", () => {
  const soft = { ...good, edgeDeviation: 30, histogramDeviation: 10, laplacianVariance: 400 };
  expect(assess(soft).issues).toEqual(["blurry"]);
  expect(rejectionOf(soft, "strict")).toBeNull();
});

test.each(["#d8d8d8", "#ff0000", "#000000", "#ffffff"])(
  "a blank picture (%s) is refused at every level",
  async (colour) => {
    const measurements = await measured(await flat(colour));
    expect(isBlank(measurements)).toBe(true);
    expect(rejectionOf(measurements, "basic")).toBe("low-information");
  },
);

test("a grey picture is grey also when stored as a colour JPEG", async () => {
  const jpeg = await sharp(base).greyscale().toColourspace("srgb").jpeg({ quality: 60 }).toBuffer();
  const result = await decode({ bytes: jpeg, format: "jpeg", minWidth: 1, minHeight: 1 });
  expect(result).toMatchObject({ ok: true, inspected: { measurements: { isGrayscale: true } } });
});

test("more blur never looks sharper", async () => {
  const deviations = [good.edgeDeviation];
  for (const sigma of [4, 12, 40]) {
    deviations.push((await measured(await sharp(base).blur(sigma).png().toBuffer())).edgeDeviation);
  }
  expect(deviations).toEqual(deviations.toSorted((a, b) => b - a));
});
