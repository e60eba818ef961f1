import { TRANSFORMS, type Transform } from "../../domain/transform.ts";
import { bitsBetween, hashOf, WORDS, wordsOf } from "./hash-words.ts";
import { STORED_HASHES, turnedWords } from "./turned-words.ts";

/** Perceptual hashes of a picture as it is, mirrored left to right, upside down, and turned by 180°. */
export interface OrientationHashes {
  readonly perceptualHash: string;
  readonly mirroredHash: string;
  readonly flippedHash: string;
  readonly turnedHash: string;
}

/** The hash of a picture turned in each of the eight ways, in the order of TRANSFORMS. */
export function orientationsOf(
  hashes: OrientationHashes,
): readonly { readonly transform: Transform; readonly hash: string }[] {
  const words = orientationWords(hashes);
  return TRANSFORMS.map((transform, i) => ({
    transform,
    hash: hashOf(words.subarray(i * WORDS, (i + 1) * WORDS)),
  }));
}

/** The words of the four stored hashes, one after another. */
export function storedWords(hashes: OrientationHashes): Int32Array {
  const { perceptualHash, mirroredHash, flippedHash, turnedHash } = hashes;
  const words = new Int32Array(STORED_HASHES * WORDS);
  for (const [i, hash] of [perceptualHash, mirroredHash, flippedHash, turnedHash].entries())
    words.set(wordsOf(hash), i * WORDS);
  return words;
}

/** The words of all eight hashes of orientationsOf. */
export const orientationWords = (hashes: OrientationHashes): Int32Array =>
  turnedWords(storedWords(hashes));

/** The turn that undoes a turn. */
export function inverseOf(transform: Transform): Transform {
  if (transform === "rotated-90") return "rotated-270";
  if (transform === "rotated-270") return "rotated-90";
  return transform;
}

/** How far apart two pictures are under the turn that brings them nearest. */
export interface TurnedDistance {
  /** Bits, 0–256. */
  readonly distance: number;
  /** What must be done to the first picture to get the second. */
  readonly transform: Transform;
}

/** From the eight orientations of the first to the second as it is; of equally near turns the first of TRANSFORMS. */
export function nearestTurn(first: Int32Array, second: Int32Array): TurnedDistance {
  let nearest: TurnedDistance = { distance: Number.POSITIVE_INFINITY, transform: "none" };
  for (const [i, transform] of TRANSFORMS.entries()) {
    const distance = bitsBetween(first, i * WORDS, second, 0);
    if (distance < nearest.distance) nearest = { distance, transform };
  }
  return nearest;
}

/** How far a copy is from its original, and how it is turned against it. */
export const distanceBetween = (
  original: OrientationHashes,
  copy: OrientationHashes,
): TurnedDistance => nearestTurn(orientationWords(original), wordsOf(copy.perceptualHash));
