import { createHash } from "node:crypto";
import sharp from "sharp";
import { renderPicture } from "@/lib/pipeline/sources/sample/render";
import { imageKey, thumbnailKey } from "@/lib/storage/keys";
import type { Storage } from "@/lib/storage/storage";

export const SUBJECTS = ["cat", "dog", "mountain", "forest", "city", "car", "sea", "bird"];
/** Width : height. */
export const ASPECTS = [
  [4, 3],
  [3, 2],
  [1, 1],
  [3, 4],
  [2, 3],
  [16, 9],
] as const;
const DRAWINGS_PER_SUBJECT = 36;
/** The longest side of a thumbnail, as the product makes them. */
const SIDE_PX = 480;

export interface Drawing {
  readonly subject: string;
  readonly aspect: readonly [number, number];
  readonly storageKey: string;
  readonly thumbnailKey: string;
  readonly sizeBytes: number;
}

async function draw(storage: Storage, datasetId: string, nth: number): Promise<Drawing> {
  const subject = SUBJECTS[nth % SUBJECTS.length] ?? "cat";
  const aspect = ASPECTS[Math.floor(nth / SUBJECTS.length) % ASPECTS.length] ?? ASPECTS[0];
  const scale = SIDE_PX / Math.max(...aspect);
  const original = await renderPicture({
    slug: subject,
    index: nth,
    drawing: nth,
    kind: "original",
    format: "jpeg",
    width: Math.round(aspect[0] * scale),
    height: Math.round(aspect[1] * scale),
  });
  const thumbnail = await sharp(original).webp().toBuffer();
  const sha256 = createHash("sha256").update(original).digest("hex");
  const keys = {
    storageKey: imageKey(datasetId, sha256, "jpeg"),
    thumbnailKey: thumbnailKey(datasetId, sha256),
  };
  await storage.put(keys.storageKey, original, { contentType: "image/jpeg", durable: false });
  await storage.put(keys.thumbnailKey, thumbnail, { contentType: "image/webp", durable: false });
  return { ...keys, subject, aspect, sizeBytes: original.byteLength };
}

/** Stores the drawings that all rows of a dataset show in turns. */
export async function drawPictures(storage: Storage, datasetId: string): Promise<Drawing[]> {
  const drawings: Drawing[] = [];
  for (let nth = 0; nth < SUBJECTS.length * DRAWINGS_PER_SUBJECT; nth++)
    drawings.push(await draw(storage, datasetId, nth));
  return drawings;
}
