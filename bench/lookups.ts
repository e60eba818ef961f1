import { TRANSFORMS } from "@/lib/domain/transform";
import { DOUBTFUL_RADIUS } from "@/lib/pipeline/dedupe/copy-rules";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import { orientationsOf } from "@/lib/pipeline/dedupe/orientations";
import type { FingerprintedPicture } from "@/lib/pipeline/dedupe/pairs";
import { fingerprintOf } from "./fingerprints";

const LOOKUPS = 300;
const PLAIN_LOOKUPS = 20;

export interface LookupTimes {
  readonly hashes: number;
  readonly indexP50Ms: number;
  readonly indexP95Ms: number;
  readonly plainP50Ms: number;
  readonly plainP95Ms: number;
  /** Of the medians. */
  readonly timesFaster: number;
  /** Resident memory that the index took, ids included. */
  readonly bytesPerHash: number;
}

/**
 * A lookup of all eight orientations of a picture within the radius that deduplication asks for, against a plain
 * loop over bytes that looks for the same.
 */
export function measureLookups(pictures: readonly FingerprintedPicture[]): LookupTimes {
  const before = process.memoryUsage.rss();
  const index = createHammingIndex();
  for (const { id, perceptualHash } of pictures) index.add(id, perceptualHash);
  const bytesPerHash = (process.memoryUsage.rss() - before) / pictures.length;
  const stored = pictures.map(({ perceptualHash }) => Buffer.from(perceptualHash, "hex"));
  const asked = Array.from({ length: LOOKUPS }, () =>
    orientationsOf(fingerprintOf()).map(({ hash }) => hash),
  );
  const indexed = timesOf(asked, (hashes) => index.nearestOfAny(hashes, DOUBTFUL_RADIUS));
  const plain = timesOf(asked.slice(0, PLAIN_LOOKUPS), (hashes) => plainScan(stored, hashes));
  return {
    hashes: pictures.length,
    indexP50Ms: at(indexed, 0.5),
    indexP95Ms: at(indexed, 0.95),
    plainP50Ms: at(plain, 0.5),
    plainP95Ms: at(plain, 0.95),
    timesFaster: at(plain, 0.5) / at(indexed, 0.5),
    bytesPerHash,
  };
}

const BITS = Uint8Array.from(
  { length: 256 },
  (_, byte) => byte.toString(2).replaceAll("0", "").length,
);

/** What one would write first: a table of set bits, and every byte of every hash. */
export function plainScan(stored: readonly Buffer[], hashes: readonly string[]): number[] {
  const asked = hashes.map((hash) => Buffer.from(hash, "hex"));
  return stored.flatMap((bytes, i) => {
    let nearest = 256;
    for (let turn = 0; turn < TRANSFORMS.length; turn++) {
      const hash = asked[turn] as Buffer;
      let bits = 0;
      for (let at = 0; at < bytes.length; at++)
        bits += BITS[(bytes[at] as number) ^ (hash[at] as number)] as number;
      nearest = Math.min(nearest, bits);
    }
    return nearest <= DOUBTFUL_RADIUS ? [i] : [];
  });
}

function timesOf<T>(asked: readonly T[], look: (one: T) => unknown): number[] {
  return asked
    .map((one) => {
      const startedAt = performance.now();
      look(one);
      return performance.now() - startedAt;
    })
    .sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(sorted.length * share)] ?? 0;
