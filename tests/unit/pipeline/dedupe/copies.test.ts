import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { createHammingIndex, hammingDistance } from "@/lib/pipeline/dedupe/hamming-index";
import {
  DOUBTFUL_RADIUS,
  type Fingerprint,
  isFlat,
  matchNearDuplicate,
} from "@/lib/pipeline/dedupe/match";
import { decode } from "@/lib/pipeline/inspect/decode";
import { flat, scene } from "../inspect/scenes";

async function fingerprint(bytes: Buffer, format: "png" | "jpeg" = "png") {
  const result = await decode({ bytes, format, minWidth: 1, minHeight: 1 });
  if (!result.ok) throw new Error(result.detail);
  return result.inspected;
}

const scenes = await Promise.all(Array.from({ length: 64 }, (_, i) => scene(100 + i, 200, 150)));
const known: (Fingerprint & { id: string })[] = [];
for (const [i, bytes] of scenes.entries())
  known.push({ id: `${i}`, ...(await fingerprint(bytes)) });

function match(picture: Fingerprint, among: readonly (Fingerprint & { id: string })[]) {
  const index = createHammingIndex();
  for (const { id, perceptualHash } of among) index.add(id, perceptualHash);
  return matchNearDuplicate(index, picture, (id) => known.find((one) => one.id === id)?.blockHash);
}

const copies: [string, (picture: Sharp) => Sharp][] = [
  ["half size", (p) => p.resize(100)],
  ["recompressed", (p) => p.jpeg({ quality: 30 })],
  ["5 % cropped off", (p) => p.extract({ left: 5, top: 4, width: 190, height: 142 })],
  ["grey", (p) => p.greyscale()],
  ["softened", (p) => p.blur(1.5)],
  ["mirrored", (p) => p.flop()],
  ["mirrored and cropped", (p) => p.extract({ left: 5, top: 4, width: 190, height: 142 }).flop()],
];

describe("a copy is found among 64 pictures", () => {
  test.each(copies)("%s", async (_name, change) => {
    for (const [i, bytes] of scenes.slice(0, 12).entries()) {
      const copy = await fingerprint(await change(sharp(bytes)).jpeg().toBuffer(), "jpeg");
      expect(match(copy, known)?.id).toBe(`${i}`);
    }
  });
});

test("64 different pictures stay apart, upright and mirrored", () => {
  for (const [i, a] of known.entries()) {
    for (const b of known.slice(0, i)) {
      expect(hammingDistance(a.perceptualHash, b.perceptualHash)).toBeGreaterThan(DOUBTFUL_RADIUS);
      expect(hammingDistance(a.mirroredHash, b.perceptualHash)).toBeGreaterThan(DOUBTFUL_RADIUS);
    }
    expect(match(a, known.slice(0, i))).toBeNull();
  }
});

test("the mirrored hash is the hash of the mirrored picture", async () => {
  for (const [i, bytes] of scenes.slice(0, 8).entries()) {
    const mirrored = await fingerprint(await sharp(bytes).flop().png().toBuffer());
    expect(
      hammingDistance(mirrored.perceptualHash, known[i]?.mirroredHash ?? ""),
    ).toBeLessThanOrEqual(2);
    expect(match(mirrored, known)).toMatchObject({ id: `${i}`, isMirrored: true });
  }
});

test("flat pictures never match, not even themselves", async () => {
  const grey = await fingerprint(await flat("#888888"));
  expect(isFlat(grey)).toBe(true);
  expect(match(grey, [{ id: "same", ...grey }, ...known])).toBeNull();
});
