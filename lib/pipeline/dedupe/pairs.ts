import { setImmediate as nextTurn } from "node:timers/promises";
import { TRANSFORMS, type Transform } from "../../domain/transform.ts";
import { DOUBTFUL_RADIUS } from "./copy-rules.ts";
import { wordsOf } from "./hash-words.ts";
import { type Fingerprint, isFlat } from "./match.ts";
import { storedWords } from "./orientations.ts";
import { kernelOf, PAIR_NUMBERS, type PairScan, PICTURE_WORDS, scanPairs } from "./pair-scan.ts";
import { scanInThreads } from "./pair-threads.ts";

export interface FingerprintedPicture extends Fingerprint {
  readonly id: string;
}

/** Two pictures that are copies of each other. */
export interface NearPair {
  readonly a: string;
  readonly b: string;
  /** 0–256 bits. */
  readonly distance: number;
  /** What must be done to `a` to get `b`. */
  readonly transform: Transform;
}

export interface PairSearch {
  /** Folder that holds `lib/`, where the worker threads start. */
  readonly projectRoot: string;
  /** Ends the search and its threads; the promise rejects with its reason. */
  readonly signal: AbortSignal;
  /** All pairs within so many bits; without it, those that are copies by the rules of copy-rules.ts. */
  readonly radius?: number;
  /** Share of the work that is done, 0–1. */
  readonly onProgress?: (share: number) => void;
}

/** Comparisons up to which threads are not worth starting: some 20 ms. */
const FEW_COMPARISONS = 8_000_000;
/** Pictures packed before others get their turn on this thread. */
const PACKED_AT_ONCE = 1_000;

/**
 * All pairs of copies among pictures, turned in any of eight ways, nearest first; `a` is the lesser id. Of one
 * picture the nearest MAX_PAIRS_OF_ONE to greater ids. 100,000 pictures take some 15 s of processor time, over all threads.
 */
export async function findPairs(
  pictures: readonly FingerprintedPicture[],
  search: PairSearch,
): Promise<NearPair[]> {
  const sorted = comparable(pictures);
  const packed = await pack(sorted, search.signal);
  return await find({ first: sorted, second: sorted, asked: packed, among: packed }, search);
}

/** All pairs of a picture of the first collection and its copy in the second, nearest first; at most MAX_PAIRS_OF_ONE for one of the first. */
export async function findPairsBetween(
  first: readonly FingerprintedPicture[],
  second: readonly FingerprintedPicture[],
  search: PairSearch,
): Promise<NearPair[]> {
  const sides = { first: comparable(first), second: comparable(second) };
  const asked = await pack(sides.first, search.signal);
  const among = await pack(sides.second, search.signal);
  return await find({ ...sides, asked, among }, search);
}

interface Sides {
  readonly first: readonly FingerprintedPicture[];
  readonly second: readonly FingerprintedPicture[];
  readonly asked: Int32Array;
  readonly among: Int32Array;
}

async function find(
  { first, second, asked, among }: Sides,
  { projectRoot, signal, radius, onProgress }: PairSearch,
): Promise<NearPair[]> {
  signal.throwIfAborted();
  const scan: PairScan = {
    asked,
    among,
    isWithin: asked === among,
    radius: radius ?? DOUBTFUL_RADIUS,
    isAnyPair: radius !== undefined,
  };
  const pairs: NearPair[] = [];
  const take = (numbers: readonly number[]) => {
    for (let i = 0; i < numbers.length; i += PAIR_NUMBERS) {
      const [place = -1, slot = -1, distance = 0, turn = 0] = numbers.slice(i, i + PAIR_NUMBERS);
      const [a, b, transform] = [first[place], second[slot], TRANSFORMS[turn]];
      if (a && b && transform) pairs.push({ a: a.id, b: b.id, distance, transform });
    }
  };
  if (first.length * second.length <= FEW_COMPARISONS) {
    take(scanPairs(kernelOf(scan), scan, 0, first.length));
    onProgress?.(1);
  } else await scanInThreads(scan, { projectRoot, signal, onProgress, onPairs: take });
  return pairs.sort(
    (x, y) => x.distance - y.distance || compareText(x.a, y.a) || compareText(x.b, y.b),
  );
}

/** Flat pictures have no copies that could be told. */
const comparable = (pictures: readonly FingerprintedPicture[]): FingerprintedPicture[] =>
  pictures.filter((picture) => !isFlat(picture)).sort((x, y) => compareText(x.id, y.id));

/** In memory that threads share. */
async function pack(
  pictures: readonly FingerprintedPicture[],
  signal: AbortSignal,
): Promise<Int32Array> {
  const words = new Int32Array(new SharedArrayBuffer(pictures.length * PICTURE_WORDS * 4));
  for (const [i, picture] of pictures.entries()) {
    words.set(storedWords(picture), i * PICTURE_WORDS);
    const blocks = wordsOf(picture.blockHash);
    words.set(blocks, (i + 1) * PICTURE_WORDS - blocks.length);
    if (i % PACKED_AT_ONCE === PACKED_AT_ONCE - 1) await nextTurn(undefined, { signal });
  }
  return words;
}

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);
