import { findLetters, type Letter, MAX_LETTER_HEIGHT } from "./letters.ts";
import type { Plane } from "./raster.ts";

/** Side by side, and alike: fewer are found in feathers and leaves. */
const MIN_LETTERS = 6;
/** From x to d and g, or to a capital. */
const MAX_HEIGHT_RATIO = 1.9;
/** Of the taller of two letters: the space between words, and how far both lie on one line. */
const MAX_GAP = 0.9;
const MIN_OVERLAP = 0.6;
/** Of the tallest letter, and of the letters: p and q hang below. */
const BASELINE_TOLERANCE = 0.06;
const MIN_STANDING_SHARE = 0.65;
const MAX_STROKE_RATIO = 1.8;
/** Levels, or the share of the contrast where that is more: letters of one colour differ by their soft edges. */
const MAX_LUMA_DIFFERENCE = 22;
const MAX_CONTRAST_SHARE = 0.25;

/**
 * Share of the area under level rows of six or more letter-like shapes, alike in height, luma and stroke. Writing at a
 * slant, letters over an eighth of the picture high, and joined handwriting are not found.
 */
export function textShare(luma: Plane): number {
  const area = rowsOf(findLetters(luma))
    .filter((row) => row.length >= MIN_LETTERS && isOnBaseline(row))
    .reduce((sum, row) => sum + boxArea(row), 0);
  return Math.min(1, area / luma.values.length);
}

/** Every letter goes on the row of the nearest one to its left that is like it. */
function rowsOf(letters: readonly Letter[]): Letter[][] {
  const sorted = letters.toSorted((a, b) => a.left - b.left);
  const rows: Letter[][] = [];
  const rowOf = new Map<Letter, Letter[]>();
  for (const [i, letter] of sorted.entries()) {
    const row = rowOf.get(letter) ?? [letter];
    if (row.length === 1) rows.push(row);
    const next = nextOnRow(sorted, i, letter);
    if (!next || rowOf.has(next)) continue;
    row.push(next);
    rowOf.set(next, row);
  }
  return rows;
}

function nextOnRow(sorted: readonly Letter[], i: number, letter: Letter): Letter | undefined {
  for (let j = i + 1; j < sorted.length; j++) {
    const next = sorted[j] as Letter;
    if (next.left > letter.right + MAX_LETTER_HEIGHT) break;
    if (isNeighbour(letter, next)) return next;
  }
  return undefined;
}

function isNeighbour(one: Letter, next: Letter): boolean {
  const gap = next.left - one.right - 1;
  const taller = Math.max(heightOf(one), heightOf(next));
  const lower = Math.min(heightOf(one), heightOf(next));
  const overlap = Math.min(one.bottom, next.bottom) - Math.max(one.top, next.top) + 1;
  if (gap < -1 || gap > MAX_GAP * taller || overlap < MIN_OVERLAP * taller) return false;
  if (taller > MAX_HEIGHT_RATIO * lower || one.contrast > 0 !== next.contrast > 0) return false;
  const strokes = Math.max(one.stroke, next.stroke) / Math.min(one.stroke, next.stroke);
  const contrast = Math.min(Math.abs(one.contrast), Math.abs(next.contrast));
  const lumaDifference = Math.abs(one.luma - next.luma);
  return (
    strokes <= MAX_STROKE_RATIO &&
    lumaDifference <= Math.max(MAX_LUMA_DIFFERENCE, MAX_CONTRAST_SHARE * contrast)
  );
}

const heightOf = ({ top, bottom }: Letter) => bottom - top + 1;

/** Most letters of a line end at one height; feathers, scales and twigs end where they like. */
function isOnBaseline(row: readonly Letter[]): boolean {
  const bottoms = row.map(({ bottom }) => bottom).toSorted((a, b) => a - b);
  const baseline = bottoms[bottoms.length >> 1] as number;
  const tolerance = 1 + BASELINE_TOLERANCE * Math.max(...row.map(heightOf));
  const standing = bottoms.filter((bottom) => Math.abs(bottom - baseline) <= tolerance);
  return standing.length >= MIN_STANDING_SHARE * row.length;
}

function boxArea(row: readonly Letter[]): number {
  const left = Math.min(...row.map((letter) => letter.left));
  const right = Math.max(...row.map((letter) => letter.right));
  const top = Math.min(...row.map((letter) => letter.top));
  const bottom = Math.max(...row.map((letter) => letter.bottom));
  return (right - left + 1) * (bottom - top + 1);
}
