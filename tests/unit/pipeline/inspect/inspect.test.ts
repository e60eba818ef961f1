import sharp, { type Sharp } from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import type { ImageFormat } from "@/lib/domain/image";
import { hammingDistance } from "@/lib/pipeline/dedupe/hash-words";
import { createDecoderPool } from "@/lib/pipeline/inspect/decoder-pool";
import { type InspectOptions, inspectImage } from "@/lib/pipeline/inspect/inspect";
import { bombPng, PROJECT_ROOT, scene } from "./scenes";

const pool = createDecoderPool({ size: 1, projectRoot: PROJECT_ROOT });
afterAll(() => pool.close());

const inspect = (bytes: Buffer, options: Partial<InspectOptions> = {}) =>
  inspectImage(pool, bytes, { minWidth: 1, minHeight: 1, ...options });
const read = async (bytes: Buffer) => {
  const result = await inspect(bytes);
  if (!result.ok) throw new Error(`${result.outcome}: ${result.detail}`);
  return result.inspected;
};
const base = await scene(7, 300, 200);
const basis = await read(base);

describe("every format is read, close to the same picture", () => {
  const encodings: [string, ImageFormat, (picture: Sharp) => Sharp][] = [
    ["JPEG", "jpeg", (p) => p.jpeg()],
    ["progressive JPEG", "jpeg", (p) => p.jpeg({ progressive: true })],
    ["CMYK JPEG", "jpeg", (p) => p.toColourspace("cmyk").jpeg()],
    ["palette PNG", "png", (p) => p.png({ palette: true })],
    ["16-bit PNG", "png", (p) => p.toColourspace("rgb16").png()],
    ["PNG with transparency", "png", (p) => p.ensureAlpha().png()],
    ["WebP", "webp", (p) => p.webp()],
    ["GIF", "gif", (p) => p.gif()],
    ["AVIF", "avif", (p) => p.avif({ effort: 0 })],
    ["TIFF", "tiff", (p) => p.tiff({ compression: "lzw" })],
    ["Display P3", "png", (p) => p.withIccProfile("p3").png()],
  ];
  test.each(encodings)("%s", async (_name, format, encode) => {
    const found = await read(await encode(sharp(base)).toBuffer());
    expect(found).toMatchObject({
      format,
      width: 300,
      height: 200,
      measurements: { frameCount: 1 },
    });
    expect(hammingDistance(found.perceptualHash, basis.perceptualHash)).toBeLessThanOrEqual(24);
    const thumbnail = await sharp(found.thumbnail).metadata();
    expect(thumbnail).toMatchObject({ format: "webp", width: 300, height: 200 });
  });

  test("the first frame of an animation, marked as one", async () => {
    const frames = await Promise.all(
      [base, await scene(8, 300, 200)].map((f) => sharp(f).raw().toBuffer()),
    );
    const raw = { width: 300, height: 400, channels: 3 as const, pageHeight: 200 };
    const gif = await sharp(Buffer.concat(frames), { raw })
      .gif({ delay: [100, 100] })
      .toBuffer();
    const found = await read(gif);
    expect(found).toMatchObject({ width: 300, height: 200, measurements: { frameCount: 2 } });
    expect(hammingDistance(found.perceptualHash, basis.perceptualHash)).toBeLessThanOrEqual(24);
  });
});

test("all eight orientations are the same upright picture", async () => {
  const turn = async (bytes: Buffer, change: (picture: Sharp) => Sharp) =>
    change(sharp(bytes)).png().toBuffer();
  const transposed = await turn(await turn(base, (p) => p.rotate(90)), (p) => p.flop());
  const stored = [
    base,
    await turn(base, (p) => p.flop()),
    await turn(base, (p) => p.rotate(180)),
    await turn(base, (p) => p.flip()),
    transposed,
    await turn(base, (p) => p.rotate(270)),
    await turn(transposed, (p) => p.rotate(180)),
    await turn(base, (p) => p.rotate(90)),
  ];
  for (const [i, bytes] of stored.entries()) {
    const exifOrientation = i + 1;
    const file = await sharp(bytes).withMetadata({ orientation: exifOrientation }).png().toBuffer();
    const found = await read(file);
    expect(found).toMatchObject({
      width: 300,
      height: 200,
      measurements: { exifOrientation },
    });
    expect(found.pixelSha256).toBe(basis.pixelSha256);
    expect(found.perceptualHash).toBe(basis.perceptualHash);
  }
});

