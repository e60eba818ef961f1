import sharp from "sharp";
import type { Outcome } from "@/lib/domain/outcome";
import { renderPicture } from "@/lib/pipeline/sources/sample/render";

/** What the site does with a picture, and what must become of it. */
export const KINDS = {
  photo: "accepted",
  /** 503 with Retry-After the first time. */
  flaky: "accepted",
  redirected: "accepted",
  /** The same bytes at another address. */
  copy: "exact-duplicate",
  resized: "near-duplicate",
  recompressed: "near-duplicate",
  cropped: "near-duplicate",
  watermarked: "near-duplicate",
  mirrored: "near-duplicate",
  missing: "http-4xx",
  refused: "http-4xx",
  /** The connection is cut in the middle. */
  cut: "connection-lost",
  /** Headers, a few bytes, and then nothing. */
  hanging: "timeout",
  loop: "too-many-redirects",
  /** Redirects to the private network. */
  inward: "blocked-address",
  /** Declares four gigabytes. */
  oversize: "too-large",
  page: "not-an-image",
  truncated: "corrupt",
  tiny: "too-small",
  blank: "quality",
  /** X-Robots-Tag: noai. */
  "opted-out": "ai-opt-out",
  /** Under a path that robots.txt disallows. */
  disallowed: "robots-txt",
} as const satisfies Record<string, Outcome>;
export type Kind = keyof typeof KINDS;

const VARIANTS: readonly Kind[] = [
  "copy",
  "resized",
  "recompressed",
  "cropped",
  "watermarked",
  "mirrored",
];
/** Whether it shows the scene of another picture. */
export const isVariant = (kind: Kind): boolean => VARIANTS.includes(kind);

export const WIDTH = 320;
export const HEIGHT = 240;
/** Six drawings each: the closest two of all differ in 94 bits of their perceptual hashes. */
const SUBJECTS = [
  "animal",
  "forest",
  "city",
  "cat",
  "texture",
  "mountain",
  "boat",
  "puppies",
  "wood",
  "heart",
  "car",
  "sunset",
  "flower",
  "house",
];
const SCENES = SUBJECTS.length * 6;

const drawn = new Map<number, Promise<Buffer>>();

/** The JPEG of a scene; another number is quite another picture. */
export function sceneOf(number: number): Promise<Buffer> {
  if (number >= SCENES) throw new Error(`There are ${SCENES} scenes.`);
  const drawing = Math.floor(number / SUBJECTS.length);
  const slug = SUBJECTS[number % SUBJECTS.length] ?? "";
  const size = { width: WIDTH, height: HEIGHT };
  const bytes =
    drawn.get(number) ??
    renderPicture({ slug, index: drawing, drawing, kind: "original", format: "jpeg", ...size });
  drawn.set(number, bytes);
  return bytes;
}

const MARK = `<svg width="${WIDTH}" height="${HEIGHT}"><rect x="8" y="210" width="120" height="22" fill="#fff" fill-opacity=".8"/></svg>`;

/** What is served under a kind. No variant is better than the picture it was made from. */
export async function bytesOf(kind: Kind, scene: number): Promise<Buffer> {
  const base = await sceneOf(scene);
  const image = sharp(base);
  switch (kind) {
    case "resized":
      return image.resize({ width: 224 }).jpeg({ quality: 80 }).toBuffer();
    case "recompressed":
      return image.jpeg({ quality: 35 }).toBuffer();
    case "cropped":
      return image
        .extract({ left: 8, top: 6, width: WIDTH - 16, height: HEIGHT - 12 })
        .jpeg({ quality: 80 })
        .toBuffer();
    case "watermarked":
      return image
        .composite([{ input: Buffer.from(MARK) }])
        .jpeg({ quality: 60 })
        .toBuffer();
    case "mirrored":
      return image.flop().jpeg({ quality: 60 }).toBuffer();
    case "tiny":
      return image.resize(40, 30).jpeg().toBuffer();
    case "truncated":
      return base.subarray(0, base.length >> 1);
    case "blank":
      return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: "#d8d8d8" } })
        .jpeg()
        .toBuffer();
    case "page":
      return Buffer.from("<!doctype html><title>No picture here</title>".padEnd(2_000));
    default:
      return base;
  }
}
