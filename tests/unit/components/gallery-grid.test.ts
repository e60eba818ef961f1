import { describe, expect, test } from "vitest";
import { GAP_PX, geometryOf, placesIn, spanOf } from "@/components/gallery/grid/geometry";
import { hiddenText, hoverText } from "@/components/gallery/grid/tile-words";
import { readViewSettings } from "@/components/gallery/view-settings";

describe("the grid", () => {
  const geometry = geometryOf(4 * 100 + 3 * GAP_PX, 100, 1000);

  test("fills the width with whole tiles, two side by side at least", () => {
    expect(geometry).toMatchObject({ columns: 4, tile: 100, rows: 250, shown: 1000 });
    expect(geometryOf(200, 320, 10)).toMatchObject({ columns: 2, tile: (200 - GAP_PX) / 2 });
  });

  test("has its true height for 100,000 pictures at any size on a desktop and on a phone", () => {
    for (const [width, size] of [
      [1000, 96],
      [1000, 320],
      [358, 176],
    ] as const)
      expect(geometryOf(width, size, 100_000).shown).toBe(100_000);
  });

  test("ends before it is taller than browsers lay out", () => {
    const { rows, rowHeight, shown } = geometryOf(358, 320, 1_000_000);
    expect(rows * rowHeight).toBeLessThanOrEqual(16_000_000);
    expect(shown).toBeGreaterThan(170_000);
  });

  test("draws whole rows around what is looked at, and nothing that is not there", () => {
    expect(spanOf(geometry, 0, 0)).toEqual({ first: 0, last: 3 });
    expect(spanOf(geometry, 110, 330)).toEqual({ first: 4, last: 15 });
    expect(spanOf(geometry, -500, 1e9)).toEqual({ first: 0, last: 999 });
    expect(spanOf(geometryOf(418, 100, 0), 0, 500)).toEqual({ first: 0, last: -1 });
  });

  test("selects the tiles that a rectangle touches, from whichever corner it was drawn", () => {
    const a = { x: 150, y: 20 };
    const b = { x: 250, y: 150 };
    expect(placesIn(geometry, a, b)).toEqual([1, 2, 5, 6]);
    expect(placesIn(geometry, b, a)).toEqual([1, 2, 5, 6]);
    expect(placesIn(geometry, { x: 101, y: 101 }, { x: 105, y: 105 })).toEqual([]);
    expect(placesIn(geometry, { x: -50, y: -50 }, { x: 5000, y: 5 })).toEqual([0, 1, 2, 3]);
  });
});

describe("a hidden picture", () => {
  test("says in words what hides it, and nothing once a person has decided", () => {
    const dark = { isDuplicate: true, hiddenBy: ["dark" as const], decision: "undecided" as const };
    expect(hiddenText(dark)).toBe("Hidden: duplicate, dark");
    expect(hiddenText({ ...dark, decision: "accepted" })).toBeNull();
    expect(hiddenText({ ...dark, isDuplicate: false, hiddenBy: [] })).toBeNull();
  });
});

describe("a picture that is hovered", () => {
  test("says what its marks mean, and what the list is ordered by in place of the source", () => {
    const plain = { labels: ["dog", "puppy"], source: "openverse", issues: [], duplicateCount: 0 };
    expect(hoverText(plain, null)).toBe("dog, puppy\nopenverse");
    expect(
      hoverText({ ...plain, issues: ["dark", "odd-size"], duplicateCount: 3 }, "Score 0.40"),
    ).toBe("dog, puppy\nScore 0.40\nDark, Odd size\n3 pictures alike");
  });
});

describe("how a person likes the grid", () => {
  test.each([undefined, "", "x.y", "5.crop", "1e9.fit"])(
    "is the usual where the cookie is %s",
    (cookie) => {
      expect(readViewSettings(cookie)).toMatchObject({ size: 176 });
    },
  );
  test("is read as it was kept", () => {
    expect(readViewSettings("128.fit")).toEqual({ size: 128, isCropped: false });
  });
});
