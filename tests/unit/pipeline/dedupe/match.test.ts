import { describe, expect, test } from "vitest";
import { BLOCK_RADIUS, DOUBTFUL_RADIUS, NEAR_RADIUS } from "@/lib/pipeline/dedupe/copy-rules";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import {
  type Fingerprint,
  MIN_HASH_QUALITY,
  matchNearDuplicates,
} from "@/lib/pipeline/dedupe/match";
import { orientationsOf } from "@/lib/pipeline/dedupe/orientations";
import { randomFrom } from "../inspect/scenes";
import { ones, randomHash } from "./hashes";

const NOTHING = ones(0);
const FAR = ones(256);

const picture: Fingerprint = {
  perceptualHash: NOTHING,
  mirroredHash: FAR,
  flippedHash: "5a".repeat(32),
  turnedHash: "a5".repeat(32),
  blockHash: NOTHING,
  hashQuality: 100,
};
const at = (id: string, distance: number, blockDistance = 256) => ({
  ...picture,
  id,
  perceptualHash: ones(distance),
  blockHash: ones(blockDistance),
});

type Known = ReturnType<typeof at>;
function match(fingerprint: Fingerprint, known: readonly Known[]) {
  const index = createHammingIndex();
  for (const { id, perceptualHash } of known) index.add(id, perceptualHash);
  const blockHashOf = (id: string) => known.find((one) => one.id === id)?.blockHash;
  return matchNearDuplicates(index, fingerprint, blockHashOf);
}

describe("one candidate", () => {
  test.each([
    [0, 256, true],
    [NEAR_RADIUS, 256, true],
    [NEAR_RADIUS + 1, BLOCK_RADIUS, true],
    [NEAR_RADIUS + 1, BLOCK_RADIUS + 1, false],
    [DOUBTFUL_RADIUS, BLOCK_RADIUS, true],
    [DOUBTFUL_RADIUS + 1, 0, false],
  ])("%i bits away, %i by blocks: copy is %s", (distance, blocks, isCopy) => {
    const found = match(picture, [at("a", distance, blocks)]);
    expect(found).toEqual(isCopy ? [{ id: "a", distance, transform: "none" }] : []);
  });
});

test("the nearest comes first, and among equals the first by id, in any order", () => {
  const known = [at("c", 9), at("b", 4), at("a", 4)];
  const expected = [
    { id: "a", distance: 4, transform: "none" },
    { id: "b", distance: 4, transform: "none" },
    { id: "c", distance: 9, transform: "none" },
  ];
  expect(match(picture, known)).toEqual(expected);
  expect(match(picture, known.toReversed())).toEqual(expected);
});

test("a nearer stranger does not hide a copy behind it", () => {
  const stranger = at("a", NEAR_RADIUS + 1, 256);
  expect(match(picture, [stranger, at("b", NEAR_RADIUS + 2, 0)])).toMatchObject([{ id: "b" }]);
});

const random = randomFrom(3);
/** The first 70 bits are other ones. */
const seventyOff = (hash: string) =>
  (BigInt(`0x${hash}`) ^ BigInt(`0x${ones(70)}`)).toString(16).padStart(64, "0");

describe("a doubtful copy is held against the block hash turned as it is", () => {
  const [mirroredHash, flippedHash, turnedHash] = [1, 2, 3].map(() => randomHash(random)) as [
    string,
    string,
    string,
  ];
  const asked = { ...picture, mirroredHash, flippedHash, turnedHash };
  test.each([
    [
      "mirrored",
      mirroredHash,
      "0001".repeat(8) + "0000".repeat(8),
      "8000".repeat(8) + "0000".repeat(8),
    ],
    [
      "flipped",
      flippedHash,
      "0007".repeat(12) + "0000".repeat(4),
      "0000".repeat(4) + "0007".repeat(12),
    ],
    [
      "rotated-180",
      turnedHash,
      "0f01".repeat(8) + "0000".repeat(8),
      "0000".repeat(8) + "80f0".repeat(8),
    ],
  ])("%s", (transform, hash, blockHash, turnedBlocks) => {
    const known = { ...at("a", 0), perceptualHash: seventyOff(hash), blockHash: turnedBlocks };
    expect(match({ ...asked, blockHash }, [known])).toEqual([{ id: "a", distance: 70, transform }]);
    expect(match({ ...asked, blockHash: FAR }, [known])).toEqual([]);
  });
});

test("a quarter turn has no block hash, so only a near copy counts", () => {
  const upright = randomHash(random);
  const asked = { ...picture, perceptualHash: upright };
  const quarter = orientationsOf(asked).find(({ transform }) => transform === "transposed");
  const hash = quarter?.hash ?? "";
  const doubtful = { ...at("a", 0, 0), perceptualHash: seventyOff(hash) };
  expect(match(asked, [doubtful])).toEqual([]);
  expect(match(asked, [{ ...doubtful, perceptualHash: hash }])).toEqual([
    { id: "a", distance: 0, transform: "transposed" },
  ]);
});

test("a picture is told as it is turned against the one found, not the other way round", () => {
  const asked = { ...picture, perceptualHash: randomHash(random), flippedHash: randomHash(random) };
  const clockwise = orientationsOf(asked).find(({ transform }) => transform === "rotated-90");
  const known = { ...at("a", 0), perceptualHash: clockwise?.hash ?? "" };
  expect(match(asked, [known])).toMatchObject([{ transform: "rotated-270" }]);
});

test("without a block hash only a near copy matches", () => {
  const index = createHammingIndex();
  index.add("a", ones(NEAR_RADIUS + 1));
  expect(matchNearDuplicates(index, picture, () => undefined)).toEqual([]);
  index.add("b", ones(NEAR_RADIUS));
  expect(matchNearDuplicates(index, picture, () => undefined)).toMatchObject([{ id: "b" }]);
});

test("with a radius everything that near is found, whatever its block hash", () => {
  const index = createHammingIndex();
  for (const distance of [10, 99, 100, 101]) index.add(String(distance), ones(distance));
  const found = matchNearDuplicates(index, picture, () => undefined, { radius: 100 });
  expect(found.map(({ id }) => id)).toEqual(["10", "99", "100"]);
});

test("a flat picture matches nothing, and nothing matches in an empty index", () => {
  expect(match({ ...picture, hashQuality: MIN_HASH_QUALITY - 1 }, [at("a", 0)])).toEqual([]);
  expect(match(picture, [])).toEqual([]);
});
