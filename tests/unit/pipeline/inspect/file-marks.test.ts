import sharp, { type JpegOptions } from "sharp";
import { describe, expect, test } from "vitest";
import { isCutShort } from "@/lib/pipeline/inspect/end-mark";
import { hasGpsPosition } from "@/lib/pipeline/inspect/exif";
import { jpegQualityOf } from "@/lib/pipeline/inspect/jpeg-tables";
import { measurementsOf } from "./pictures";
import { scene } from "./scenes";

const base = await scene(11, 160, 120);
const jpeg = (options: JpegOptions) => sharp(base).jpeg(options).toBuffer();

describe("the quality of a JPEG", () => {
  test.each([100, 95, 90, 80, 75, 60, 50, 49, 35, 20, 10])(
    "%i is read within 3 from the tables, however the file is laid out",
    async (quality) => {
      for (const progressive of [false, true]) {
        const found = jpegQualityOf(await jpeg({ quality, progressive }));
        expect(Math.abs((found ?? 0) - quality)).toBeLessThanOrEqual(3);
      }
    },
  );
  test("falls with the tables of other makers too", async () => {
    const found: (number | null)[] = [];
    for (const quality of [90, 60, 30]) {
      found.push(jpegQualityOf(await jpeg({ quality, quantisationTable: 3 })));
    }
    expect(found).toEqual(found.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
  });
  test("is null where there are no tables, and of other formats", async () => {
    const whole = await jpeg({});
    for (const length of [0, 2, 5, 40, 60])
      expect(jpegQualityOf(whole.subarray(0, length))).toBeNull();
    expect((await measurementsOf(base)).jpegQuality).toBeNull();
  });
});

describe("a file's end mark", () => {
  const animation = async () => {
    const frames = Buffer.alloc(20 * 40 * 3, 90).fill(200, 20 * 20 * 3);
    const raw = { width: 20, height: 40, channels: 3 as const, pageHeight: 20 };
    return sharp(frames, { raw })
      .gif({ delay: [50, 50] })
      .toBuffer();
  };
  const files = [
    ["jpeg", () => jpeg({}), 2],
    ["jpeg", () => jpeg({ progressive: true }), 2],
    ["png", async () => base, 12],
    ["gif", () => sharp(base).gif().toBuffer(), 1],
    ["gif", animation, 1],
    ["webp", () => sharp(base).webp().toBuffer(), 1],
  ] as const;
  test.each(files)("%s: is there, then cut off", async (format, make, markBytes) => {
    const bytes = await make();
    expect(isCutShort(bytes, format)).toBe(false);
    expect(isCutShort(Buffer.concat([bytes, Buffer.alloc(9)]), format)).toBe(false);
    expect(isCutShort(bytes.subarray(0, -markBytes), format)).toBe(true);
    expect(isCutShort(bytes.subarray(0, bytes.length >> 1), format)).toBe(true);
    for (const length of [0, 1, 7, 12, 20])
      expect(isCutShort(bytes.subarray(0, length), format)).toBe(true);
  });
  test("of a thumbnail inside a JPEG is not the file's own", async () => {
    const inner = await sharp(base).resize(32).jpeg().toBuffer();
    const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), inner]);
    segment.writeUInt16BE(segment.length - 2, 2);
    const outer = await jpeg({});
    const bytes = Buffer.concat([outer.subarray(0, 2), segment, outer.subarray(2)]);
    expect(isCutShort(bytes, "jpeg")).toBe(false);
    expect(isCutShort(bytes.subarray(0, -2), "jpeg")).toBe(true);
  });
  test("a GIF that decodes without its trailer is told as cut short", async () => {
    const bytes = (await sharp(base).gif().toBuffer()).subarray(0, -1);
    expect(await measurementsOf(bytes, "gif")).toMatchObject({ isCutShort: true });
  });
});

describe("a position in EXIF", () => {
  const position = {
    GPSLatitudeRef: "N",
    GPSLatitude: "51/1 30/1 3230/100",
    GPSLongitudeRef: "W",
    GPSLongitude: "0/1 7/1 4366/100",
  };
  const exifOf = async (bytes: Buffer) => (await sharp(bytes).metadata()).exif ?? Buffer.alloc(0);

  test("is found where a file states one, and not where it states only other things", async () => {
    const there = await sharp(base).withExif({ IFD3: position }).jpeg().toBuffer();
    const none = await sharp(base)
      .withExif({ IFD0: { Copyright: "Nobody" } })
      .jpeg()
      .toBuffer();
    const half = await sharp(base)
      .withExif({ IFD3: { GPSLatitude: position.GPSLatitude } })
      .jpeg()
      .toBuffer();
    expect((await measurementsOf(there, "jpeg")).hasGps).toBe(true);
    expect((await measurementsOf(none, "jpeg")).hasGps).toBe(false);
    expect((await measurementsOf(half, "jpeg")).hasGps).toBe(false);
    expect((await measurementsOf(base)).hasGps).toBe(false);
  });
  test("is looked for in damaged bytes without an error", async () => {
    const exif = await exifOf(await sharp(base).withExif({ IFD3: position }).jpeg().toBuffer());
    expect(hasGpsPosition(exif)).toBe(true);
    for (let at = 0; at < exif.length; at++) {
      hasGpsPosition(exif.subarray(0, at));
      const damaged = Buffer.from(exif);
      damaged[at] = 0xff;
      hasGpsPosition(damaged);
    }
  });
});
