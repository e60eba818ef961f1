import type { Random } from "./random";

/** Decoded pixels, three bytes each. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const COLUMNS = 40;
const ROWS = 32;
/** Spots of light across the picture, and how much they brighten or darken it. */
const OCTAVES = [
  [3, 0.13],
  [7, 0.09],
  [15, 0.085],
] as const;
const GRAIN = 128;

/**
 * Gives a drawing the light of a photograph, in place: uneven brightness, dim corners, a tint and film grain. That also
 * keeps two drawings of one motif as far apart, for a perceptual hash, as two photographs of it.
 */
export function develop({ data, width, height }: Pixels, random: Random): void {
  const light = lightMap(random);
  const grain = grainTile(random, random.between(4, 11));
  const tint = [random.between(0.96, 1.04), random.between(0.97, 1.03), random.between(0.95, 1.05)];
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.byteLength);
  const line = new Float32Array(COLUMNS + 1);
  for (let y = 0, i = 0; y < height; y++) {
    const v = (y / height) * ROWS;
    const row = Math.floor(v) * (COLUMNS + 1);
    for (let column = 0; column <= COLUMNS; column++) {
      const above = light[row + column] ?? 1;
      line[column] = above + ((light[row + COLUMNS + 1 + column] ?? 1) - above) * (v % 1);
    }
    const grainRow = (y % GRAIN) * GRAIN;
    for (let x = 0; x < width; x++, i += 3) {
      const u = (x / width) * COLUMNS;
      const column = u | 0;
      const left = line[column] ?? 1;
      const gain = left + ((line[column + 1] ?? 1) - left) * (u - column);
      // Tiles are shifted against one another, so that no repetition shows.
      const speck = grain[grainRow + ((x + (y >> 7) * 37) % GRAIN)] ?? 0;
      pixels[i] = (pixels[i] ?? 0) * gain * (tint[0] ?? 1) + speck;
      pixels[i + 1] = (pixels[i + 1] ?? 0) * gain * (tint[1] ?? 1) + speck;
      pixels[i + 2] = (pixels[i + 2] ?? 0) * gain * (tint[2] ?? 1) + speck;
    }
  }
}

function lightMap(random: Random): Float32Array {
  const map = new Float32Array((COLUMNS + 1) * (ROWS + 1));
  const vignette = random.between(0.04, 0.3);
  const centre = [random.between(0.35, 0.65), random.between(0.3, 0.7)];
  const layers = OCTAVES.map(([cells, strength]) => ({
    cells,
    strength: strength * random.between(0.7, 1.2),
    values: Array.from({ length: (cells + 2) ** 2 }, () => random.between(-1, 1)),
  }));
  for (let row = 0; row <= ROWS; row++) {
    for (let column = 0; column <= COLUMNS; column++) {
      const [u, v] = [column / COLUMNS, row / ROWS];
      let gain = 1.05 - vignette * ((u - (centre[0] ?? 0)) ** 2 + (v - (centre[1] ?? 0)) ** 2) * 2;
      for (const { cells, strength, values } of layers)
        gain += strength * smoothAt(values, cells, u * cells, v * cells);
      map[row * (COLUMNS + 1) + column] = gain;
    }
  }
  return map;
}

/** Value noise: smooth between the corners of a grid of (cells + 2)² values. */
function smoothAt(values: readonly number[], cells: number, u: number, v: number): number {
  const [column, row] = [Math.floor(u), Math.floor(v)];
  const ease = (t: number) => t * t * (3 - 2 * t);
  const [a, b] = [ease(u - column), ease(v - row)];
  const at = (c: number, r: number) => values[(row + r) * (cells + 2) + column + c] ?? 0;
  const upper = at(0, 0) * (1 - a) + at(1, 0) * a;
  return upper * (1 - b) + (at(0, 1) * (1 - a) + at(1, 1) * a) * b;
}

/** Bell-shaped noise by the sum of three even ones, `strength` levels wide. */
function grainTile(random: Random, strength: number): Float32Array {
  return Float32Array.from(
    { length: GRAIN * GRAIN },
    () => (random.next() + random.next() + random.next() - 1.5) * strength * 2,
  );
}
