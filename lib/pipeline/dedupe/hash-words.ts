/** 32-bit words of a hash of 256 bits; its bit i is bit 31 − i % 32 of word i / 32, as in the hexadecimal digits. */
export const WORDS = 8;

export function wordsOf(hash: string): Int32Array {
  const bytes = Buffer.from(hash, "hex");
  // What is no digit ends the bytes.
  if (hash.length !== WORDS * 8 || bytes.length !== WORDS * 4)
    throw new TypeError("A hash has 64 hexadecimal digits");
  const words = new Int32Array(WORDS);
  for (let i = 0; i < WORDS; i++) words[i] = bytes.readInt32BE(i * 4);
  return words;
}

export const hashOf = (words: Int32Array): string =>
  Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

/** Differing bits, 0–256, of the hashes that start at `aAt` and `bAt`. */
export function bitsBetween(a: Int32Array, aAt: number, b: Int32Array, bAt: number): number {
  let bits = 0;
  for (let i = 0; i < WORDS; i++) bits += bitCount((a[aAt + i] as number) ^ (b[bAt + i] as number));
  return bits;
}

/** Differing bits of two hashes of 64 hexadecimal digits. */
export const hammingDistance = (a: string, b: string): number =>
  bitsBetween(wordsOf(a), 0, wordsOf(b), 0);

/** The set bits of a word, summed by pairs, nibbles and bytes. */
export function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
