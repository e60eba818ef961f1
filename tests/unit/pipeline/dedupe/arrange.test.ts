import { expect, test } from "vitest";
import { arrange, type Contender, keeperAmong } from "@/lib/pipeline/dedupe/arrange";

const turns = (perceptualHash: string) => {
  const other = "f".repeat(64);
  return { perceptualHash, mirroredHash: other, flippedHash: other, turnedHash: other };
};
/** A hash whose first so many bits are set. */
const bits = (count: number) =>
  ((1n << 256n) - (1n << BigInt(256 - count))).toString(16).padStart(64, "0");
const at = (id: string, count: number) => ({ id, ...turns(bits(count)) });
const placesOf = (arranged: ReturnType<typeof arrange<ReturnType<typeof at>>>) =>
  Object.fromEntries(
    arranged.moves.map(({ from, to }) => [
      from.id,
      [to.isDuplicate, to.duplicateOf, to.duplicateDistance],
    ]),
  );

test("everything stands behind the keeper, as far as it is from it", () => {
  const arranged = arrange([at("a", 10), at("b", 14), at("c", 40)], {
    groupId: "g",
    keeperId: "b",
  });
  expect(placesOf(arranged)).toEqual({
    a: [true, "b", 4],
    b: [false, null, null],
    c: [true, "b", 26],
  });
  expect(arranged.distance).toBe(26);
  expect(arranged.moves.map(({ to }) => to.duplicateGroupId)).toEqual(["g", "g", "g"]);
});

test("of several that are kept each hidden one stands behind the nearest", () => {
  const members = [at("a", 10), at("b", 14), at("c", 40), at("d", 44)];
  const arranged = arrange(members, { groupId: "g", keeperId: "a", keptIds: ["a", "c"] });
  expect(placesOf(arranged)).toEqual({
    a: [false, null, null],
    b: [true, "a", 4],
    c: [false, null, 30],
    d: [true, "c", 4],
  });
});

test("what is left alone in a group is shown", () => {
  const arranged = arrange([at("a", 10)], { groupId: "g", keeperId: "a" });
  expect(placesOf(arranged)).toEqual({ a: [false, null, null] });
  expect(arranged.distance).toBe(0);
});

const copy: Contender = {
  id: "b",
  decision: "undecided",
  width: 100,
  height: 100,
  sizeBytes: 1000,
  format: "jpeg",
  jpegQuality: null,
  borderShare: 0,
  issues: [],
  hiddenBy: [],
  licence: "unknown",
  isDuplicate: true,
};
const large: Contender = { ...copy, id: "a", width: 200, isDuplicate: false };

test("the one that a person chose is kept, whatever is better", () => {
  expect(keeperAmong([large, copy], "b")).toMatchObject({ keeperId: "b", reason: "chosen" });
  expect(keeperAmong([large, copy], "gone")).toMatchObject({ keeperId: "a" });
});

test("a hidden copy that was rejected is never kept, one that was shown stays", () => {
  const rejected = { ...copy, decision: "rejected" } as const;
  expect(keeperAmong([large, rejected]).keeperId).toBe("a");
  expect(keeperAmong([large, { ...rejected, isDuplicate: false }]).keeperId).toBe("b");
  expect(keeperAmong([rejected]).keeperId).toBe("b");
});
