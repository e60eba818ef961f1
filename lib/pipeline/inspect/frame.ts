import type { Measurements } from "./measurements.ts";
import type { Raster } from "./raster.ts";

/** How far, in levels of any channel, a flat line may be from its colour: JPEG's ringing beside an edge stays below. */
const TOLERANCE = 14;
/** Of a line; a speck of dust or of a scan does not end a border. */
const MIN_FLAT_SHARE = 0.985;
/** Levels between a border and what is inside it. */
const MIN_STEP = 24;
/** Of the inner edge: where a sky or a studio's wall ends, only the subject meets it. */
const MIN_STEP_SHARE = 0.6;
/** Where the step is looked for, in lines past the border: scaling blurs the edge over one. */
const PAST_EDGE = 2;
/** Levels: bars of films are black, or nearly so. */
const MAX_BAR_LEVEL = 40;
/** Decoders fill the rows that they miss with 128. */
const FILL_LEVEL = 128;
const FILL_TOLERANCE = 5;

/** A line around a mount around a picture. */
const MAX_FRAMES = 3;

type Frame = Pick<Measurements, "borderShare" | "letterboxShare" | "cutOffShare">;
type Colour = readonly [number, number, number];

/** What is left of a picture within its frames, in pixels. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Lines of a window, counted from one of its sides. */
interface Side {
  /** Lines up to the opposite side, and pixels in each. */
  readonly lines: number;
  readonly length: number;
  /** Where in the raster a line's pixel lies. */
  at(line: number, i: number): number;
}

interface Margin {
  /** Flat lines of one colour; 0 where there are none, or nothing but such. */
  readonly depth: number;
  readonly colour: Colour;
}

interface Margins {
  readonly top: Margin;
  readonly bottom: Margin;
  readonly left: Margin;
  readonly right: Margin;
}

/** Flat margins that end in a sharp straight edge, one within the other. */
export function measureFrame(rgb: Raster): { frame: Frame; inside: Window } {
  const { width, height } = rgb;
  const whole = { left: 0, top: 0, width, height };
  const outer = marginsOf(rgb, whole);
  let inside = within(whole, outer);
  for (let i = 1; i < MAX_FRAMES; i++) inside = within(inside, marginsOf(rgb, inside));
  const frame = {
    borderShare: 1 - (inside.width * inside.height) / (width * height),
    letterboxShare: letterboxShare(outer, whole),
    cutOffShare: cutOffShare(outer, whole),
  };
  return { frame, inside };
}

const within = (window: Window, { top, bottom, left, right }: Margins): Window => ({
  left: window.left + left.depth,
  top: window.top + top.depth,
  width: window.width - left.depth - right.depth,
  height: window.height - top.depth - bottom.depth,
});

function marginsOf({ pixels, width }: Raster, window: Window): Margins {
  const { left, top, width: across, height: down } = window;
  const [bottom, right] = [top + down - 1, left + across - 1];
  const sides: Record<keyof Margins, Side> = {
    top: { lines: down, length: across, at: (y, x) => ((top + y) * width + left + x) * 3 },
    bottom: { lines: down, length: across, at: (y, x) => ((bottom - y) * width + left + x) * 3 },
    left: { lines: across, length: down, at: (x, y) => ((top + y) * width + left + x) * 3 },
    right: { lines: across, length: down, at: (x, y) => ((top + y) * width + right - x) * 3 },
  };
  const flat = {
    top: flatMargin(pixels, sides.top),
    bottom: flatMargin(pixels, sides.bottom),
    left: flatMargin(pixels, sides.left),
    right: flatMargin(pixels, sides.right),
  };
  // The margins beside one are no part of its inner edge.
  const upright = { before: flat.left.depth, after: flat.right.depth };
  const level = { before: flat.top.depth, after: flat.bottom.depth };
  return {
    top: withEdge(pixels, sides.top, flat.top, upright),
    bottom: withEdge(pixels, sides.bottom, flat.bottom, upright),
    left: withEdge(pixels, sides.left, flat.left, level),
    right: withEdge(pixels, sides.right, flat.right, level),
  };
}

function flatMargin(pixels: Buffer, side: Side): Margin {
  const colour = meanColour(pixels, side);
  const maxOff = Math.floor(side.length * (1 - MIN_FLAT_SHARE));
  let depth = 0;
  while (depth < side.lines && countOff(pixels, side, depth, colour, maxOff) <= maxOff) depth++;
  return { depth: depth === side.lines ? 0 : depth, colour };
}

function meanColour(pixels: Buffer, { length, at }: Side): Colour {
  const sums: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < length; i++) {
    for (const c of [0, 1, 2] as const) sums[c] += pixels[at(0, i) + c] as number;
  }
  return [sums[0] / length, sums[1] / length, sums[2] / length];
}

/** The pixels of a line that are of another colour; counts no further than one past `enough`. */
function countOff(pixels: Buffer, side: Side, line: number, colour: Colour, enough: number) {
  let count = 0;
  for (let i = 0; i < side.length && count <= enough; i++) {
    if (distance(pixels, side.at(line, i), colour) > TOLERANCE) count++;
  }
  return count;
}

const distance = (pixels: Buffer, at: number, [r, g, b]: Colour): number =>
  Math.max(
    Math.abs((pixels[at] as number) - r),
    Math.abs((pixels[at + 1] as number) - g),
    Math.abs((pixels[at + 2] as number) - b),
  );

/** The margin, or none where the picture does not differ from it along most of its inner edge. */
function withEdge(
  pixels: Buffer,
  side: Side,
  margin: Margin,
  beside: { before: number; after: number },
): Margin {
  const { depth, colour } = margin;
  const line = depth - 1 + PAST_EDGE;
  const end = side.length - beside.after;
  let steps = 0;
  if (depth > 0 && line < side.lines) {
    for (let i = beside.before; i < end; i++) {
      if (distance(pixels, side.at(line, i), colour) >= MIN_STEP) steps++;
    }
  }
  const isEdge = steps > 0 && steps >= MIN_STEP_SHARE * (end - beside.before);
  return isEdge ? margin : { colour, depth: 0 };
}

/** Two dark margins about equally deep, and none on the other sides. */
function letterboxShare({ top, bottom, left, right }: Margins, { width, height }: Window): number {
  if (left.depth + right.depth === 0) return (2 * barDepth(top, bottom)) / height;
  return top.depth + bottom.depth === 0 ? (2 * barDepth(left, right)) / width : 0;
}

function barDepth(one: Margin, other: Margin): number {
  const isDark = [...one.colour, ...other.colour].every((level) => level <= MAX_BAR_LEVEL);
  const less = Math.min(one.depth, other.depth);
  const more = Math.max(one.depth, other.depth);
  return isDark && more - less <= 2 + more / 10 ? less : 0;
}

function cutOffShare({ top, bottom, left, right }: Margins, { height }: Window): number {
  const isFill = bottom.colour.every((level) => Math.abs(level - FILL_LEVEL) <= FILL_TOLERANCE);
  const isBottomOnly = top.depth + left.depth + right.depth === 0;
  return isFill && isBottomOnly ? bottom.depth / height : 0;
}
