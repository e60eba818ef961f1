import sharp, { type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { measurementsOf, mounted, written } from "./pictures";
import { scene } from "./scenes";

const base = await scene(5);
const all = (depth: number) => ({ top: depth, bottom: depth, left: depth, right: depth });

describe("borders", () => {
  const shareOf = async (picture: Buffer) => (await measurementsOf(picture)).borderShare;
  test.each([2, 5, 10, 20])(
    "a mount of %i %% of the side all round is measured as it is",
    async (perCent) => {
      const depth = Math.round((perCent / 100) * 400);
      const area = 1 - (400 * 300) / ((400 + 2 * depth) * (300 + 2 * depth));
      for (const colour of ["#fff", "#000", "#7a2020"]) {
        expect(
          Math.abs((await shareOf(await mounted(base, all(depth), colour))) - area),
        ).toBeLessThan(0.015);
      }
    },
  );
  test("a line around a mount around a picture is all border", async () => {
    const outer = await mounted(await mounted(base, all(20), "#fff"), all(3), "#502000");
    expect(await shareOf(outer)).toBeGreaterThan(0.2);
  });
  test("a transparent margin is one", async () => {
    const bytes = await sharp(base)
      .ensureAlpha()
      .extend({ ...all(20), background: "#0000" })
      .png()
      .toBuffer();
    const { borderShare, transparentShare } = await measurementsOf(bytes);
    expect(borderShare).toBeGreaterThan(0.15);
    expect(Math.abs(transparentShare - borderShare)).toBeLessThan(0.02);
  });
  test("a plain sky, a studio's wall and a blank picture have none", async () => {
    const sky = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">
      <linearGradient id="g" x2="0" y2="1"><stop stop-color="#5af"/><stop offset="1" stop-color="#cef"/></linearGradient>
      <rect width="400" height="300" fill="url(#g)"/><path d="M0 300 150 170 260 240 400 190V300z" fill="#253"/></svg>`;
    const studio = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#eee"/>
      <ellipse cx="200" cy="150" rx="120" ry="90" fill="#a31"/></svg>`;
    const create = { width: 400, height: 300, channels: 3 as const, background: "#888" };
    for (const picture of [
      sharp(Buffer.from(sky)),
      sharp(Buffer.from(studio)),
      sharp({ create }),
    ]) {
      expect(await shareOf(await picture.flatten().png().toBuffer())).toBe(0);
    }
  });
});

describe("bars of a film", () => {
  test("are two dark equal ones", async () => {
    const { letterboxShare } = await measurementsOf(
      await mounted(base, { top: 40, bottom: 40 }, "#000"),
    );
    expect(Math.abs(letterboxShare - 80 / 380)).toBeLessThan(0.01);
    const pillars = await measurementsOf(await mounted(base, { left: 40, right: 40 }, "#0a0a0a"));
    expect(Math.abs(pillars.letterboxShare - 80 / 480)).toBeLessThan(0.01);
  });
  test.each([
    ["white", { top: 40, bottom: 40 }, "#fff"],
    ["unequal", { top: 40, bottom: 10 }, "#000"],
    ["on one side", { bottom: 40 }, "#000"],
    ["a frame", { top: 40, bottom: 40, left: 40, right: 40 }, "#000"],
  ] as const)("%s ones are none", async (_name, sides, colour) => {
    const { letterboxShare, borderShare } = await measurementsOf(
      await mounted(base, sides, colour),
    );
    expect(letterboxShare).toBe(0);
    expect(borderShare).toBeGreaterThan(0.05);
  });
});

describe("rows that a decoder left grey", () => {
  test("are measured at the bottom", async () => {
    const { cutOffShare } = await measurementsOf(await mounted(base, { bottom: 60 }, "#808080"));
    expect(Math.abs(cutOffShare - 60 / 360)).toBeLessThan(0.01);
  });
  test.each([
    ["of another colour", { bottom: 60 }, "#408080"],
    ["at the top", { top: 60 }, "#808080"],
    ["all round, as a mount", all(60), "#808080"],
  ] as const)("grey %s is no sign of it", async (_name, sides, colour) => {
    expect((await measurementsOf(await mounted(base, sides, colour))).cutOffShare).toBe(0);
  });
});

describe("fine detail at full size", () => {
  const shareOf = async (picture: Sharp, isJpeg = false) =>
    isJpeg
      ? (await measurementsOf(await picture.jpeg({ quality: 92 }).toBuffer(), "jpeg"))
          .highFrequencyShare
      : (await measurementsOf(await picture.png().toBuffer())).highFrequencyShare;
  test("falls with enlargement, and is next to none at four times", async () => {
    const shares: number[] = [];
    for (const times of [1, 1.5, 2, 4])
      shares.push(await shareOf(sharp(base).resize(Math.round(400 * times))));
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(shares[0]).toBeGreaterThan(0.04);
    expect(shares[3]).toBeLessThan(0.02);
  });
  test("is told of a large JPEG too, whose thumbnail hides an enlargement", async () => {
    const large = await scene(9, 1400, 1000);
    const enlarged = sharp(await scene(9, 350, 250)).resize(1400, 1000);
    expect(await shareOf(sharp(large), true)).toBeGreaterThan(0.04);
    expect(await shareOf(enlarged, true)).toBeLessThan(0.02);
    const turned = sharp(await enlarged.png().toBuffer()).withMetadata({ orientation: 6 });
    expect(await shareOf(turned, true)).toBeLessThan(0.02);
  });
  test("of what is flat or tiny counts as there", async () => {
    const create = { width: 300, height: 300, channels: 3 as const, background: "#abc" };
    expect(await shareOf(sharp({ create }))).toBe(1);
    expect(await shareOf(sharp(base).resize(60, 45))).toBe(1);
  });
});

const plain = await sharp(base).blur(6).png().toBuffer();

describe("writing", () => {
  const shareOf = async (letters: number, letterHeight = 15, opacity = 1) =>
    (
      await measurementsOf(
        await written(plain, { left: 20, top: 260, letterHeight, letters, opacity }),
      )
    ).textShare;
  test("counts from six letters on, by the area under them", async () => {
    expect(await shareOf(0)).toBe(0);
    expect(await shareOf(4)).toBe(0);
    const few = await shareOf(8);
    expect(few).toBeGreaterThan(0.005);
    expect(await shareOf(16)).toBeGreaterThan(1.5 * few);
  });
  test("is found half transparent, and not when it can hardly be seen", async () => {
    expect(await shareOf(12, 15, 0.6)).toBeGreaterThan(0.005);
    expect(await shareOf(12, 15, 0.03)).toBe(0);
  });
});

test("contrast and the middle brightness follow the pixels", async () => {
  const halves = Buffer.alloc(100 * 100 * 3, 0).fill(255, 50 * 100 * 3);
  const raw = { width: 100, height: 100, channels: 3 as const };
  const { contrast } = await measurementsOf(await sharp(halves, { raw }).png().toBuffer());
  expect(contrast).toBeCloseTo(0.5, 3);
  const create = { width: 100, height: 100, channels: 3 as const, background: "#808080" };
  const flat = await measurementsOf(await sharp({ create }).png().toBuffer());
  expect(flat.contrast).toBe(0);
  expect(flat.brightnessP50).toBeCloseTo(128 / 255, 2);
});
