/** Words of a 256-bit hash. */
const WORDS = 8;
const INITIAL_CAPACITY = 1024;

export interface Neighbour {
  readonly id: string;
  /** Differing bits, 0–256. */
  readonly distance: number;
}

/** An exact index of 256-bit hashes in memory: every search compares with all of them, some 0.7 ms per 100,000. */
export interface HammingIndex {
  readonly size: number;
  /** Replaces the hash of an id that is already there. */
  add(id: string, hash: string): void;
  /** False when there was no such id. */
  remove(id: string): boolean;
  /** All within `radius` bits, nearest first, equally near ones by id. */
  nearest(hash: string, radius: number): Neighbour[];
}

export function createHammingIndex(): HammingIndex {
  let words = new Int32Array(INITIAL_CAPACITY * WORDS);
  const ids: string[] = [];
  const slots = new Map<string, number>();

  function slotFor(id: string): number {
    const slot = slots.get(id) ?? ids.length;
    ids[slot] = id;
    slots.set(id, slot);
    if (ids.length * WORDS > words.length) {
      const grown = new Int32Array(words.length * 2);
      grown.set(words);
      words = grown;
    }
    return slot;
  }

  return {
    get size() {
      return ids.length;
    },
    add(id, hash) {
      const parsed = wordsOf(hash);
      const slot = slotFor(id);
      words.set(parsed, slot * WORDS);
    },
    remove(id) {
      const slot = slots.get(id);
      if (slot === undefined) return false;
      slots.delete(id);
      const last = ids.pop();
      // The last takes the free place, so that the words stay without gaps.
      if (last !== undefined && last !== id) {
        ids[slot] = last;
        slots.set(last, slot);
        words.copyWithin(slot * WORDS, ids.length * WORDS, (ids.length + 1) * WORDS);
      }
      return true;
    },
    nearest(hash, radius) {
      const found: Neighbour[] = [];
      scan(words, ids.length, wordsOf(hash), radius, (slot, distance) => {
        const id = ids[slot];
        if (id !== undefined) found.push({ id, distance });
      });
      return found.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
    },
  };
}

/** Differing bits of two hashes of 64 hexadecimal digits. */
export function hammingDistance(a: string, b: string): number {
  let distance = 256;
  scan(wordsOf(a), 1, wordsOf(b), 256, (_slot, found) => {
    distance = found;
  });
  return distance;
}

function wordsOf(hash: string): Int32Array {
  if (!/^[0-9a-f]{64}$/i.test(hash)) throw new TypeError("A hash has 64 hexadecimal digits");
  return Int32Array.from({ length: WORDS }, (_, i) =>
    Number.parseInt(hash.slice(i * 8, i * 8 + 8), 16),
  );
}

function scan(
  words: Int32Array,
  count: number,
  hash: Int32Array,
  radius: number,
  onMatch: (slot: number, distance: number) => void,
): void {
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0] = hash;
  for (let slot = 0, at = 0; slot < count; slot++, at += WORDS) {
    // Six words tell nearly all strangers apart, so that the processor guesses this branch right.
    const most = bitCount(
      nibbleCounts(
        (words[at] as number) ^ h0,
        (words[at + 1] as number) ^ h1,
        (words[at + 2] as number) ^ h2,
      ),
      nibbleCounts(
        (words[at + 3] as number) ^ h3,
        (words[at + 4] as number) ^ h4,
        (words[at + 5] as number) ^ h5,
      ),
    );
    if (most > radius) continue;
    const rest = nibbleCounts((words[at + 6] as number) ^ h6, (words[at + 7] as number) ^ h7, 0);
    const distance = most + bitCount(rest, 0);
    if (distance <= radius) onMatch(slot, distance);
  }
}

/** SIMD within a register: the set bits of three words, added by nibbles, of which none exceeds 12. */
function nibbleCounts(a: number, b: number, c: number): number {
  const x = a - ((a >>> 1) & 0x55555555);
  const y = b - ((b >>> 1) & 0x55555555);
  const z = c - ((c >>> 1) & 0x55555555);
  return (
    ((x & 0x33333333) +
      ((x >>> 2) & 0x33333333) +
      (y & 0x33333333) +
      ((y >>> 2) & 0x33333333) +
      (z & 0x33333333) +
      ((z >>> 2) & 0x33333333)) |
    0
  );
}

/** The sum of the nibbles of two such counts: at most 192, so it fits the top byte. */
function bitCount(a: number, b: number): number {
  const bytes =
    (a & 0x0f0f0f0f) + ((a >>> 4) & 0x0f0f0f0f) + (b & 0x0f0f0f0f) + ((b >>> 4) & 0x0f0f0f0f);
  return Math.imul(bytes, 0x01010101) >>> 24;
}
