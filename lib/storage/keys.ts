import type { ARCHIVES } from "@/lib/domain/export";
import { EXTENSIONS, type ImageFormat } from "@/lib/domain/image";
import { AppError } from "@/lib/errors";

export const datasetPrefix = (datasetId: string): string => `datasets/${datasetId}/`;

/** Two hexadecimal digits spread a dataset's files over 256 folders. */
const shard = (sha256: string) => sha256.slice(0, 2);

export const imageKey = (datasetId: string, sha256: string, format: ImageFormat): string =>
  `${datasetPrefix(datasetId)}images/${shard(sha256)}/${sha256}.${EXTENSIONS[format]}`;

export const thumbnailKey = (datasetId: string, sha256: string): string =>
  `${datasetPrefix(datasetId)}thumbnails/${shard(sha256)}/${sha256}.webp`;

export const exportKey = (
  datasetId: string,
  exportId: string,
  archive: (typeof ARCHIVES)[number],
): string => `${datasetPrefix(datasetId)}exports/${exportId}.${archive}`;

/** What an image's or thumbnail's key is named by. */
export const sha256OfKey = (key: string): string =>
  key.slice(key.lastIndexOf("/") + 1, key.lastIndexOf("."));

/** An uploaded list of URLs; `name` is a UUID, never the uploader's file name. */
export const listKey = (datasetId: string, name: string, extension: string): string =>
  `${datasetPrefix(datasetId)}lists/${name}.${extension}`;

/** Everything that came with one import, under a name of our own for each file. */
export const importPrefix = (datasetId: string, importId: string): string =>
  `${datasetPrefix(datasetId)}imports/${importId}/`;

const MAX_KEY_LENGTH = 512;
/** Segments never start with a dot: no `..`, and `.tmp` stays the provider's own. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** The key itself; throws AppError("validation-failed") unless it is relative, plain ASCII and cannot climb. */
export function checkedKey(key: string): string {
  if (key.length <= MAX_KEY_LENGTH && KEY.test(key)) return key;
  throw new AppError("validation-failed", "That is not a storage key.");
}

/** As `checkedKey`, for a prefix that ends in a slash. */
export function checkedPrefix(prefix: string): string {
  checkedKey(prefix.replace(/\/$/, ""));
  if (prefix.endsWith("/")) return prefix;
  throw new AppError("validation-failed", "A storage prefix ends in a slash.");
}
