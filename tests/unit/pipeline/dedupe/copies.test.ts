import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { DOUBTFUL_RADIUS } from "@/lib/pipeline/dedupe/copy-rules";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import { hammingDistance } from "@/lib/pipeline/dedupe/hash-words";
import { type Fingerprint, isFlat, matchNearDuplicates } from "@/lib/pipeline/dedupe/match";
import { distanceBetween } from "@/lib/pipeline/dedupe/orientations";
import { flat, scene } from "../inspect/scenes";
import { fingerprint } from "./hashes";

const scenes = await Promise.all(Array.from({ length: 64 }, (_, i) => scene(100 + i, 200, 150)));
const known: (Fingerprint & { id: string })[] = [];
for (const [i, bytes] of scenes.entries())
  known.push({ id: `${i}`, ...(await fingerprint(bytes)) });

function match(picture: Fingerprint, among: readonly (Fingerprint & { id: string })[]) {
  const index = createHammingIndex();
  for (const { id, perceptualHash } of among) index.add(id, perceptualHash);
  return matchNearDuplicates(index, picture, (id) => known.find((one) => one.id === id)?.blockHash);
}

const copies: [string, (picture: Sharp) => Sharp][] = [
  ["half size", (p) => p.resize(100)],
  ["recompressed", (p) => p.jpeg({ quality: 30 })],
  ["5 % cropped off", (p) => p.extract({ left: 5, top: 4, width: 190, height: 142 })],
  ["grey", (p) => p.greyscale()],
  ["softened", (p) => p.blur(1.5)],
  ["mirrored", (p) => p.flop()],
  [
    "a black frame",
    (p) =>
      p
        .extend({ top: 16, bottom: 16, left: 16, right: 16, background: "black" })
        .jpeg({ quality: 95, chromaSubsampling: "4:4:4" }),
  ],
  ["upside down", (p) => p.flip()],
  ["a quarter turn", (p) => p.rotate(90).removeAlpha()],
  ["three quarter turns, recompressed", (p) => p.rotate(270).jpeg({ quality: 40 })],
  ["mirrored and cropped", (p) => p.extract({ left: 5, top: 4, width: 190, height: 142 }).flop()],
];

describe("a copy is found among 64 pictures", () => {
  test.each(copies)("%s", async (_name, change) => {
    for (const [i, bytes] of scenes.slice(0, 12).entries()) {
      const copy = await fingerprint(await change(sharp(bytes)).jpeg().toBuffer(), "jpeg");
      expect(match(copy, known).map(({ id }) => id)).toEqual([`${i}`]);
    }
  });
});

test("64 different pictures stay apart, however they are turned", () => {
  for (const [i, a] of known.entries()) {
    for (const b of known.slice(0, i))
      expect(distanceBetween(a, b).distance).toBeGreaterThan(DOUBTFUL_RADIUS);
    expect(match(a, known.slice(0, i))).toEqual([]);
  }
});

test("the mirrored hash is the hash of the mirrored picture", async () => {
  for (const [i, bytes] of scenes.slice(0, 8).entries()) {
    const mirrored = await fingerprint(await sharp(bytes).flop().png().toBuffer());
    expect(
      hammingDistance(mirrored.perceptualHash, known[i]?.mirroredHash ?? ""),
    ).toBeLessThanOrEqual(2);
    expect(match(mirrored, known)).toMatchObject([{ id: `${i}`, transform: "mirrored" }]);
  }
});

test("flat pictures never match, not even themselves", async () => {
  const grey = await fingerprint(await flat("#888888"));
  expect(isFlat(grey)).toBe(true);
  expect(match(grey, [{ id: "same", ...grey }, ...known])).toEqual([]);
});
