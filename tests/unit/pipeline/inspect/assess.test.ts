import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { CHECKED_ISSUES, type CheckedIssue, DEFAULT_RULES } from "@/lib/domain/issue";
import { assess, isBlank, refusalOf } from "@/lib/pipeline/inspect/assess";
import type { Measured } from "@/lib/pipeline/inspect/check";
import { CHECKS } from "@/lib/pipeline/inspect/checks";
import { decode } from "@/lib/pipeline/inspect/decode";
import { assessed, measured, mounted, STANDARD, written } from "./pictures";
import { flat, scene } from "./scenes";

const base = await scene(3);
const good = await measured(base);
const fence = { min: 100, max: 900 };
const edited = async (change: (picture: Sharp) => Sharp) =>
  measured(await change(sharp(base)).png().toBuffer());
const at = (level: "basic" | "standard" | "strict") => ({ level, rules: DEFAULT_RULES });

/** A picture that has the issue, and as far as possible no other. */
const bad: Record<CheckedIssue, () => Promise<Measured>> = {
  dark: () => edited((p) => p.linear(0.15, 0)),
  light: () => edited((p) => p.linear(0.03, 247)),
  blurry: () => edited((p) => p.blur(40)),
  "out-of-focus": () => edited((p) => p.blur(40)),
  "low-information": () => edited((p) => p.threshold(128)),
  "odd-aspect-ratio": () => edited((p) => p.resize(600, 100, { fit: "fill" })),
  "odd-size": async () => ({ ...good, width: 2000, height: 1500, sizeFence: fence }),
  grayscale: () => edited((p) => p.greyscale().toColourspace("srgb")),
  bordered: async () =>
    measured(await mounted(base, { top: 20, bottom: 20, left: 20, right: 20 }, "#fff")),
  placeholder: async () => ({ ...good, hostCount: 3 }),
  upscaled: () => edited((p) => p.resize(1600, 1200)),
  truncated: async () => measured(await mounted(base, { bottom: 60 }, "#808080")),
  animated: async () => ({ ...good, frameCount: 12 }),
  watermarked: async () =>
    measured(await written(base, { left: 60, top: 250, letterHeight: 20, letters: 10 })),
  "missing-licence": async () => ({ ...good, licence: "unknown" }),
  "opted-out": async () => ({ ...good, hasOptOut: true }),
};

test("good pictures have no issue and are kept at every level", async () => {
  for (const seed of [3, 5, 8, 13, 21]) {
    const one = { ...(await measured(await scene(seed))), sizeFence: fence };
    expect(assess(one, STANDARD).issues).toEqual([]);
    expect(refusalOf(one, at("strict"))).toBeNull();
  }
});

describe.each(CHECKED_ISSUES)("%s", (issue) => {
  test("a picture made so scores below the threshold, and a good one above it", async () => {
    const { scores, issues } = assess(await bad[issue](), STANDARD);
    expect(issues).toContain(issue);
    expect(scores[issue]).toBeLessThan(assess(good, STANDARD).scores[issue]);
    for (const score of Object.values(scores)) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });
  test("the check is registered under its own name", () => {
    expect(CHECKS[issue].issue).toBe(issue);
  });
});

test("what spoils a picture refuses it from the standard level on", async () => {
  const spoilt = ["dark", "light", "out-of-focus", "low-information", "truncated"] as const;
  for (const issue of spoilt) {
    const one = await bad[issue]();
    expect(refusalOf(one, at("basic"))).toBeNull();
    expect(refusalOf(one, at("standard"))).not.toBeNull();
    expect(refusalOf(one, at("strict"))).not.toBeNull();
  }
});

test.each([
  "odd-aspect-ratio",
  "odd-size",
  "grayscale",
  "bordered",
  "placeholder",
  "upscaled",
  "animated",
  "watermarked",
] as const)("%s is only noted by default", async (issue) => {
  expect(refusalOf(await bad[issue](), at("strict"))).toBeNull();
});

test("what compares with other pictures refuses none on arrival, whatever the rules", async () => {
  for (const issue of ["odd-size", "placeholder"] as const) {
    const rules = { ...DEFAULT_RULES, [issue]: { threshold: 0.5, hides: true } };
    const one = await bad[issue]();
    expect(assess(one, { level: "standard", rules }).hiddenBy).toEqual([issue]);
    expect(refusalOf(one, { level: "standard", rules })).toBeNull();
  }
});

