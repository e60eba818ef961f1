import { describe, expect, test } from "vitest";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import {
  BLOCK_RADIUS,
  DOUBTFUL_RADIUS,
  type Fingerprint,
  MIN_HASH_QUALITY,
  matchNearDuplicate,
  NEAR_RADIUS,
} from "@/lib/pipeline/dedupe/match";

/** A hash with the first `count` of 256 bits set: two of them differ in the difference of their counts. */
const ones = (count: number) =>
  BigInt(`0b${"1".repeat(count)}${"0".repeat(256 - count)}`)
    .toString(16)
    .padStart(64, "0");
const NOTHING = ones(0);
const FAR = ones(256);

const picture: Fingerprint = {
  perceptualHash: NOTHING,
  mirroredHash: FAR,
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
  return matchNearDuplicate(index, fingerprint, blockHashOf);
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
    expect(found).toEqual(isCopy ? { id: "a", distance, isMirrored: false } : null);
  });
});

test("the nearest wins, and among equals the first by id, in any order", () => {
  const known = [at("c", 9), at("b", 4), at("a", 4)];
  const expected = { id: "a", distance: 4, isMirrored: false };
  expect(match(picture, known)).toEqual(expected);
  expect(match(picture, known.toReversed())).toEqual(expected);
});

test("a nearer stranger does not hide a copy behind it", () => {
  const stranger = at("a", NEAR_RADIUS + 1, 256);
  expect(match(picture, [stranger, at("b", NEAR_RADIUS + 2, 0)])?.id).toBe("b");
});

test("a doubtful mirrored copy is held against the mirrored block hash", () => {
  const known = [{ ...at("a", 256 - 70), blockHash: "8000".repeat(16) }];
  const found = match({ ...picture, blockHash: "0001".repeat(16) }, known);
  expect(found).toEqual({ id: "a", distance: 70, isMirrored: true });
  expect(match({ ...picture, blockHash: FAR }, known)).toBeNull();
});

test("without a block hash only a near copy matches", () => {
  const index = createHammingIndex();
  index.add("a", ones(NEAR_RADIUS + 1));
  expect(matchNearDuplicate(index, picture, () => undefined)).toBeNull();
  index.add("b", ones(NEAR_RADIUS));
  expect(matchNearDuplicate(index, picture, () => undefined)?.id).toBe("b");
});

test("a flat picture matches nothing, and nothing matches in an empty index", () => {
  expect(match({ ...picture, hashQuality: MIN_HASH_QUALITY - 1 }, [at("a", 0)])).toBeNull();
  expect(match(picture, [])).toBeNull();
});
