import { describe, expect, test } from "vitest";
import { MAX_GROUP_MEMBERS } from "@/lib/domain/duplicate";
import { fitsGroup, groupDuplicates, MAX_DIAMETER } from "@/lib/pipeline/dedupe/group";
import { orientationsOf } from "@/lib/pipeline/dedupe/orientations";
import { type FingerprintedPicture, findPairs } from "@/lib/pipeline/dedupe/pairs";
import { PROJECT_ROOT, randomFrom } from "../inspect/scenes";
import { flipBits, strangerHashes } from "./hashes";

const random = randomFrom(8);
const signal = new AbortController().signal;
const nobody = () => false;
const centre = strangerHashes(random);

/** `bits` from the centre, counted from bit `from` on, so that two in one direction differ in what lies between. */
function away(id: string, bits: number, from = 0): FingerprintedPicture {
  const mask = ((1n << BigInt(bits)) - 1n) << BigInt(from);
  const hash = (BigInt(`0x${centre.perceptualHash}`) ^ mask).toString(16).padStart(64, "0");
  return { id, ...centre, perceptualHash: hash };
}

async function group(pictures: readonly FingerprintedPicture[], areApart = nobody as AreApart) {
  const pairs = await findPairs(pictures, { projectRoot: PROJECT_ROOT, signal });
  const groups = groupDuplicates({ pictures, pairs, areApart });
  return groups.map(({ memberIds }) => memberIds.join(""));
}
type AreApart = (a: string, b: string) => boolean;
const apart =
  (...pairs: string[]): AreApart =>
  (a, b) =>
    pairs.includes(a + b) || pairs.includes(b + a);

test("a chain of small steps never makes a group of what differs", async () => {
  // Neighbours are 50 bits apart, those beyond 100 and more.
  const chain = ["a", "b", "c", "d"].map((id, i) => away(id, i * 50));
  expect(50 * 2).toBeGreaterThan(MAX_DIAMETER);
  expect(await group(chain)).toEqual(["ab", "cd"]);
});

test("no two members are farther apart than the bound, in random clusters", async () => {
  const pictures = Array.from({ length: 60 }, (_, i) => ({
    ...centre,
    id: String(i).padStart(2, "0"),
    perceptualHash: flipBits(random, centre.perceptualHash, 20 + i),
  }));
  const pairs = await findPairs(pictures, { projectRoot: PROJECT_ROOT, signal });
  const groups = groupDuplicates({ pictures, pairs, areApart: nobody });
  expect(groups.length).toBeGreaterThan(1);
  for (const { diameter } of groups) expect(diameter).toBeLessThanOrEqual(MAX_DIAMETER);
});

test("pairs called different never share a group, directly or through a third", async () => {
  const pictures = [away("a", 0), away("b", 4), away("c", 8)];
  expect(await group(pictures)).toEqual(["abc"]);
  expect(await group(pictures, apart("ab"))).toEqual(["bc"]);
  expect(await group(pictures, apart("ab", "bc", "ac"))).toEqual([]);
});

test("the nearest are joined first", async () => {
  // c is nearer to b; a would take b where c did not.
  const pictures = [away("a", 0), away("b", 60), away("c", 110)];
  expect(await group(pictures)).toEqual(["bc"]);
});

test("the order that pictures and pairs come in does not matter", async () => {
  const pictures = Array.from({ length: 12 }, (_, i) => away(String.fromCharCode(97 + i), i * 20));
  const pairs = await findPairs(pictures, { projectRoot: PROJECT_ROOT, signal });
  const expected = groupDuplicates({ pictures, pairs, areApart: nobody });
  expect(expected.length).toBeGreaterThan(1);
  for (const turn of [3, 7]) {
    const shuffled = [...pictures.slice(turn), ...pictures.slice(0, turn)].reverse();
    const others = [...pairs.slice(turn), ...pairs.slice(0, turn)].reverse();
    expect(groupDuplicates({ pictures: shuffled, pairs: others, areApart: nobody })).toEqual(
      expected,
    );
  }
});

test("a group is never larger than a page of it may be; the rest makes another", async () => {
  const pictures = Array.from({ length: MAX_GROUP_MEMBERS * 2 + 3 }, (_, i) =>
    away(String(i).padStart(3, "0"), 0),
  );
  const pairs = await findPairs(pictures, { projectRoot: PROJECT_ROOT, signal });
  const groups = groupDuplicates({ pictures, pairs, areApart: nobody });
  expect(groups.map(({ memberIds }) => memberIds.length)).toEqual([
    MAX_GROUP_MEMBERS,
    MAX_GROUP_MEMBERS,
    3,
  ]);
});

test("turned copies are in the group of their original, and its width is told", async () => {
  const a = away("a", 0);
  const quarter = orientationsOf(a).find(({ transform }) => transform === "rotated-90");
  const b = { ...strangerHashes(random), id: "b", perceptualHash: quarter?.hash ?? "" };
  const pictures = [a, b, away("c", 30)];
  const pairs = await findPairs(pictures, { projectRoot: PROJECT_ROOT, signal });
  expect(pairs).toContainEqual({ a: "a", b: "b", distance: 0, transform: "rotated-90" });
  const [only] = groupDuplicates({ pictures, pairs, areApart: nobody });
  expect(only).toMatchObject({ memberIds: ["a", "b"], diameter: 0 });
});

describe("a picture fits a group", () => {
  const members = [away("a", 0), away("b", MAX_DIAMETER, 100)];
  test("that is near to every member", () => {
    expect(fitsGroup(away("c", MAX_DIAMETER), [away("a", 0)], nobody)).toBe(true);
    expect(fitsGroup(away("c", 3), members, nobody)).toBe(false);
  });

  test("unless one of them was called different from it", () => {
    expect(fitsGroup(away("c", 0), members, apart("bc"))).toBe(false);
    expect(fitsGroup(away("c", 0), members, apart("ab"))).toBe(true);
  });

  test("unless it is flat, or the group is full", () => {
    expect(fitsGroup({ ...away("c", 0), hashQuality: 49 }, members, nobody)).toBe(false);
    const full = Array.from({ length: MAX_GROUP_MEMBERS }, (_, i) => away(String(i), 0));
    expect(fitsGroup(away("c", 0), full, nobody)).toBe(false);
  });
});
