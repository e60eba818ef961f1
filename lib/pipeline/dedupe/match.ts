import { TRANSFORMS, type Transform } from "../../domain/transform.ts";
import { DOUBTFUL_RADIUS, isCopy } from "./copy-rules.ts";
import type { HammingIndex } from "./hamming-index.ts";
import { wordsOf } from "./hash-words.ts";
import { inverseOf, type OrientationHashes, orientationsOf } from "./orientations.ts";

/** PDQ's rule: hashes of quality 49 and below say nothing. Photographs had 97 and above. */
export const MIN_HASH_QUALITY = 50;

/** What is kept of a picture to compare it with others. Hashes are 64 hexadecimal digits. */
export interface Fingerprint extends OrientationHashes {
  readonly blockHash: string;
  readonly hashQuality: number;
}

export interface NearMatch {
  readonly id: string;
  /** Bits of the perceptual hash, 0–256, under the turn that brings the two nearest. */
  readonly distance: number;
  /** What must be done to the picture found to get the one asked about. */
  readonly transform: Transform;
}

/** Too flat for its hash to mean anything: all such pictures look alike to it. Never index one. */
export const isFlat = ({ hashQuality }: Pick<Fingerprint, "hashQuality">): boolean =>
  hashQuality < MIN_HASH_QUALITY;

/**
 * The copies of a picture in the index, turned in any of eight ways, nearest first, then by id. One whose block hash
 * is unknown is never a doubtful copy. With a `radius`, all pictures that near, copies or not.
 */
export function matchNearDuplicates(
  index: Pick<HammingIndex, "nearestOfAny">,
  picture: Fingerprint,
  blockHashOf: (id: string) => string | undefined,
  { radius }: { readonly radius?: number } = {},
): NearMatch[] {
  if (isFlat(picture)) return [];
  const hashes = orientationsOf(picture).map(({ hash }) => hash);
  const blocks = wordsOf(picture.blockHash);
  const found = index.nearestOfAny(hashes, radius ?? DOUBTFUL_RADIUS).filter((near) => {
    if (radius !== undefined) return true;
    const blockHash = blockHashOf(near.id);
    return isCopy(near, blocks, blockHash === undefined ? undefined : wordsOf(blockHash));
  });
  return found.map(({ id, distance, which }) => ({
    id,
    distance,
    transform: inverseOf(TRANSFORMS[which] ?? "none"),
  }));
}
