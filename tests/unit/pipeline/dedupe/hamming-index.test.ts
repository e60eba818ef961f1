import { expect, test } from "vitest";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import { hammingDistance } from "@/lib/pipeline/dedupe/hash-words";
import { randomFrom } from "../inspect/scenes";
import { flipBits, randomHash, slowDistance } from "./hashes";

const random = randomFrom(5);

/** Clusters of near hashes among strangers, so that every radius finds some. */
const hashes = new Map<string, string>();
for (let i = 0; i < 300; i++) {
  const centre = randomHash(random);
  for (let k = 0; k < 8; k++) hashes.set(`${i}-${k}`, flipBits(random, centre, k * 14));
}
const bruteForce = (asked: readonly string[], radius: number) =>
  [...hashes]
    .map(([id, other]) => {
      const distances = asked.map((hash) => slowDistance(hash, other));
      const distance = Math.min(...distances);
      return { id, distance, which: distances.indexOf(distance) };
    })
    .filter(({ distance }) => distance <= radius)
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));

const index = createHammingIndex();
for (const [id, hash] of hashes) index.add(id, hash);
const hashOf = (id: string) => hashes.get(id) ?? "";
const withoutWhich = (hash: string, radius: number) =>
  bruteForce([hash], radius).map(({ id, distance }) => ({ id, distance }));

test("finds exactly what comparing with each hash finds, sorted", () => {
  for (const radius of [0, 1, 31, 64, 84, 128, 255, 256]) {
    for (const id of ["0-0", "17-3", "299-7"]) {
      expect(index.nearest(hashOf(id), radius)).toEqual(withoutWhich(hashOf(id), radius));
    }
  }
});

test.each([2, 5, 8])("finds what is near any of %i hashes, flips of each other or not", (count) => {
  const asked = ["3-1", "4-0", "90-2", "4-1", "250-7", "3-2", "8-0", "17-3"].map(hashOf);
  for (const radius of [0, 31, 84, 120, 256])
    expect(index.nearestOfAny(asked.slice(0, count), radius)).toEqual(
      bruteForce(asked.slice(0, count), radius),
    );
});

test("of equally near hashes the first is named", () => {
  const hash = hashOf("3-1");
  expect(index.nearestOfAny([hashOf("9-0"), hash, hash], 0)).toContainEqual({
    id: "3-1",
    distance: 0,
    which: 1,
  });
});

test("stays exact while hashes are removed, replaced and added", () => {
  for (const id of [...hashes.keys()].filter((_, i) => i % 3 === 0)) {
    expect(index.remove(id)).toBe(true);
    hashes.delete(id);
  }
  for (const id of [...hashes.keys()].slice(0, 100)) {
    const hash = randomHash(random);
    index.add(id, hash);
    hashes.set(id, hash);
  }
  const last = [...hashes.keys()].at(-1) ?? "";
  index.remove(last);
  hashes.delete(last);
  expect(index.size).toBe(hashes.size);
  for (const hash of [...hashes.values()].slice(0, 10))
    expect(index.nearest(hash, 128)).toEqual(withoutWhich(hash, 128));
});

test("more answers than the search can hold at once all come", () => {
  const many = createHammingIndex();
  const hash = randomHash(random);
  for (let i = 0; i < 5_000; i++) many.add(String(i), hash);
  expect(new Set(many.nearest(hash, 0).map(({ id }) => id)).size).toBe(5_000);
});

test("an unknown id is not removed, and an empty index finds nothing", () => {
  expect(index.remove("nobody")).toBe(false);
  expect(createHammingIndex().nearest(randomHash(random), 256)).toEqual([]);
});

test("the distance of two hashes is the number of differing bits", () => {
  const [a, b] = [randomHash(random), randomHash(random)];
  expect(hammingDistance(a, b)).toBe(slowDistance(a, b));
  expect(hammingDistance("f".repeat(64), "0".repeat(64))).toBe(256);
});

test("what is not a hash of 256 bits is refused, and leaves the index as it was", () => {
  const size = index.size;
  expect(() => index.add("x", "abc")).toThrow(TypeError);
  expect(() => index.add("x", "z".repeat(64))).toThrow(TypeError);
  expect(() => index.nearest(`${"0".repeat(63)}g`, 3)).toThrow(TypeError);
  expect(() => index.nearestOfAny([], 3)).toThrow(RangeError);
  expect(index.size).toBe(size);
});