test("a sharp subject before a soft background is noted as blurry but kept", () => {
  const soft = { ...good, edgeDeviation: 30, histogramDeviation: 10, laplacianVariance: 400 };
  expect(assess(soft, STANDARD).issues).toEqual(["blurry"]);
  expect(refusalOf(soft, at("strict"))).toBeNull();
});

test("nothing is in focus only where both scales say so", () => {
  const issuesOf = (edgeDeviation: number, laplacianVariance: number) =>
    assess({ ...good, edgeDeviation, histogramDeviation: 10, laplacianVariance }, STANDARD).issues;
  // A score of 0.29 at 64 pixels is an edge deviation of 34.25.
  expect(issuesOf(34.2, 99.9)).toEqual(["blurry", "out-of-focus"]);
  expect(issuesOf(34.3, 99.9)).toEqual([]);
  expect(issuesOf(34.2, 100)).toEqual(["blurry"]);
});

test.each(["#d8d8d8", "#ff0000", "#000000", "#ffffff"])(
  "a blank picture (%s) is refused at every level",
  async (colour) => {
    const one = await measured(await flat(colour));
    expect(isBlank(one)).toBe(true);
    expect(refusalOf(one, at("basic"))).toBe("low-information");
  },
);

test("a grey picture is grey also when stored as a colour JPEG", async () => {
  const jpeg = await sharp(base).greyscale().toColourspace("srgb").jpeg({ quality: 60 }).toBuffer();
  const result = await decode({ bytes: jpeg, format: "jpeg", minWidth: 1, minHeight: 1 });
  expect(result).toMatchObject({ ok: true, inspected: { measurements: { isGrayscale: true } } });
});

describe("a score falls all along, not only at its end", () => {
  const series: [CheckedIssue, string, (strength: number) => Promise<Buffer>, number[]][] = [
    ["dark", "darkened", (k) => sharp(base).linear(k, 0).png().toBuffer(), [1, 0.7, 0.4, 0.2, 0.1]],
    [
      "light",
      "paled",
      (k) =>
        sharp(base)
          .linear(1 - k, 255 * k)
          .png()
          .toBuffer(),
      [0, 0.3, 0.6, 0.9, 0.98],
    ],
    ["blurry", "blurred", (k) => sharp(base).blur(k).png().toBuffer(), [0.3, 4, 8, 16]],
    ["out-of-focus", "blurred", (k) => sharp(base).blur(k).png().toBuffer(), [4, 8, 12, 16]],
    [
      "bordered",
      "framed",
      (k) => mounted(base, { top: k, bottom: k, left: k, right: k }, "#fff"),
      [0, 6, 15, 30, 60],
    ],
    [
      "bordered",
      "letterboxed",
      (k) => mounted(base, { top: k, bottom: k }, "#000"),
      [0, 10, 30, 60],
    ],
    ["truncated", "cut off", (k) => mounted(base, { bottom: k }, "#808080"), [0, 3, 15, 60]],
    [
      "upscaled",
      "enlarged",
      (k) =>
        sharp(base)
          .resize(Math.round(400 * k))
          .png()
          .toBuffer(),
      [1, 1.5, 2, 4],
    ],
    [
      "odd-aspect-ratio",
      "stretched",
      (k) => sharp(base).resize(400, k, { fit: "fill" }).png().toBuffer(),
      [400, 300, 200, 100],
    ],
  ];
  test.each(series)("%s, when %s", async (issue, _how, make, strengths) => {
    const scores: number[] = [];
    for (const strength of strengths)
      scores.push((await assessed(await make(strength))).scores[issue]);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(scores.at(-1)).toBeLessThan(DEFAULT_RULES[issue].threshold);
    expect(scores[0]).toBeGreaterThanOrEqual(DEFAULT_RULES[issue].threshold);
  });

  test("watermarked, as the writing gets stronger", async () => {
    const scores: number[] = [];
    for (const opacity of [0, 0.15, 0.4, 0.7, 1]) {
      const row = { left: 60, top: 250, letterHeight: 20, letters: 10, opacity };
      scores.push((await assessed(await written(base, row))).scores.watermarked);
    }
    expect(scores[0]).toBe(1);
    expect(scores.at(-1)).toBeLessThan(0.5);
    expect(scores.at(-1)).toBeLessThanOrEqual(scores[2] ?? 0);
  });
});
