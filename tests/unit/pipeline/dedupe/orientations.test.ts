import sharp, { type Sharp } from "sharp";
import { expect, test } from "vitest";
import { TRANSFORMS, type Transform } from "@/lib/domain/transform";
import { hammingDistance } from "@/lib/pipeline/dedupe/hash-words";
import { distanceBetween, inverseOf, orientationsOf } from "@/lib/pipeline/dedupe/orientations";
import { scene } from "../inspect/scenes";
import { fingerprint } from "./hashes";

/** Each done to pixels by means of its own; sharp turns clockwise, and a second picture is made for a second step. */
const TURNS: Record<Transform, readonly ((picture: Sharp) => Sharp)[]> = {
  none: [],
  mirrored: [(p) => p.flop()],
  flipped: [(p) => p.flip()],
  "rotated-180": [(p) => p.rotate(180)],
  "rotated-90": [(p) => p.rotate(90)],
  "rotated-270": [(p) => p.rotate(270)],
  transposed: [(p) => p.rotate(90), (p) => p.flop()],
  transversed: [(p) => p.rotate(270), (p) => p.flop()],
};
async function turned(bytes: Buffer, transform: Transform): Promise<Buffer> {
  let made = bytes;
  for (const step of TURNS[transform]) made = await step(sharp(made)).png().toBuffer();
  return made;
}

const bytes = await scene(41, 420, 300);
const original = await fingerprint(bytes);

test.each(TRANSFORMS)(
  "the hash of a picture %s is that of the turned pixels",
  async (transform) => {
    const copy = await fingerprint(await turned(bytes, transform));
    const derived = orientationsOf(original).find((one) => one.transform === transform)?.hash ?? "";
    expect(hammingDistance(derived, copy.perceptualHash)).toBeLessThanOrEqual(4);
    const { distance, transform: found } = distanceBetween(original, copy);
    expect(found).toBe(transform);
    expect(distance).toBeLessThanOrEqual(4);
  },
);

test.each(TRANSFORMS)("%s and its inverse lead back to the picture", async (transform) => {
  const copy = await fingerprint(await turned(bytes, transform));
  const back = distanceBetween(copy, original);
  expect(back.transform).toBe(inverseOf(transform));
  expect(back.distance).toBeLessThanOrEqual(4);
});

test("different pictures stay far apart in every orientation", async () => {
  const other = await fingerprint(await scene(42, 420, 300));
  expect(distanceBetween(original, other).distance).toBeGreaterThan(84);
});