describe("the pixel hash", () => {
  test("is of the pixels, however they are packed", async () => {
    const repacked = await read(await sharp(base).tiff({ compression: "none" }).toBuffer());
    expect(repacked.pixelSha256).toBe(basis.pixelSha256);
  });
  test("tells pictures apart that differ in one level of one pixel", async () => {
    const { data, info } = await sharp(base).raw().toBuffer({ resolveWithObject: true });
    data[500] = (data[500] ?? 0) ^ 1;
    const raw = { width: info.width, height: info.height, channels: info.channels };
    const touched = await read(await sharp(data, { raw }).png().toBuffer());
    expect(touched.pixelSha256).not.toBe(basis.pixelSha256);
  });
  test("tells flat pictures of other shapes apart", async () => {
    const flat = async (width: number, height: number) =>
      (
        await read(
          await sharp({ create: { width, height, channels: 3, background: "red" } })
            .png()
            .toBuffer(),
        )
      ).pixelSha256;
    expect(await flat(20, 30)).not.toBe(await flat(30, 20));
  });
  test("of a large JPEG is that of any lossless repacking", async () => {
    const large = await sharp(base).resize(1500, 1000).jpeg().toBuffer();
    const withComment = Buffer.concat([
      large.subarray(0, 2),
      Buffer.from([0xff, 0xfe, 0, 4, 1, 2]),
      large.subarray(2),
    ]);
    expect((await read(withComment)).pixelSha256).toBe((await read(large)).pixelSha256);
  });
});

describe("what cannot be used ends with its outcome", () => {
  const large = sharp(base).resize(1500, 1000);
  const half = (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1);
  test.each([
    [
      "an SVG",
      "unsupported",
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    ],
    ["an icon", "unsupported", async () => Buffer.from([0, 0, 1, 0, 1, 0, 16, 16])],
    ["a web page", "not-an-image", async () => Buffer.from("<!doctype html><title>gone</title>")],
    ["noise", "not-an-image", async () => Buffer.alloc(2000, 0x5a)],
    ["nothing", "not-an-image", async () => Buffer.alloc(0)],
    ["half a JPEG", "corrupt", async () => half(await sharp(base).jpeg().toBuffer())],
    ["half a large JPEG", "corrupt", async () => half(await large.clone().jpeg().toBuffer())],
    [
      "half a progressive JPEG",
      "corrupt",
      async () => half(await large.clone().jpeg({ progressive: true }).toBuffer()),
    ],
    ["half a PNG", "corrupt", async () => half(base)],
    ["half a WebP", "corrupt", async () => half(await sharp(base).webp().toBuffer())],
    ["half an AVIF", "corrupt", async () => half(await sharp(base).avif({ effort: 0 }).toBuffer())],
    [
      "a JPEG's first bytes and noise",
      "corrupt",
      async () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(999, 7)]),
    ],
    ["900 megapixels in a few kilobytes", "too-many-pixels", async () => bombPng(30_000)],
  ] as const)("%s", async (_name, outcome, make) => {
    expect(await inspect(await make())).toMatchObject({ ok: false, outcome });
  });

  test("a side below the least, of the upright picture", async () => {
    const upright = await sharp(base).rotate(90).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await inspect(upright, { minWidth: 300, minHeight: 200 })).toMatchObject({ ok: true });
    expect(await inspect(base, { minWidth: 301 })).toMatchObject({
      ok: false,
      outcome: "too-small",
    });
    expect(await inspect(base, { minHeight: 201 })).toMatchObject({
      ok: false,
      outcome: "too-small",
    });
  });

  test("a format that is not wanted", async () => {
    expect(await inspect(base, { formats: ["jpeg"] })).toMatchObject({
      ok: false,
      outcome: "unsupported",
    });
  });
});

test("thumbnails fit 480 pixels, keep transparency and are never enlarged", async () => {
  const wide = await read(await sharp(base).resize(2000, 900, { fit: "fill" }).jpeg().toBuffer());
  expect(await sharp(wide.thumbnail).metadata()).toMatchObject({ width: 480, height: 216 });
  const clear = await read(await sharp(base).resize(90, 60).ensureAlpha(0.5).png().toBuffer());
  expect(clear.measurements.hasAlpha).toBe(true);
  expect(await sharp(clear.thumbnail).metadata()).toMatchObject({
    width: 90,
    height: 60,
    hasAlpha: true,
  });
});

test("transparent parts are measured as white", async () => {
  const create = { width: 200, height: 200, channels: 4 as const, background: "#00000000" };
  const { measurements } = await read(await sharp({ create }).png().toBuffer());
  expect(measurements).toMatchObject({ brightnessP1: 1, brightnessP99: 1, uniformShare: 1 });
});
