import type { ImageFormat } from "@/lib/domain/image";
import { createRandom, type Random } from "./random";

export const PICTURES_PER_KEYWORD = 300;

/** What is wrong with a picture, as it would be on the open web; most are as they should be. */
const KINDS = [
  ["copy", 0.08],
  ["resized", 0.02],
  ["recompressed", 0.02],
  ["cropped", 0.02],
  ["mirrored", 0.02],
  ["truncated", 0.02],
  ["page", 0.02],
  ["tiny", 0.04],
  ["missing", 0.02],
  ["blank", 0.01],
  ["opted-out", 0.02],
] as const;
export type PictureKind = "original" | (typeof KINDS)[number][0];
const ALTERED: ReadonlySet<string> = new Set([
  "copy",
  "resized",
  "recompressed",
  "cropped",
  "mirrored",
]);

/** One picture of the catalogue. Everything about it follows from its keyword and its number. */
export interface Picture {
  readonly slug: string;
  readonly index: number;
  readonly kind: PictureKind;
  /** The number of the drawing it shows: its own, or that of the original it was made from. */
  readonly drawing: number;
  readonly format: ImageFormat;
  /** Pixels of the drawing, before any alteration. */
  readonly width: number;
  readonly height: number;
}

/** "Red car!" → "red-car". Letters of every script stay; a keyword without any has the slug "untitled". */
export const slugOf = (keyword: string): string => {
  const words = keyword
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKC")
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, "-");
  // Cut by characters: half of one could not be written in an address.
  return (
    Array.from(words)
      .slice(0, 100)
      .join("")
      .replaceAll(/^-+|-+$/g, "") || "untitled"
  );
};

export function pictureOf(slug: string, index: number): Picture {
  const kind = kindOf(slug, index);
  const drawing = ALTERED.has(kind) ? earlierOriginal(slug, index) : index;
  const sheet = sheetOf(slug, drawing);
  const isJpeg = kind === "recompressed" || kind === "truncated";
  return { slug, index, kind, drawing, ...sheet, format: isJpeg ? "jpeg" : sheet.format };
}

function kindOf(slug: string, index: number): PictureKind {
  if (index === 0) return "original";
  let left = createRandom(`${slug}/${index}/kind`).next();
  for (const [kind, share] of KINDS) {
    if (left < share) return kind;
    left -= share;
  }
  return "original";
}

function earlierOriginal(slug: string, index: number): number {
  const random = createRandom(`${slug}/${index}/base`);
  for (let attempt = 0; attempt < 16; attempt++) {
    const earlier = random.integer(0, index - 1);
    if (kindOf(slug, earlier) === "original") return earlier;
  }
  return 0;
}

function sheetOf(slug: string, drawing: number): Pick<Picture, "format" | "width" | "height"> {
  const random = createRandom(`${slug}/${drawing}/sheet`);
  const format = formatOf(random);
  const ratio = random.pick([4 / 3, 4 / 3, 3 / 2, 16 / 9, 1, 3 / 4, 2 / 3]);
  // Grain does not deflate, so PNGs stay small.
  const long = random.integer(640, format === "png" ? 760 : 1280);
  const short = Math.round(long / Math.max(ratio, 1 / ratio));
  return ratio < 1
    ? { format, width: short, height: long }
    : { format, width: long, height: short };
}

function formatOf(random: Random): ImageFormat {
  const share = random.next();
  if (share < 0.76) return "jpeg";
  return share < 0.9 ? "webp" : "png";
}
