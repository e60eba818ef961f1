import { createHash } from "node:crypto";
import sharp, { type Sharp } from "sharp";
import type { ImageFormat } from "../../domain/image.ts";
import { perceptualHashes } from "../dedupe/perceptual-hash.ts";
import { decodeBmp, readBmpHeader } from "./bmp.ts";
import { TILE_SIDE } from "./fine-detail.ts";
import { headerOfBmp, INPUT, MAX_PIXELS, readHeader } from "./header.ts";
import type { Inspected, Inspection, Picture } from "./inspection.ts";
import { measure, type Stated } from "./measure.ts";
import type { Raster } from "./raster.ts";
import { Unreadable } from "./unreadable.ts";

const THUMBNAIL_SIDE = 480;
/** Above this a JPEG is decoded straight to thumbnail size, in half the time (2400 × 1600: 12 ms against 25 ms). */
const MAX_FULL_JPEG_PIXELS = 1_000_000;
/**
 * Of such a JPEG, what is decoded at full size too. A third of the way down there is something to see, and the rows
 * below cost nothing, but of a progressive JPEG, which has to be read to its end once more.
 */
const STRIP = { height: TILE_SIDE, maxWidth: 4096, from: 1 / 3 };
/** Between regions only: the parent's deadline is the one that holds. */
const TIMEOUT = { seconds: 10 };
/** Of libwebp's efforts, 0 takes a third of the time of the default 4 for a fifth more bytes. */
const WEBP = { quality: 80, effort: 0 };

/** Everything the product knows of a picture's pixels, from one decode. Never throws. */
export async function decode(picture: Picture): Promise<Inspection> {
  try {
    return { ok: true, inspected: await read(picture) };
  } catch (error) {
    if (error instanceof Unreadable) return refusal(error.outcome, error.message);
    const detail = error instanceof Error ? error.message : String(error);
    if (/exceeds pixel limit/i.test(detail)) return refusal("too-many-pixels", detail);
    const isUnsupported =
      /not (supported|implemented|configured)|unsupported (codec|feature|compression)/i;
    return refusal(isUnsupported.test(detail) ? "unsupported" : "corrupt", detail);
  }
}

const refusal = (outcome: Unreadable["outcome"], detail: string): Inspection => ({
  ok: false,
  outcome,
  detail: detail.replace(/\s+/g, " ").trim().slice(0, 500),
});

async function read(picture: Picture): Promise<Inspected> {
  const { format, minWidth, minHeight, thumbnailSide: side = THUMBNAIL_SIDE } = picture;
  const bytes = Buffer.from(
    picture.bytes.buffer,
    picture.bytes.byteOffset,
    picture.bytes.byteLength,
  );
  const bmp = format === "bmp" ? readBmpHeader(bytes) : null;
  const header = bmp
    ? headerOfBmp(bmp)
    : await readHeader(bytes, format as Exclude<ImageFormat, "bmp">);
  const { width, height } = header;
  if (width * height > MAX_PIXELS) throw new Unreadable("too-many-pixels", `${width} × ${height}`);
  if (width < minWidth || height < minHeight) {
    throw new Unreadable("too-small", `${width} × ${height} is below ${minWidth} × ${minHeight}`);
  }
  const isBounded = format === "jpeg" && width * height > MAX_FULL_JPEG_PIXELS;
  const upright = () => sharp(bytes, INPUT).autoOrient().toColourspace("srgb");
  const pixels = bmp
    ? decodeBmp(bytes, bmp)
    : await rasterOf(isBounded ? fitted(upright(), side) : upright());
  const isSmall = Math.max(pixels.width, pixels.height) <= side;
  const thumbnail = isSmall ? pixels : await rasterOf(fitted(sharpOf(pixels), side));
  const atFullSize = isBounded ? await rasterOf(stripOf(bytes, header)) : pixels;
  const { content, measured } = measure(thumbnail, atFullSize);
  return {
    format,
    width,
    height,
    pixelSha256: pixelSha256(header, pixels),
    ...perceptualHashes(content),
    thumbnail: await sharpOf(thumbnail).webp(WEBP).timeout(TIMEOUT).toBuffer(),
    measurements: { ...header, ...measured },
  };
}

const sharpOf = ({ pixels, width, height, channels }: Raster): Sharp =>
  sharp(pixels, { limitInputPixels: MAX_PIXELS, raw: { width, height, channels } });

const fitted = (picture: Sharp, side: number): Sharp =>
  picture.resize({
    width: side,
    height: side,
    fit: "inside",
    withoutEnlargement: true,
  });

/** Of the picture as it is stored: not turned upright. */
function stripOf(bytes: Buffer, { width, height, exifOrientation }: Stated): Sharp {
  const [across, down] = exifOrientation >= 5 ? [height, width] : [width, height];
  const stripWidth = Math.min(across, STRIP.maxWidth);
  const stripHeight = Math.min(down, STRIP.height);
  return sharp(bytes, INPUT)
    .extract({
      left: (across - stripWidth) >> 1,
      top: Math.floor((down - stripHeight) * STRIP.from),
      width: stripWidth,
      height: stripHeight,
    })
    .toColourspace("srgb");
}

async function rasterOf(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture.raw().timeout(TIMEOUT).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 3 && channels !== 4) throw new Unreadable("unsupported", `${channels} channels`);
  return { pixels: data, width, height, channels };
}

/** Pixels of one shape, at full size or shrunk, never share a hash with those of another. */
function pixelSha256(size: { width: number; height: number }, raster: Raster): string {
  const { pixels, width, height, channels } = raster;
  const shape = `${size.width}x${size.height} ${width}x${height}x${channels}\n`;
  return createHash("sha256").update(shape).update(pixels).digest("hex");
}
