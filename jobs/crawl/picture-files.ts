import { contentTypeOf } from "@/lib/domain/image";
import { storage } from "@/lib/storage";
import { imageKey, thumbnailKey } from "@/lib/storage/keys";
import type { NewImage, Picture } from "./image-row";

type Files = Pick<Picture, "sha256" | "inspected"> & { readonly download: { bytes: Buffer } };
type Keys = Pick<NewImage, "storageKey" | "thumbnailKey">;

/** Writes a picture and its thumbnail under their keys; writing them again changes nothing. */
export async function storePicture(
  datasetId: string,
  { sha256, inspected, download }: Files,
): Promise<void> {
  const { format, thumbnail } = inspected;
  const contentType = contentTypeOf(format);
  await Promise.all([
    storage().put(imageKey(datasetId, sha256, format), download.bytes, { contentType }),
    storage().put(thumbnailKey(datasetId, sha256), thumbnail, {
      contentType: "image/webp",
      durable: false,
    }),
  ]);
}

/**
 * For whoever is about to write the row, under the dataset's lock: files are removed under that lock
 * alone, so what is there now stays, and what somebody removed meanwhile is written again.
 */
export async function ensureStored(keys: Keys, datasetId: string, picture: Files): Promise<void> {
  const found = await Promise.all([
    storage().head(keys.storageKey),
    storage().head(keys.thumbnailKey),
  ]);
  if (found.includes(null)) await storePicture(datasetId, picture);
}

/** Removes the files of a picture that no row points at, under the dataset's lock. */
export async function removePicture(keys: Keys): Promise<void> {
  await storage().delete(keys.storageKey);
  await storage().delete(keys.thumbnailKey);
}
