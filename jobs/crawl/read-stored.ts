import { buffer } from "node:stream/consumers";
import type { StoredBytes } from "@/lib/domain/stored-bytes";
import { AppError } from "@/lib/errors";
import { MAX_IMAGE_BYTES } from "@/lib/pipeline/fetch/download";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { BrokenEntryError, readEntry } from "@/lib/pipeline/sources/upload/entry-bytes";
import { storage } from "@/lib/storage";
import type { Arrived } from "./image-row";

/** What the storage says of a file that is not there, or ends before the range. */
const GONE: readonly string[] = ["not-found", "range-not-satisfiable"];

async function readRange(key: string, offset: number, length: number): Promise<Uint8Array> {
  if (length <= 0) return new Uint8Array();
  try {
    return await buffer(await storage().get(key, { start: offset, end: offset + length - 1 }));
  } catch (error) {
    if (!(error instanceof AppError) || !GONE.includes(error.code)) throw error;
    throw new BrokenEntryError("The uploaded file is not there any more.", { cause: error });
  }
}

/**
 * An uploaded picture, as if it had been downloaded. Throws FetchError("too-large"), and BrokenEntryError for an entry
 * that is not what its archive says.
 */
export async function readStored(stored: StoredBytes, url: string): Promise<Arrived> {
  if (stored.sizeBytes > MAX_IMAGE_BYTES)
    throw new FetchError("too-large", `It has ${stored.sizeBytes} bytes.`);
  const bytes = await readEntry((offset, length) => readRange(stored.key, offset, length), stored);
  return {
    bytes,
    finalUrl: url,
    httpStatus: null,
    contentType: null,
    signals: [],
    etag: null,
    lastModified: null,
  };
}
