import { isCopy } from "./copy-rules.ts";
import { createHammingKernel, type HammingKernel } from "./hamming-kernel.ts";
import { WORDS } from "./hash-words.ts";
import { STORED_HASHES, turnedWords } from "./turned-words.ts";

/** Words of a packed picture: of its stored hashes, then of its block hash. */
export const PICTURE_WORDS = (STORED_HASHES + 1) * WORDS;

/** The nearest so many copies of a picture are its pairs: groups are no larger than a few times this. */
export const MAX_PAIRS_OF_ONE = 32;

/** Pictures to look for among others. */
export interface PairScan {
  /** PICTURE_WORDS each. */
  readonly asked: Int32Array;
  readonly among: Int32Array;
  /** Whether both are the same pictures: then each is looked for among those after it. */
  readonly isWithin: boolean;
  /** Most bits between the two of a pair. */
  readonly radius: number;
  /** Whether that alone makes a pair, or the rules for copies do. */
  readonly isAnyPair: boolean;
}

/** A kernel that holds the pictures to search among, each in the slot of its place. */
export function kernelOf({ among }: PairScan): HammingKernel {
  const kernel = createHammingKernel();
  const count = among.length / PICTURE_WORDS;
  kernel.reserve(count);
  for (let slot = 0; slot < count; slot++)
    kernel.write(slot, among.subarray(slot * PICTURE_WORDS, slot * PICTURE_WORDS + WORDS));
  return kernel;
}

/** Numbers of one pair, one after another: the place asked about, the place found, bits, and the turn as of TRANSFORMS. */
export const PAIR_NUMBERS = 4;

interface Hit {
  readonly slot: number;
  readonly distance: number;
  readonly which: number;
}

/** The pairs of the pictures asked about from one place up to, not including, another. */
export function scanPairs(
  kernel: HammingKernel,
  scan: PairScan,
  from: number,
  to: number,
): number[] {
  const pairs: number[] = [];
  for (let place = from; place < to; place++)
    for (const { slot, distance, which } of nearestOf(kernel, scan, place))
      pairs.push(place, slot, distance, which);
  return pairs;
}

function nearestOf(kernel: HammingKernel, scan: PairScan, place: number): Hit[] {
  const { asked, among, isWithin, isAnyPair } = scan;
  const at = place * PICTURE_WORDS;
  kernel.ask(turnedWords(asked.subarray(at, at + STORED_HASHES * WORDS)));
  const blocks = blocksOf(asked, place);
  const to = among.length / PICTURE_WORDS;
  let radius = scan.radius;
  let hits: Hit[] = [];
  for (let next = isWithin ? place + 1 : 0; next < to; ) {
    next = kernel.search({ from: next, to, radius }, (slot, distance, which) => {
      const hit = { slot, distance, which };
      if (isAnyPair || isCopy(hit, blocks, blocksOf(among, slot))) hits.push(hit);
    });
    if (hits.length <= MAX_PAIRS_OF_ONE) continue;
    hits = hits.sort(nearestFirst).slice(0, MAX_PAIRS_OF_ONE);
    // What comes later in the order has to be nearer to count.
    radius = (hits.at(-1)?.distance ?? 0) - 1;
    if (radius < 0) break;
  }
  return hits;
}

const nearestFirst = (a: Hit, b: Hit): number => a.distance - b.distance || a.slot - b.slot;

const blocksOf = (pictures: Int32Array, place: number): Int32Array =>
  pictures.subarray(place * PICTURE_WORDS + STORED_HASHES * WORDS, (place + 1) * PICTURE_WORDS);
