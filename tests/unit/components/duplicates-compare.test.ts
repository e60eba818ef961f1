import { describe, expect, test } from "vitest";
import { placeIn, uprightSize } from "@/components/duplicates/compare/orientation";
import {
  actualZoom,
  boxOf,
  fitScale,
  panBy,
  WHOLE,
  zoomTo,
} from "@/components/duplicates/compare/viewport";
import { TRANSFORMS, type Transform } from "@/lib/domain/transform";

const PANE = { width: 400, height: 300 };
const LARGE = { width: 4000, height: 2000 };
const SMALL = { width: 100, height: 80 };
const MIDDLE = { x: 200, y: 150 };

describe("the view that all panes share", () => {
  test("shows the whole picture in the middle of the pane", () => {
    expect(boxOf(WHOLE, LARGE, PANE)).toEqual({ left: 0, top: 50, width: 400, height: 200 });
  });

  test("never enlarges a picture unasked", () => {
    expect(fitScale(SMALL, PANE)).toBe(1);
    expect(boxOf(WHOLE, SMALL, PANE)).toMatchObject({ width: 100, height: 80 });
  });

  test("keeps what lies under the pointer there when it zooms", () => {
    const at = { x: 300, y: 120 };
    const before = boxOf(WHOLE, LARGE, PANE);
    const share = (at.x - before.left) / before.width;
    const after = boxOf(zoomTo(WHOLE, 6, at, LARGE, PANE), LARGE, PANE);
    expect(after.width).toBeCloseTo(before.width * 6);
    expect(after.left + share * after.width).toBeCloseTo(at.x);
  });

  test("is neither smaller than whole nor larger than sixteen pixels for one", () => {
    expect(zoomTo(WHOLE, 0.2, MIDDLE, LARGE, PANE)).toEqual(WHOLE);
    const { width } = boxOf(zoomTo(WHOLE, 10_000, MIDDLE, LARGE, PANE), LARGE, PANE);
    expect(width).toBeCloseTo(16 * LARGE.width);
  });

  test("moves with the pointer, and no further than the picture's edge", () => {
    const near = zoomTo(WHOLE, 10, MIDDLE, LARGE, PANE);
    const moved = panBy(near, { x: 30, y: -20 }, LARGE, PANE);
    const [from, to] = [boxOf(near, LARGE, PANE), boxOf(moved, LARGE, PANE)];
    expect(to.left - from.left).toBeCloseTo(30);
    expect(to.top - from.top).toBeCloseTo(-20);
    const end = boxOf(panBy(near, { x: 1e6, y: 1e6 }, LARGE, PANE), LARGE, PANE);
    expect([end.left, end.top]).toEqual([expect.closeTo(0), expect.closeTo(0)]);
  });

  test("at 1:1 gives each pixel of the picture one of the screen", () => {
    const zoom = actualZoom(LARGE, PANE, 2);
    expect(boxOf({ ...WHOLE, zoom }, LARGE, PANE).width).toBeCloseTo(LARGE.width / 2);
  });
});

type Matrix = readonly [a: number, b: number, c: number, d: number];
const multiply = ([a, b, c, d]: Matrix, [e, f, g, h]: Matrix): Matrix => [
  a * e + b * g,
  a * f + b * h,
  c * e + d * g,
  c * f + d * h,
];
/** x to the right and y down, row by row. */
const IDENTITY: Matrix = [1, 0, 0, 1];
const MIRRORED: Matrix = [-1, 0, 0, 1];
const QUARTER: Matrix = [0, -1, 1, 0];
const HALF = multiply(QUARTER, QUARTER);
const THREE_QUARTERS = multiply(QUARTER, HALF);

/** What was done to make the copy, as its label says it. */
const MADE_BY: Record<Transform, Matrix> = {
  none: IDENTITY,
  mirrored: MIRRORED,
  flipped: multiply(MIRRORED, HALF),
  "rotated-180": HALF,
  "rotated-90": QUARTER,
  "rotated-270": THREE_QUARTERS,
  transposed: multiply(MIRRORED, QUARTER),
  transversed: multiply(MIRRORED, THREE_QUARTERS),
};

function matrixOf(css: string): Matrix {
  const [, name, list = ""] = /^(\w+)\((.*)\)$/.exec(css) ?? [];
  const numbers = list.split(",").map(Number.parseFloat);
  const [first = 0, second = 0, third = 0, fourth = 0] = numbers;
  if (css === "none") return IDENTITY;
  if (name === "scaleX") return [first, 0, 0, 1];
  if (name === "scaleY") return [1, 0, 0, first];
  if (name === "matrix") return [first, third, second, fourth];
  if (name !== "rotate") throw new Error(`What is ${css}?`);
  const angle = (first * Math.PI) / 180;
  const [sin, cos] = [Math.round(Math.sin(angle)), Math.round(Math.cos(angle))];
  return [cos, -sin, sin, cos];
}

describe("a copy", () => {
  test.each(TRANSFORMS)("that is %s is turned back to lie as the keeper", (transform) => {
    const { css } = placeIn(PANE, PANE, transform);
    const back = multiply(matrixOf(css), MADE_BY[transform]);
    expect(back.map((value) => value + 0)).toEqual(IDENTITY);
  });

  test("of another resolution covers the keeper exactly", () => {
    const { box } = placeIn(PANE, { width: 133, height: 100 }, "none");
    expect(box).toEqual({ left: 0, top: 0, ...PANE });
  });

  test("that was turned by a quarter covers the keeper once it is turned back", () => {
    const { box } = placeIn(PANE, { width: 300, height: 400 }, "rotated-90");
    expect(uprightSize(box, "rotated-90")).toEqual(PANE);
    expect([box.left + box.width / 2, box.top + box.height / 2]).toEqual([200, 150]);
  });

  test("that was cropped keeps its shape, in the middle of the keeper", () => {
    const { box } = placeIn(PANE, { width: 300, height: 300 }, "none");
    expect(box).toEqual({ left: 50, top: 0, width: 300, height: 300 });
  });
});
