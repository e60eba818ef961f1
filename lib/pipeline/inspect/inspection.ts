import { z } from "zod";
import { ImageFormat } from "@/lib/domain/image";
import { REJECTED } from "@/lib/domain/outcome";
import type { Measurements } from "./measurements.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const share = z.number().min(0).max(1);
const pixels = z.int().min(1);

const MeasurementsSchema: z.ZodType<Measurements> = z.object({
  width: pixels,
  height: pixels,
  brightnessP1: share,
  brightnessP5: share,
  brightnessP50: share,
  brightnessP99: share,
  contrast: share,
  entropy: z.number().min(0),
  edgeDeviation: z.number().min(0),
  histogramDeviation: z.number().min(0),
  laplacianVariance: z.number().min(0),
  colourfulness: z.number().min(0),
  uniformShare: share,
  isGrayscale: z.boolean(),
  borderShare: share,
  letterboxShare: share,
  transparentShare: share,
  highFrequencyShare: share,
  cutOffShare: share,
  textShare: share,
  frameCount: pixels,
  jpegQuality: z.int().min(1).max(100).nullable(),
  /** EXIF orientation 1–8 as found in the file; 1 where there is none. */
  exifOrientation: z.int().min(1).max(8),
  isCutShort: z.boolean(),
  hasAlpha: z.boolean(),
  hasIccProfile: z.boolean(),
  hasGps: z.boolean(),
});

/** What one decode of a picture tells. Width and height are those of the upright picture. */
const Inspected = z.object({
  format: ImageFormat,
  width: pixels,
  height: pixels,
  /** Equal for equal upright sRGB pixels of one format; JPEGs above a megapixel are compared at thumbnail size. */
  pixelSha256: hash,
  perceptualHash: hash,
  /** Of the picture mirrored, upside down, and turned by 180°. */
  mirroredHash: hash,
  flippedHash: hash,
  turnedHash: hash,
  /** 0 featureless … 100 rich; see dedupe/match.ts for what is too flat to compare. */
  hashQuality: z.int().min(0).max(100),
  blockHash: hash,
  /** WebP within 480 × 480 unless told, transparency kept, metadata stripped. */
  thumbnail: z.instanceof(Buffer),
  measurements: MeasurementsSchema,
});
export type Inspected = z.infer<typeof Inspected>;

/** A picture read, or the outcome it ends with. Parsed, since a decoder that was taken over may send anything. */
export const Inspection = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true), inspected: Inspected }),
  z.object({ ok: z.literal(false), outcome: z.enum(REJECTED), detail: z.string().max(500) }),
]);
export type Inspection = z.infer<typeof Inspection>;

/** A picture whose magic bytes are known, and the smallest sides it may have, in pixels. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  readonly minWidth: number;
  readonly minHeight: number;
  /** Most pixels of a thumbnail's side, where it is not the usual one; nothing else may then be kept of the picture. */
  readonly thumbnailSide?: number;
}
