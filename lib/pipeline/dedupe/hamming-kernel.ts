import { HAMMING_KERNEL } from "./hamming-kernel-bytes.ts";
import { bitCount, WORDS } from "./hash-words.ts";

/** Where things lie in the memory: see hamming-kernel.wat. */
const LIMITS_AT = 4352;
const STOPPED_AT = 4368;
const FOUND_AT = 8192;
const BLOCKS_AT = 32_768;

const HASH_BYTES = WORDS * 4;
const BLOCK_HASHES = 16;
const PAGE_BYTES = 65_536;
/** 256 MB. */
const MAX_PAGES = 4096;
const MAX_ASKED = 8;

/** 8,387,584 of 32 bytes each. */
const MAX_HASHES = (MAX_PAGES * PAGE_BYTES - BLOCKS_AT) / HASH_BYTES;

/**
 * For each distance that the kernel takes from the first four and the last four hashes asked about, in the order of
 * TRANSFORMS: which of the hashes it stands for, and what it complements of the first of the four to get it: the odd
 * columns, the odd rows, or one of both.
 */
const FLIPS: readonly { readonly asked: number; readonly base: number; readonly mask: number }[] = [
  { asked: 0, base: 0, mask: 0 },
  { asked: 1, base: 0, mask: 0x55555555 },
  { asked: 2, base: 0, mask: 0x0000ffff },
  { asked: 3, base: 0, mask: 0x5555aaaa },
  { asked: 4, base: 4, mask: 0 },
  { asked: 6, base: 4, mask: 0x55555555 },
  { asked: 7, base: 4, mask: 0x0000ffff },
  { asked: 5, base: 4, mask: 0x5555aaaa },
];

type Visit = (slot: number, distance: number, which: number) => void;

/** Hashes in numbered slots of WebAssembly memory, and the search among them. */
export interface HammingKernel {
  /** Makes room for so many hashes, where they are; RangeError above 8,387,584 (256 MB). */
  reserve(hashes: number): void;
  write(slot: number, words: Int32Array): void;
  move(from: number, to: number): void;
  /** The words of up to eight hashes to search for; any hashes are found, and flips (as of TRANSFORMS) found fast. */
  ask(words: Int32Array): void;
  /**
   * Visits what lies within the radius (0–256) of any hash asked about, with the nearest and its place among them; of
   * equally near ones the first. Answers the slot that it came to, since what it can hold at once is limited.
   */
  search(range: { from: number; to: number; radius: number }, visit: Visit): number;
}

interface Exports {
  prepare(): void;
  scan(from: number, to: number, radius: number, count: number): number;
}

const MODULE = new WebAssembly.Module(Buffer.from(HAMMING_KERNEL, "base64"));

export function createHammingKernel(): HammingKernel {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES });
  // What hamming-kernel.wat exports.
  const { prepare, scan } = new WebAssembly.Instance(MODULE, { index: { memory } })
    .exports as unknown as Exports;
  let bytes = new Uint8Array(memory.buffer);
  let words = new Int32Array(memory.buffer);
  let count = 0;
  const slack = new Int32Array(FLIPS.length);

  return {
    reserve(hashes) {
      if (hashes > MAX_HASHES) throw new RangeError(`At most ${MAX_HASHES} hashes fit an index`);
      const pages = Math.ceil((BLOCKS_AT + hashes * HASH_BYTES) / PAGE_BYTES);
      const present = bytes.length / PAGE_BYTES;
      if (pages <= present) return;
      memory.grow(pages - present);
      bytes = new Uint8Array(memory.buffer);
      words = new Int32Array(memory.buffer);
    },
    write(slot, hash) {
      let at = placeOf(slot);
      for (const byte of byParity(hash)) {
        bytes[at] = byte;
        at += BLOCK_HASHES;
      }
    },
    move(from, to) {
      const [source, target] = [placeOf(from), placeOf(to)];
      for (let at = 0; at < HASH_BYTES * BLOCK_HASHES; at += BLOCK_HASHES)
        bytes[target + at] = bytes[source + at] as number;
    },
    ask(asked) {
      count = asked.length / WORDS;
      if (count < 1 || count > MAX_ASKED)
        throw new RangeError("One to eight hashes can be asked about");
      for (let i = 0; i < count; i++)
        bytes.set(byParity(asked.subarray(i * WORDS, (i + 1) * WORDS)), i * HASH_BYTES);
      for (const [i, flip] of FLIPS.entries()) slack[i] = slackOf(asked, flip);
      prepare();
    },
    search({ from, to, radius }, visit) {
      for (const [i, { asked }] of FLIPS.entries())
        bytes[LIMITS_AT + i] = asked < count ? Math.min(255, radius + (slack[i] as number)) : 0;
      const found = scan(from, to, radius, count);
      for (let i = 0, at = FOUND_AT / 4; i < found; i++, at += 2) {
        const key = words[at + 1] as number;
        visit(words[at] as number, key >> 3, key & 7);
      }
      return words[STOPPED_AT / 4] as number;
    },
  };
}

const placeOf = (slot: number): number =>
  BLOCKS_AT + (slot & -BLOCK_HASHES) * HASH_BYTES + (slot & (BLOCK_HASHES - 1));

/** By how much a true flip differs from the complement that stands for it: no distance is off by more. */
function slackOf(words: Int32Array, { asked, base, mask }: (typeof FLIPS)[number]): number {
  let bits = 0;
  for (let i = 0; i < WORDS; i++) {
    const complemented = (words[base * WORDS + i] as number) ^ mask;
    bits += bitCount(complemented ^ (words[asked * WORDS + i] as number));
  }
  return bits;
}

/** The bits of a byte's even columns (the first, third …) side by side; 256 entries. */
const EVEN = Uint8Array.from(
  { length: 256 },
  (_, byte) => ((byte >> 4) & 8) | ((byte >> 3) & 4) | ((byte >> 2) & 2) | ((byte >> 1) & 1),
);

/** The 32 bytes of a hash as the kernel wants them: eight for each parity of row and column, a byte a row. */
function byParity(words: Int32Array): Uint8Array {
  const bytes = new Uint8Array(HASH_BYTES);
  for (let row = 0; row < WORDS * 2; row++) {
    const bits = (words[row >> 1] as number) >>> (row % 2 === 0 ? 16 : 0);
    const at = (row % 2) * 16 + (row >> 1);
    const [left, right] = [(bits >> 8) & 255, bits & 255];
    bytes[at] = ((EVEN[left] as number) << 4) | (EVEN[right] as number);
    bytes[at + 8] =
      ((EVEN[(left << 1) & 255] as number) << 4) | (EVEN[(right << 1) & 255] as number);
  }
  return bytes;
}
