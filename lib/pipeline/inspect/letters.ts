import type { Plane } from "./raster.ts";

/** Pixels around one that say what is usual there: more than a stroke is wide, less than two lines are high. */
const SURROUNDINGS = 12;
/** Levels by which a stroke stands out from its surroundings. */
const MIN_CONTRAST = 30;
/** Sides of a letter in a thumbnail of 480 pixels. */
const MIN_HEIGHT = 5;
export const MAX_LETTER_HEIGHT = 64;
const MAX_WIDTH_TO_HEIGHT = 2;
/** In pixels; grain is smaller, and most of what stands out is grain. */
const MIN_PIXELS = 8;
const MAX_PIXELS = MAX_LETTER_HEIGHT ** 2 * MAX_WIDTH_TO_HEIGHT;
/** Share of its box that a letter fills: V and L the least. */
const MIN_FILL = 0.18;
/** Standard deviation of a letter's luma to its contrast: thin strokes are as uneven as this by their soft edges. */
const MAX_UNEVENNESS = 0.6;
/** Of grass and gravel there are more; no caption has so many. */
const MAX_LETTERS = 1_200;

/** States of a pixel; one that was taken is that many higher. */
const BRIGHT = 1;
const DARK = 2;
const TAKEN = 2;

/** Pixels that hang together, stand out from what is around them, and are shaped as letters are. */
export interface Letter {
  readonly left: number;
  readonly top: number;
  /** The last column and row that belong to it. */
  readonly right: number;
  readonly bottom: number;
  readonly luma: number;
  /** Levels above its surroundings, on the mean; below 0 for a dark letter. */
  readonly contrast: number;
  /** Width of its strokes in pixels: of a long bar, twice its area by its outline. */
  readonly stroke: number;
}

/** Letters brighter or darker than their surroundings. */
export function findLetters(luma: Plane): Letter[] {
  const contrast = contrastOf(luma);
  // A margin of one pixel spares looking whether a neighbour is in the picture.
  const stride = luma.width + 2;
  const states = new Uint8Array(stride * (luma.height + 2));
  for (let y = 0, from = 0; y < luma.height; y++) {
    for (let x = 0, to = (y + 1) * stride + 1; x < luma.width; x++, to++, from++) {
      const level = contrast[from] as number;
      if (level > MIN_CONTRAST) states[to] = BRIGHT;
      else if (level < -MIN_CONTRAST) states[to] = DARK;
    }
  }
  const letters: Letter[] = [];
  const members = new Int32Array(luma.values.length);
  for (let at = 0; at < states.length && letters.length < MAX_LETTERS; at++) {
    const state = states[at];
    if (state !== BRIGHT && state !== DARK) continue;
    const { count, outline } = gather(states, stride, members, at);
    if (count < MIN_PIXELS || count > MAX_PIXELS) continue;
    const letter = letterOf(members.subarray(0, count), outline, stride, luma, contrast);
    if (letter) letters.push(letter);
  }
  return letters;
}

/** Each pixel less the mean of the square around it: columns are summed first, and the sums moved along. */
function contrastOf({ values, width, height }: Plane): Float32Array {
  const contrast = new Float32Array(values.length);
  const columns = new Float64Array(width);
  const addRow = (row: number, sign: number) => {
    for (let x = 0, at = row * width; x < width; x++, at++) {
      columns[x] = (columns[x] as number) + sign * (values[at] as number);
    }
  };
  for (let y = 0; y < Math.min(SURROUNDINGS, height); y++) addRow(y, 1);
  for (let y = 0, at = 0; y < height; y++) {
    if (y + SURROUNDINGS < height) addRow(y + SURROUNDINGS, 1);
    if (y > SURROUNDINGS) addRow(y - SURROUNDINGS - 1, -1);
    const rows = Math.min(height, y + SURROUNDINGS + 1) - Math.max(0, y - SURROUNDINGS);
    let sum = 0;
    for (let x = 0; x < Math.min(SURROUNDINGS, width); x++) sum += columns[x] as number;
    for (let x = 0; x < width; x++, at++) {
      if (x + SURROUNDINGS < width) sum += columns[x + SURROUNDINGS] as number;
      if (x > SURROUNDINGS) sum -= columns[x - SURROUNDINGS - 1] as number;
      const across = Math.min(width, x + SURROUNDINGS + 1) - Math.max(0, x - SURROUNDINGS);
      contrast[at] = (values[at] as number) - sum / (rows * across);
    }
  }
  return contrast;
}

/** Takes all that hangs together with a pixel into `members`; the outline is counted in sides of pixels. */
function gather(states: Uint8Array, stride: number, members: Int32Array, first: number) {
  const waiting = states[first] as number;
  const taken = waiting + TAKEN;
  members[0] = first;
  states[first] = taken;
  let count = 1;
  let outline = 0;
  for (let i = 0; i < count; i++) {
    const at = members[i] as number;
    for (let side = 0; side < 4; side++) {
      const step = side < 2 ? 1 : stride;
      const next = side % 2 === 0 ? at - step : at + step;
      const state = states[next];
      if (state === waiting) {
        states[next] = taken;
        members[count++] = next;
      } else if (state !== taken) outline++;
    }
  }
  return { count, outline };
}

function letterOf(
  members: Int32Array,
  outline: number,
  stride: number,
  { values, width, height }: Plane,
  contrast: Float32Array,
): Letter | null {
  let [left, right, top, bottom] = [width, 0, height, 0];
  let [sum, squares, contrasts] = [0, 0, 0];
  for (const at of members) {
    const x = (at % stride) - 1;
    const y = Math.floor(at / stride) - 1;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    const value = values[y * width + x] as number;
    sum += value;
    squares += value * value;
    contrasts += contrast[y * width + x] as number;
  }
  const count = members.length;
  const [across, down] = [right - left + 1, bottom - top + 1];
  const isLetterSized =
    down >= MIN_HEIGHT && down <= MAX_LETTER_HEIGHT && across <= down * MAX_WIDTH_TO_HEIGHT;
  if (!isLetterSized || count < MIN_FILL * across * down) return null;
  const luma = sum / count;
  const excess = contrasts / count;
  const deviation = Math.sqrt(Math.max(0, squares / count - luma * luma));
  if (deviation > MAX_UNEVENNESS * Math.abs(excess)) return null;
  return { left, top, right, bottom, luma, contrast: excess, stroke: (2 * count) / outline };
}
