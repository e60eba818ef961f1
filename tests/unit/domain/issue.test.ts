import { describe, expect, test } from "vitest";
import {
  CHECKED_ISSUES,
  DEFAULT_RULES,
  isCheckedAt,
  judge,
  qualityOf,
  rulesOf,
  ScoreRanges,
  type Scores,
  scoreRangesOf,
  VALIDATION_LEVELS,
} from "@/lib/domain/issue";

describe("judging", () => {
  test("what was not measured finds nothing, and a score at the threshold is good", () => {
    expect(judge({}, "strict", DEFAULT_RULES)).toEqual({ issues: [], hiddenBy: [] });
    const exact = Object.fromEntries(
      CHECKED_ISSUES.map((issue) => [issue, DEFAULT_RULES[issue].threshold]),
    ) as Scores;
    expect(judge(exact, "strict", DEFAULT_RULES).issues).toEqual([]);
  });

  test("issues are the same at every level; only what hides differs", () => {
    const worst = Object.fromEntries(CHECKED_ISSUES.map((issue) => [issue, 0])) as Scores;
    const rules = rulesOf({ "missing-licence": { threshold: 0.5, hides: true } });
    for (const level of VALIDATION_LEVELS)
      expect(judge(worst, level, rules).issues).toEqual([...CHECKED_ISSUES]);
    expect(judge(worst, "basic", rules).hiddenBy).toEqual([]);
    const standard = judge(worst, "standard", rules).hiddenBy;
    expect(standard).toContain("dark");
    expect(standard).not.toContain("missing-licence");
    expect(judge(worst, "strict", rules).hiddenBy).toEqual(
      expect.arrayContaining([...standard, "missing-licence"]),
    );
  });

  test("a rule that does not hide only marks", () => {
    const rules = rulesOf({ dark: { threshold: 0.9, hides: false } });
    expect(judge({ dark: 0.5 }, "strict", rules)).toEqual({ issues: ["dark"], hiddenBy: [] });
    expect(judge({ dark: 0.5 }, "strict", DEFAULT_RULES).issues).toEqual([]);
  });

  test("a higher threshold never finds less", () => {
    const counts = [0, 0.2, 0.4, 0.8, 1].map((threshold) => {
      const rules = rulesOf({ light: { threshold, hides: true } });
      return [0, 0.1, 0.3, 0.5, 0.9, 1].filter(
        (light) => judge({ light }, "standard", rules).issues.length > 0,
      ).length;
    });
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect(counts[0]).toBe(0);
  });

  test("completeness is asked for at the strict level alone", () => {
    expect(isCheckedAt("opted-out", "standard")).toBe(false);
    expect(isCheckedAt("opted-out", "strict")).toBe(true);
    expect(isCheckedAt("blurry", "basic")).toBe(false);
  });
});

test("quality is the mean of what speaks of quality, and no more", () => {
  expect(qualityOf({})).toBe(1);
  expect(qualityOf({ grayscale: 0, animated: 0, "odd-size": 0, "opted-out": 0 })).toBe(1);
  expect(qualityOf({ dark: 0 })).toBeCloseTo(0.9, 9);
});

describe("score ranges", () => {
  test("are read with their open ends", () => {
    const text = ScoreRanges.parse("dark:0..0.3,blurry:0.2..,out-of-focus:..0.5");
    expect(scoreRangesOf(text)).toEqual([
      { issue: "dark", from: 0, to: 0.3 },
      { issue: "blurry", from: 0.2, to: 1 },
      { issue: "out-of-focus", from: 0, to: 0.5 },
    ]);
  });
  test("may end at nought", () => {
    expect(scoreRangesOf(ScoreRanges.parse("dark:0..0"))).toEqual([
      { issue: "dark", from: 0, to: 0 },
    ]);
  });
  test.each([
    "",
    "dark",
    "dark:1",
    "dark:0..2",
    "dark:-1..1",
    "bright:0..1",
    "dark:0..1,",
    "near-duplicate:0..1",
  ])("%j is none", (text) => {
    expect(ScoreRanges.safeParse(text).success).toBe(false);
  });
});
