import { WORDS } from "./hash-words.ts";

const SIDE = 16;

/** The hashes that are stored of a picture: as it is, mirrored, upside down, turned by 180°. */
export const STORED_HASHES = 4;

/**
 * Which of them gives the hash of the picture turned in each of the eight ways of TRANSFORMS. A hash is 16 × 16 bits,
 * a row per vertical frequency: swapping the picture's axes swaps those of the hash, and a quarter turn clockwise is
 * upside down with the axes swapped after it.
 */
const TURNS: readonly { readonly stored: number; readonly isTransposed: boolean }[] = [
  { stored: 0, isTransposed: false },
  { stored: 1, isTransposed: false },
  { stored: 2, isTransposed: false },
  { stored: 3, isTransposed: false },
  { stored: 2, isTransposed: true },
  { stored: 1, isTransposed: true },
  { stored: 0, isTransposed: true },
  { stored: 3, isTransposed: true },
];

/** The words of the eight orientations in the order of TRANSFORMS, from those of the four stored hashes. */
export function turnedWords(stored: Int32Array): Int32Array {
  const words = new Int32Array(TURNS.length * WORDS);
  for (const [i, turn] of TURNS.entries()) {
    const hash = stored.subarray(turn.stored * WORDS, (turn.stored + 1) * WORDS);
    words.set(turn.isTransposed ? transposed(hash) : hash, i * WORDS);
  }
  return words;
}

function transposed(words: Int32Array): Int32Array {
  const swapped = new Int32Array(WORDS);
  for (let from = 0; from < SIDE * SIDE; from++) {
    const to = (from % SIDE) * SIDE + Math.floor(from / SIDE);
    const bit = ((words[from >> 5] as number) >>> (31 - (from & 31))) & 1;
    swapped[to >> 5] = (swapped[to >> 5] as number) | (bit << (31 - (to & 31)));
  }
  return swapped;
}
