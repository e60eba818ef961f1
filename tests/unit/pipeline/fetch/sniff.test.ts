import sharp from "sharp";
import { expect, test } from "vitest";
import { sniff } from "@/lib/pipeline/fetch/sniff";
import { processorMsOf } from "@/tests/helpers/processor-time";

const latin = (text: string) => Buffer.from(text, "latin1");
const box = (brands: string) => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(8 + brands.length);
  return Buffer.concat([size, latin(`ftyp${brands}`)]);
};

test.each(["jpeg", "png", "webp", "gif", "avif", "tiff"] as const)(
  "%s as it is written today",
  async (format) => {
    const pixel = sharp({ create: { width: 8, height: 8, channels: 3, background: "#888" } });
    expect(sniff(await pixel.toFormat(format).toBuffer())).toBe(format);
  },
);

const bitmap = Buffer.alloc(60);
bitmap.write("BM", "latin1");
bitmap.writeUInt32LE(40, 14);

test.each([
  ["bmp", bitmap],
  ["gif", latin("GIF87a\x01\0\x01\0")],
  ["tiff", latin("MM\0*\0\0\0\x08")],
  ["tiff", latin("II+\0\x08\0\0\0")],
  ["avif", box("avif\0\0\0\0mif1avif")],
  ["avif", box("mif1\0\0\0\0mif1avifmiaf")],
  ["avif", box("avis\0\0\0\0avismsf1")],
  ["heic", box("heic\0\0\0\0mif1heic")],
  ["heic", box("mif1\0\0\0\0mif1heic")],
  ["heic", box("mif1\0\0\0\0mif1")],
  ["mp4", box("isom\0\0\0\0isommp42")],
  ["jxl", latin("\xff\x0a\xfa\x1f")],
  ["jxl", latin("\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl ")],
  ["jp2", latin("\0\0\0\x0cjP  \r\n\x87\n")],
  ["ico", latin("\0\0\x01\0\x01\0")],
  ["pdf", latin("%PDF-1.7\n")],
  ["zip", latin("PK\x03\x04")],
  ["gzip", latin("\x1f\x8b\x08")],
  ["svg", latin("<svg xmlns='http://www.w3.org/2000/svg'/>")],
  ["svg", Buffer.from("\ufeff<?xml version='1.0'?>\n<!-- a > b -->\n<!-- c --><svg>")],
  ["svg", Buffer.from("\ufeff<?xml version='1.0'?><svg/>", "utf16le")],
  ["svg", latin('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n<svg>')],
  ["svg", latin("\n\n  <s:svg xmlns:s='http://www.w3.org/2000/svg'>")],
  ["html", latin("<!doctype html><svg>")],
  ["html", latin("  <HTML lang=en>")],
  ["html", latin("<!-- 404 --><head><title>")],
  ["html", latin("<script>location='/'</script>")],
] as const)("%s is recognised (case %#)", (type, bytes) => {
  expect(sniff(bytes)).toBe(type);
});

test.each([
  "",
  "\xff\xd8",
  "BMW is a make of car and this is text about it",
  "RIFF\0\0\0\0WAVEfmt ",
  "plain text",
  '{"error":"not found"}',
  "<?xml version='1.0'?><rss>",
  "<!-- never closed",
  "\0\0\0\0\0\0\0\0\0\0\0\0",
])("%j is nothing known", (text) => {
  expect(sniff(latin(text))).toBeNull();
});

test("bytes inside a larger buffer are judged by themselves", () => {
  const whole = Buffer.concat([latin("%PDF-"), latin("GIF89a")]);
  expect(sniff(new Uint8Array(whole.buffer, whole.byteOffset + 5, 6))).toBe("gif");
});

test("a long prolog costs no more than its length", async () => {
  const prolog = latin("<??>".repeat(100_000));
  expect(await processorMsOf(() => expect(sniff(prolog)).toBeNull())).toBeLessThan(3_000);
});
