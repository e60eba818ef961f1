import { randomBytes } from "node:crypto";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import { DOUBTFUL_RADIUS } from "@/lib/pipeline/dedupe/match";

const LOOKUPS = 200;
const PLAIN_LOOKUPS = 20;

export interface LookupTimes {
  readonly hashes: number;
  readonly indexP50Ms: number;
  readonly indexP95Ms: number;
  readonly plainP50Ms: number;
  readonly plainP95Ms: number;
}

/** A lookup within the radius that deduplication asks for, against a plain loop over bytes. */
export function measureHamming(hashes: number): LookupTimes {
  const stored = Array.from({ length: hashes }, () => randomBytes(32).toString("hex"));
  const index = createHammingIndex();
  stored.forEach((hash, i) => {
    index.add(String(i), hash);
  });
  const bytes = stored.map((hash) => Buffer.from(hash, "hex"));
  const asked = Array.from({ length: LOOKUPS }, () => randomBytes(32).toString("hex"));
  const indexed = timesOf(asked, (hash) => index.nearest(hash, DOUBTFUL_RADIUS));
  const plain = timesOf(asked.slice(0, PLAIN_LOOKUPS), (hash) => plainScan(bytes, hash));
  return {
    hashes,
    indexP50Ms: at(indexed, 0.5),
    indexP95Ms: at(indexed, 0.95),
    plainP50Ms: at(plain, 0.5),
    plainP95Ms: at(plain, 0.95),
  };
}

const BITS = Uint8Array.from(
  { length: 256 },
  (_, byte) => byte.toString(2).replaceAll("0", "").length,
);

function plainScan(stored: readonly Buffer[], hash: string): number[] {
  const asked = Buffer.from(hash, "hex");
  return stored.flatMap((bytes, i) => {
    let bits = 0;
    for (let at = 0; at < bytes.length; at++)
      bits += BITS[(bytes[at] ?? 0) ^ (asked[at] ?? 0)] ?? 0;
    return bits <= DOUBTFUL_RADIUS ? [i] : [];
  });
}

function timesOf(hashes: readonly string[], look: (hash: string) => unknown): number[] {
  return hashes
    .map((hash) => {
      const startedAt = performance.now();
      look(hash);
      return performance.now() - startedAt;
    })
    .sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(sorted.length * share)] ?? 0;
