import type { Raster } from "./raster.ts";

/** Squares at full size that stand for the picture: as many as cost about a millisecond. */
const TILES = 9;
export const TILE_SIDE = 112;
/** Four octaves of filtering leave nothing of a smaller square. */
const MIN_TILE_SIDE = 98;
const OCTAVES = 4;
/** A half-band low-pass filter (Deslauriers and Dubuc 1989): −1, 0, 9, 16, 9, 0, −1 of 32. */
const REACH = 3;
/** Variance in levels² below which there is only rounding and grain to judge by. */
const MIN_ENERGY = 2;

interface Tile {
  readonly values: Float32Array;
  readonly side: number;
}

/**
 * Of the energy in the four finest octaves of a picture at full size, the share in the finest: about a quarter where it
 * is sharp, next to none where it was enlarged. 1 for what is too flat or too small to tell.
 */
export function fineShare(raster: Raster): number {
  const energies = new Float64Array(OCTAVES);
  for (const tile of tilesOf(raster)) {
    let octave = tile;
    for (let i = 0; i < OCTAVES; i++) {
      const coarse = lowPass(octave);
      energies[i] = (energies[i] as number) + energyBetween(octave, coarse) / TILES;
      octave = halved(coarse);
    }
  }
  const total = energies.reduce((sum, energy) => sum + energy, 0);
  return total < MIN_ENERGY ? 1 : (energies[0] ?? 0) / total;
}

/** Evenly over the picture: sharp subjects before soft backgrounds lie anywhere. */
function* tilesOf(raster: Raster): Generator<Tile> {
  const { width, height } = raster;
  const side = Math.min(TILE_SIDE, width, height);
  if (side < MIN_TILE_SIDE) return;
  const rows = Math.min(Math.sqrt(TILES), Math.floor(height / side));
  const columns = Math.min(Math.floor(TILES / rows), Math.floor(width / side));
  for (let row = 0; row < rows; row++) {
    const top = Math.floor(((height - side) * (row + 0.5)) / rows);
    for (let column = 0; column < columns; column++) {
      const left = Math.floor(((width - side) * (column + 0.5)) / columns);
      yield tileAt(raster, left, top, side);
    }
  }
}

/** Of RGBA too: hidden colours are as sharp as shown ones. */
function tileAt({ pixels, width, channels }: Raster, left: number, top: number, side: number) {
  const values = new Float32Array(side * side);
  for (let y = 0, to = 0; y < side; y++) {
    for (let x = 0, at = ((top + y) * width + left) * channels; x < side; x++, at += channels) {
      const r = pixels[at] as number;
      const g = pixels[at + 1] as number;
      const b = pixels[at + 2] as number;
      values[to++] = 0.299 * r + 0.587 * g + 0.114 * b;
    }
  }
  return { values, side };
}

/** Without the margin that the filter cannot reach: REACH less on every side. */
function lowPass({ values, side }: Tile): Tile {
  const inner = side - 2 * REACH;
  const rows = new Float32Array(inner * side);
  for (let y = 0, to = 0; y < side; y++) {
    for (let x = 0, at = y * side; x < inner; x++, at++) rows[to++] = halfBand(values, at, 1);
  }
  const out = new Float32Array(inner * inner);
  for (let at = 0; at < out.length; at++) out[at] = halfBand(rows, at, inner);
  return { values: out, side: inner };
}

function halfBand(values: Float32Array, first: number, step: number): number {
  const centre = first + REACH * step;
  const near = (values[centre - step] as number) + (values[centre + step] as number);
  const far = (values[first] as number) + (values[centre + REACH * step] as number);
  return (16 * (values[centre] as number) + 9 * near - far) / 32;
}

function energyBetween(fine: Tile, coarse: Tile): number {
  let sum = 0;
  for (let y = 0, at = 0; y < coarse.side; y++) {
    let from = (y + REACH) * fine.side + REACH;
    for (let x = 0; x < coarse.side; x++) {
      const difference = (fine.values[from++] as number) - (coarse.values[at++] as number);
      sum += difference * difference;
    }
  }
  return sum / coarse.values.length;
}

function halved({ values, side }: Tile): Tile {
  const half = Math.ceil(side / 2);
  const out = new Float32Array(half * half);
  for (let y = 0, to = 0; y < half; y++) {
    for (let x = 0; x < half; x++) out[to++] = values[2 * y * side + 2 * x] as number;
  }
  return { values: out, side: half };
}
