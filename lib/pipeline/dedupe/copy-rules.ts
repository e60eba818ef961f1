import { bitsBetween, WORDS } from "./hash-words.ts";

/**
 * Up to here two pictures are copies. On 1,000 photographs of distinct things the closest pair differed in 88 bits,
 * and nineteen of twenty copies with 5 % cropped off in at most 58.
 */
export const NEAR_RADIUS = 64;

/** From there up to here the block hash is asked too: still below every distinct pair seen. */
export const DOUBTFUL_RADIUS = 84;

/** At this distance of 256-bit block hashes none of 4,506 pairs of unrelated photographs was taken for a copy. */
export const BLOCK_RADIUS = 47;

/** A picture found near another that was turned the `which`th way, as of TRANSFORMS. */
interface Found {
  /** Bits, 0–256. */
  readonly distance: number;
  readonly which: number;
}

/** Whether they are copies; `blocks` are the words of their block hashes, where those are known. */
export function isCopy(
  { distance, which }: Found,
  turned: Int32Array | undefined,
  found: Int32Array | undefined,
): boolean {
  if (distance <= NEAR_RADIUS) return true;
  const blocks = distance <= DOUBTFUL_RADIUS && turned && found && turnedBlocks(turned, which);
  return blocks ? bitsBetween(blocks, 0, found, 0) <= BLOCK_RADIUS : false;
}

/**
 * A block hash is 16 rows of 16 bits, each bit compared within a band of four whole rows: reversing rows (mirrored),
 * their order (upside down) or both (turned by 180°) keeps the bands, while a quarter turn would need other medians and has none.
 */
function turnedBlocks(blocks: Int32Array, which: number): Int32Array | undefined {
  if (which > 3) return undefined;
  const isMirrored = which === 1 || which === 3;
  const isFlipped = which >= 2;
  const rows = new Uint16Array(WORDS * 2);
  for (let row = 0; row < rows.length; row++) {
    const bits = ((blocks[row >> 1] as number) >>> (row % 2 === 0 ? 16 : 0)) & 0xffff;
    rows[isFlipped ? rows.length - 1 - row : row] = isMirrored ? reversed(bits) : bits;
  }
  return Int32Array.from(
    { length: WORDS },
    (_, i) => ((rows[i * 2] as number) << 16) | (rows[i * 2 + 1] as number),
  );
}

/** The 16 bits of a row, right to left. */
function reversed(bits: number): number {
  let left = 0;
  for (let i = 0; i < 16; i++) left |= ((bits >> i) & 1) << (15 - i);
  return left;
}
