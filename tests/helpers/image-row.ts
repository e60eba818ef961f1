import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import type { images } from "@/lib/db/schema/images";
import { MEASURES_VERSION } from "@/lib/pipeline/inspect/measurements";
import { imageKey, thumbnailKey } from "@/lib/storage/keys";

export type NewImage = typeof images.$inferInsert;

export const sha256Of = (bytes: string | Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

const HASH = "0f".repeat(32);
/** Numbers of a picture that no check objects to. */
const FINE = {
  brightnessP1: 0.05,
  brightnessP5: 0.1,
  brightnessP50: 0.5,
  brightnessP99: 0.9,
  contrast: 0.25,
  entropy: 7.5,
  edgeDeviation: 80,
  histogramDeviation: 30,
  laplacianVariance: 500,
  colourfulness: 40,
  uniformShare: 0.1,
  isGrayscale: false,
  highFrequencyShare: 0.2,
};

/** The row of a measured cat in a dataset, unlike any other, without a file. */
export function imageRow(
  place: { readonly ownerId: string; readonly datasetId: string },
  changes: Partial<NewImage> = {},
) {
  const { id = uuidv7() } = changes;
  const { sha256 = sha256Of(id), originalUrl = `https://pictures.example/${id}.png` } = changes;
  return {
    ownerId: place.ownerId,
    datasetId: place.datasetId,
    originalUrl,
    urlHash: sha256Of(originalUrl),
    finalUrl: originalUrl,
    filename: `${id}.png`,
    storageKey: imageKey(place.datasetId, sha256, "png"),
    thumbnailKey: thumbnailKey(place.datasetId, sha256),
    width: 640,
    height: 480,
    sizeBytes: 1_000,
    format: "png",
    pixelSha256: sha256,
    perceptualHash: HASH,
    mirroredHash: HASH,
    blockHash: HASH,
    hashQuality: 100,
    ...FINE,
    quality: 0.5,
    measuredWith: MEASURES_VERSION,
    label: changes.labels?.[0] ?? "cat",
    labels: ["cat"],
    issues: [],
    licence: "CC0-1.0",
    attribution: "Untitled, CC0-1.0",
    source: "sample",
    keyword: "cat",
    signals: [],
    metadata: {},
    downloadedAt: new Date(),
    ...changes,
    id,
    sha256,
  } satisfies NewImage;
}
