import { expect, test } from "vitest";
import { createHammingIndex, hammingDistance } from "@/lib/pipeline/dedupe/hamming-index";
import { randomFrom } from "../inspect/scenes";

const random = randomFrom(5);
const digit = (value: number) => Math.floor(value * 16).toString(16);
const randomHash = () => Array.from({ length: 64 }, () => digit(random())).join("");
const flipBits = (hash: string, count: number) => {
  let bits = BigInt(`0x${hash}`);
  for (let i = 0; i < count; i++) bits ^= 1n << BigInt(Math.floor(random() * 256));
  return bits.toString(16).padStart(64, "0");
};
const slowDistance = (a: string, b: string) =>
  [...(BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2)].filter((bit) => bit === "1").length;

/** Clusters of near hashes among strangers, so that every radius finds some. */
const hashes = new Map<string, string>();
for (let i = 0; i < 300; i++) {
  const centre = randomHash();
  for (let k = 0; k < 8; k++) hashes.set(`${i}-${k}`, flipBits(centre, k * 14));
}
const bruteForce = (hash: string, radius: number) =>
  [...hashes]
    .map(([id, other]) => ({ id, distance: slowDistance(hash, other) }))
    .filter(({ distance }) => distance <= radius)
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));

const index = createHammingIndex();
for (const [id, hash] of hashes) index.add(id, hash);

test("finds exactly what comparing with each hash finds, sorted", () => {
  for (const radius of [0, 1, 31, 64, 84, 128, 256]) {
    for (const id of ["0-0", "17-3", "299-7"]) {
      const hash = hashes.get(id) ?? "";
      expect(index.nearest(hash, radius)).toEqual(bruteForce(hash, radius));
    }
  }
});

test("stays exact while hashes are removed, replaced and added", () => {
  for (const id of [...hashes.keys()].filter((_, i) => i % 3 === 0)) {
    expect(index.remove(id)).toBe(true);
    hashes.delete(id);
  }
  for (const id of [...hashes.keys()].slice(0, 100)) {
    const hash = randomHash();
    index.add(id, hash);
    hashes.set(id, hash);
  }
  const last = [...hashes.keys()].at(-1) ?? "";
  index.remove(last);
  hashes.delete(last);
  expect(index.size).toBe(hashes.size);
  for (const hash of [...hashes.values()].slice(0, 10)) {
    expect(index.nearest(hash, 128)).toEqual(bruteForce(hash, 128));
  }
});

test("an unknown id is not removed, and an empty index finds nothing", () => {
  expect(index.remove("nobody")).toBe(false);
  expect(createHammingIndex().nearest(randomHash(), 256)).toEqual([]);
});

test("the distance of two hashes is the number of differing bits", () => {
  const [a, b] = [randomHash(), randomHash()];
  expect(hammingDistance(a, b)).toBe(slowDistance(a, b));
  expect(hammingDistance("f".repeat(64), "0".repeat(64))).toBe(256);
});

test("what is not a hash of 256 bits is refused", () => {
  expect(() => index.add("x", "abc")).toThrow(TypeError);
  expect(() => index.nearest("z".repeat(64), 3)).toThrow(TypeError);
});
