import { randomBytes, randomInt } from "node:crypto";
import type { FingerprintedPicture } from "@/lib/pipeline/dedupe/pairs";

/** What mirroring, turning upside down and both complement in a hash, as a word of it. */
const FLIPS = [0x55555555, 0x0000ffff, 0x5555aaaa];
/** Bits in which a true flip differs from its complement: on photographs, about so many. */
const SLACK_BITS = 4;
/** Of a family: the original, and copies that differ in up to so many bits. */
const COPY_BITS = [10, 30, 50];

/** Random hashes, which are as far apart as hashes of photographs are or nearer, with flips that belong to them. */
export function fingerprintOf(hash: Buffer = randomBytes(32)): Omit<FingerprintedPicture, "id"> {
  const [mirroredHash = "", flippedHash = "", turnedHash = ""] = FLIPS.map((mask) => {
    const flipped = Buffer.alloc(32);
    for (let at = 0; at < 32; at += 4) flipped.writeInt32BE(hash.readInt32BE(at) ^ mask, at);
    return withBitsFlipped(flipped, SLACK_BITS).toString("hex");
  });
  const blockHash = randomBytes(32).toString("hex");
  const perceptualHash = hash.toString("hex");
  return { perceptualHash, mirroredHash, flippedHash, turnedHash, blockHash, hashQuality: 100 };
}

/** One picture in ten has three copies. */
export function fingerprints(count: number): FingerprintedPicture[] {
  const pictures: FingerprintedPicture[] = [];
  while (pictures.length < count) {
    const original = randomBytes(32);
    const copies = pictures.length % 13 === 0 ? COPY_BITS : [];
    for (const bits of [0, ...copies])
      pictures.push({
        id: idOf(pictures.length),
        ...fingerprintOf(withBitsFlipped(original, bits)),
      });
  }
  return pictures.slice(0, count);
}

/** As long as the ids of rows. */
const idOf = (place: number): string => String(place).padStart(36, "0");

function withBitsFlipped(hash: Buffer, count: number): Buffer {
  const flipped = Buffer.from(hash);
  for (let i = 0; i < count; i++) {
    const bit = randomInt(256);
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
  }
  return flipped;
}
