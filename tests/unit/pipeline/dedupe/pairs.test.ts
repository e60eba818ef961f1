import { describe, expect, test } from "vitest";
import { distanceBetween, orientationsOf } from "@/lib/pipeline/dedupe/orientations";
import { MAX_PAIRS_OF_ONE } from "@/lib/pipeline/dedupe/pair-scan";
import {
  type FingerprintedPicture,
  findPairs,
  findPairsBetween,
} from "@/lib/pipeline/dedupe/pairs";
import { PROJECT_ROOT, randomFrom } from "../inspect/scenes";
import { flipBits, strangerHashes } from "./hashes";

const signal = new AbortController().signal;
const search = { projectRoot: PROJECT_ROOT, signal };

/** Families of an original and four copies up to 80 bits away, two of them turned, among strangers. */
function families(seed: number, count: number): FingerprintedPicture[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, i) => {
    const original = strangerHashes(random);
    const turns = orientationsOf(original);
    const copies = [20, 60, 80, 100].map((bits, k) => ({
      ...strangerHashes(random),
      blockHash: original.blockHash,
      perceptualHash: flipBits(random, turns[k * 2]?.hash ?? "", bits),
    }));
    return [original, ...copies].map((one, k) => ({ id: `${i}-${k}`, ...one }));
  }).flat();
}

function bruteForce(first: readonly FingerprintedPicture[], second: typeof first, radius: number) {
  const all = first.flatMap((a) =>
    second.map((b) => ({ a: a.id, b: b.id, ...distanceBetween(a, b) })),
  );
  return all
    .filter(({ distance }) => distance <= radius)
    .sort((x, y) => x.distance - y.distance || (x.a + x.b < y.a + y.b ? -1 : 1));
}

const pictures = families(1, 40);

test.each([0, 64, 84, 100])("finds every pair within %i bits, and none twice", async (radius) => {
  const expected = bruteForce(pictures, pictures, radius).filter(({ a, b }) => a < b);
  const found = await findPairs(pictures.toReversed(), { ...search, radius });
  expect(found.length).toBe(expected.length);
  expect(new Set(found.map((pair) => JSON.stringify(pair)))).toEqual(
    new Set(expected.map((pair) => JSON.stringify(pair))),
  );
});

test("without a radius a doubtful pair counts where its blocks agree", async () => {
  const found = await findPairs(pictures, search);
  const doubtful = bruteForce(pictures, pictures, 84).filter(({ a, b }) => a < b);
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThanOrEqual(doubtful.length);
  const [a, b] = families(3, 1) as [FingerprintedPicture, FingerprintedPicture];
  const near = (bits: number, blockHash: string) => [
    a,
    { ...b, perceptualHash: bitsOff(a.perceptualHash, bits), blockHash },
  ];
  expect(await findPairs(near(70, a.blockHash), search)).toHaveLength(1);
  expect(await findPairs(near(70, "0".repeat(64)), search)).toEqual([]);
  expect(await findPairs(near(64, "0".repeat(64)), search)).toHaveLength(1);
});

const bitsOff = (hash: string, bits: number) =>
  (BigInt(`0x${hash}`) ^ ((1n << BigInt(bits)) - 1n)).toString(16).padStart(64, "0");

test("a pair tells what must be done to the first to get the second", async () => {
  const [a] = pictures as [FingerprintedPicture];
  const hash = orientationsOf(a).find(({ transform }) => transform === "rotated-270")?.hash ?? "";
  const b = { ...strangerHashes(randomFrom(9)), id: "z", perceptualHash: hash };
  expect(await findPairs([b, a], search)).toEqual([
    { a: a.id, b: "z", distance: 0, transform: "rotated-270" },
  ]);
});

test("flat pictures are in no pair", async () => {
  const [a] = pictures as [FingerprintedPicture];
  expect(await findPairs([a, { ...a, id: "b", hashQuality: 49 }], search)).toEqual([]);
});

test("of one picture the nearest pairs are kept, however many there are", async () => {
  const [a] = pictures as [FingerprintedPicture];
  const copies = Array.from({ length: 300 }, (_, i) => ({
    ...a,
    id: `copy ${String(i).padStart(3, "0")}`,
    perceptualHash: bitsOff(a.perceptualHash, i % 60),
  }));
  const found = await findPairsBetween([a], copies, search);
  expect(found).toHaveLength(MAX_PAIRS_OF_ONE);
  const expected = bruteForce([a], copies, 64).slice(0, MAX_PAIRS_OF_ONE);
  expect(found).toEqual(expected);
});

test("pairs between two collections are those of the one with the other", async () => {
  const [first, second] = [pictures.slice(0, 90), pictures.slice(90).concat(families(1, 3))];
  const found = await findPairsBetween(first, second, { ...search, radius: 84 });
  expect(found.length).toBeGreaterThan(10);
  const key = ({ a, b, distance }: { a: string; b: string; distance: number }) =>
    `${a} ${b} ${distance}`;
  expect(found.map(key).sort()).toEqual(bruteForce(first, second, 84).map(key).sort());
});

describe("in worker threads", () => {
  // Above what the calling thread does itself.
  const many = families(2, 700);

  test("the pairs are those that the calling thread finds", async () => {
    const shares: number[] = [];
    const found = await findPairs(many, { ...search, onProgress: (share) => shares.push(share) });
    const slices = [many.slice(0, 1_000), many.slice(1_000, 2_000), many.slice(2_000)];
    const inOneThread = (await Promise.all(slices.map((slice) => findPairs(slice, search)))).flat();
    // Families lie within slices.
    expect(found.map(({ a, b }) => `${a} ${b}`).sort()).toEqual(
      inOneThread.map(({ a, b }) => `${a} ${b}`).sort(),
    );
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  test("an abort ends the search with its reason", async () => {
    const controller = new AbortController();
    const searching = findPairs(many, {
      ...search,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("enough")),
    });
    await expect(searching).rejects.toThrow("enough");
  });

  test("threads that cannot start end the search", async () => {
    await expect(findPairs(many, { ...search, projectRoot: "/nowhere" })).rejects.toThrow();
  });
});
