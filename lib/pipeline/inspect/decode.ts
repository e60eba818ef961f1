import { createHash } from "node:crypto";
import sharp, { type Sharp } from "sharp";
import type { ImageFormat } from "../../domain/image.ts";
import { perceptualHashes } from "../dedupe/perceptual-hash.ts";
import { type BmpHeader, decodeBmp, readBmpHeader } from "./bmp.ts";
import type { Inspected, Inspection, Picture } from "./inspection.ts";
import { measure } from "./measure.ts";
import { lumaOf, overWhite, type Raster } from "./raster.ts";
import { Unreadable } from "./unreadable.ts";

const MAX_PIXELS = 50_000_000;
const THUMBNAIL_SIDE = 480;
/** Above this a JPEG is decoded straight to thumbnail size, in half the time (2400 × 1600: 12 ms against 25 ms). */
const MAX_FULL_JPEG_PIXELS = 1_000_000;
/** Between regions only: the parent's deadline is the one that holds. */
const TIMEOUT = { seconds: 10 };
const INPUT = { failOn: "error", limitInputPixels: MAX_PIXELS, sequentialRead: true } as const;
/** Of libwebp's efforts, 0 takes a third of the time of the default 4 for a fifth more bytes. */
const WEBP = { quality: 80, effort: 0 };

/** libvips's name for each format, as its header reader reports it. */
const LOADERS: Record<Exclude<ImageFormat, "bmp">, string> = {
  jpeg: "jpeg",
  png: "png",
  webp: "webp",
  gif: "gif",
  avif: "heif",
  tiff: "tiff",
};

type Header = Pick<
  Inspected,
  "width" | "height" | "isAnimated" | "hasAlpha" | "hasIccProfile" | "exifOrientation"
>;

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
  const { bytes, format, minWidth, minHeight, thumbnailSide: side = THUMBNAIL_SIDE } = picture;
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
  const rgb = overWhite(thumbnail);
  const luma = lumaOf(rgb);
  return {
    format,
    ...header,
    pixelSha256: pixelSha256(header, pixels),
    ...perceptualHashes(luma),
    thumbnail: await sharpOf(thumbnail).webp(WEBP).timeout(TIMEOUT).toBuffer(),
    measurements: measure(rgb, luma, header),
  };
}

async function readHeader(bytes: Uint8Array, format: keyof typeof LOADERS): Promise<Header> {
  const found = await sharp(bytes, INPUT).metadata();
  if (found.format !== LOADERS[format])
    throw new Unreadable("corrupt", `${format} read as ${found.format}`);
  if (format === "avif" && found.compression !== "av1") {
    throw new Unreadable("unsupported", `${found.compression} in HEIF`);
  }
  const { orientation = 1 } = found;
  // Files state any number; libvips turns a picture for those that EXIF knows.
  const exifOrientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  const isOnItsSide = exifOrientation >= 5;
  return {
    width: isOnItsSide ? found.height : found.width,
    height: isOnItsSide ? found.width : found.height,
    // The pages of a TIFF are pages.
    isAnimated: format !== "tiff" && (found.pages ?? 1) > 1,
    hasAlpha: found.hasAlpha,
    hasIccProfile: found.hasProfile,
    exifOrientation,
  };
}

const headerOfBmp = ({ width, height, hasAlpha }: BmpHeader): Header => ({
  width,
  height,
  hasAlpha,
  isAnimated: false,
  hasIccProfile: false,
  exifOrientation: 1,
});

const sharpOf = ({ pixels, width, height, channels }: Raster): Sharp =>
  sharp(pixels, { limitInputPixels: MAX_PIXELS, raw: { width, height, channels } });

const fitted = (picture: Sharp, side: number): Sharp =>
  picture.resize({
    width: side,
    height: side,
    fit: "inside",
    withoutEnlargement: true,
  });

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
