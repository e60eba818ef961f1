import sharp from "sharp";
import type { ImageFormat } from "../../domain/image.ts";
import type { BmpHeader } from "./bmp.ts";
import { isCutShort } from "./end-mark.ts";
import { hasGpsPosition } from "./exif.ts";
import { jpegQualityOf } from "./jpeg-tables.ts";
import type { Stated } from "./measure.ts";
import { Unreadable } from "./unreadable.ts";

export const MAX_PIXELS = 50_000_000;
export const INPUT = {
  failOn: "error",
  limitInputPixels: MAX_PIXELS,
  sequentialRead: true,
} as const;

type LibvipsFormat = Exclude<ImageFormat, "bmp">;

/** libvips's name for each format, as its header reader reports it. */
const LOADERS: Record<LibvipsFormat, string> = {
  jpeg: "jpeg",
  png: "png",
  webp: "webp",
  gif: "gif",
  avif: "heif",
  tiff: "tiff",
};

/** What libvips and the bytes themselves tell before any pixel is decoded. Throws Unreadable, and libvips's errors. */
export async function readHeader(bytes: Buffer, format: LibvipsFormat): Promise<Stated> {
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
    frameCount: format === "tiff" ? 1 : (found.pages ?? 1),
    hasAlpha: found.hasAlpha,
    hasIccProfile: found.hasProfile,
    exifOrientation,
    hasGps: hasGpsPosition(found.exif),
    jpegQuality: format === "jpeg" ? jpegQualityOf(bytes) : null,
    isCutShort: isCutShort(bytes, format),
  };
}

export const headerOfBmp = ({ width, height, hasAlpha }: BmpHeader): Stated => ({
  width,
  height,
  hasAlpha,
  frameCount: 1,
  hasIccProfile: false,
  exifOrientation: 1,
  hasGps: false,
  jpegQuality: null,
  isCutShort: false,
});
