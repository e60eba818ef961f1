import { type HammingIndex, hammingDistance, type Neighbour } from "./hamming-index.ts";

/**
 * Up to here two pictures are copies. On 1,000 photographs of distinct things the closest pair differed in 88 bits,
 * and nineteen of twenty copies with 5 % cropped off in at most 58.
 */
export const NEAR_RADIUS = 64;

/** From there up to here the block hash is asked too: still below every distinct pair seen. */
export const DOUBTFUL_RADIUS = 84;

/** At this distance of 256-bit block hashes none of 4,506 pairs of unrelated photographs was taken for a copy. */
export const BLOCK_RADIUS = 47;

/** PDQ's rule: hashes of quality 49 and below say nothing. Photographs had 97 and above. */
export const MIN_HASH_QUALITY = 50;

/** What is kept of a picture to compare it with others. Hashes are 64 hexadecimal digits. */
export interface Fingerprint {
  readonly perceptualHash: string;
  readonly mirroredHash: string;
  readonly blockHash: string;
  readonly hashQuality: number;
}

export interface NearMatch {
  readonly id: string;
  /** Bits of the perceptual hash, as it is or mirrored. */
  readonly distance: number;
  readonly isMirrored: boolean;
}

/** Too flat for its hash to mean anything: all such pictures look alike to it. Never index one. */
export const isFlat = ({ hashQuality }: Pick<Fingerprint, "hashQuality">): boolean =>
  hashQuality < MIN_HASH_QUALITY;

/**
 * The nearest picture of the index that is a copy, or null. Equally near ones: upright before mirrored, then by id.
 * One whose block hash is unknown is never a doubtful copy.
 */
export function matchNearDuplicate(
  index: Pick<HammingIndex, "nearest">,
  picture: Fingerprint,
  blockHashOf: (id: string) => string | undefined,
): NearMatch | null {
  if (isFlat(picture)) return null;
  const { perceptualHash, mirroredHash, blockHash } = picture;
  const found = [
    { isMirrored: false, hash: perceptualHash, blocks: blockHash },
    { isMirrored: true, hash: mirroredHash, blocks: mirrorBlockHash(blockHash) },
  ].flatMap(({ isMirrored, hash, blocks }) => {
    const isCopy = ({ id, distance }: Neighbour) =>
      distance <= NEAR_RADIUS || areBlocksNear(blocks, blockHashOf(id));
    const nearest = index.nearest(hash, DOUBTFUL_RADIUS).find(isCopy);
    return nearest ? [{ ...nearest, isMirrored }] : [];
  });
  return found.sort((a, b) => a.distance - b.distance)[0] ?? null;
}

const areBlocksNear = (a: string, b: string | undefined): boolean =>
  b !== undefined && hammingDistance(a, b) <= BLOCK_RADIUS;

/** A block hash is 16 rows of 16 bits, each compared within bands of whole rows: mirroring reverses every row. */
function mirrorBlockHash(hash: string): string {
  return hash.replace(/.{4}/g, (row) => {
    const bits = Number.parseInt(row, 16).toString(2).padStart(16, "0");
    const reversed = [...bits].reverse().join("");
    return Number.parseInt(reversed, 2).toString(16).padStart(4, "0");
  });
}
