import { decode } from "@/lib/pipeline/inspect/decode";
import type { randomFrom } from "../inspect/scenes";

export type Random = ReturnType<typeof randomFrom>;

/** A hash with the first `count` of 256 bits set: two of them differ in the difference of their counts. */
export const ones = (count: number): string =>
  BigInt(`0b0${"1".repeat(count)}${"0".repeat(256 - count)}`)
    .toString(16)
    .padStart(64, "0");

export const randomHash = (random: Random): string =>
  Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join("");

/** Up to `count` bits of a hash are other ones afterwards. */
export function flipBits(random: Random, hash: string, count: number): string {
  let bits = BigInt(`0x${hash}`);
  for (let i = 0; i < count; i++) bits ^= 1n << BigInt(Math.floor(random() * 256));
  return bits.toString(16).padStart(64, "0");
}

/** Differing bits, the slow and plain way. */
export const slowDistance = (a: string, b: string): number =>
  [...(BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2)].filter((bit) => bit === "1").length;

/** What the decoder keeps of a picture's pixels. */
export async function fingerprint(bytes: Buffer, format: "png" | "jpeg" = "png") {
  const result = await decode({ bytes, format, minWidth: 1, minHeight: 1 });
  if (!result.ok) throw new Error(result.detail);
  return result.inspected;
}

/** Four hashes with nothing in common, so that no turn of one picture is near to another unless it is asked to be. */
export function strangerHashes(random: Random) {
  return {
    perceptualHash: randomHash(random),
    mirroredHash: randomHash(random),
    flippedHash: randomHash(random),
    turnedHash: randomHash(random),
    blockHash: randomHash(random),
    hashQuality: 100,
  };
}
