import { buffer } from "node:stream/consumers";
import type { ReadRow, StoredRow } from "@/lib/db/measurements";
import { AppError, RetryAfterError } from "@/lib/errors";
import { inspectImage } from "@/lib/pipeline/inspect/inspect";
import { storage } from "@/lib/storage";
import { decoderCount, decoders } from "../crawl/decoders";
import { hasWrongExtension } from "../crawl/stated-format";

/** What the stored files tell, by id; null for one that is missing or broken. */
export type Readings = ReadonlyMap<string, ReadRow | null>;

/** Any size: what is small was taken in under the rules of its crawl. */
const ANY_SIZE = { minWidth: 1, minHeight: 1 };

async function bytesOf(key: string): Promise<Buffer | null> {
  try {
    return await buffer(await storage().get(key));
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return null;
    throw error;
  }
}

/** Throws what is not the picture's fault: storage or decoders that cannot be had, and the signal's reason. */
async function readPicture(row: StoredRow, signal: AbortSignal): Promise<ReadRow | null> {
  const bytes = await bytesOf(row.storageKey);
  if (!bytes) return null;
  const inspection = await inspectImage(decoders(), bytes, { ...ANY_SIZE, signal });
  if (!inspection.ok) return null;
  const { thumbnail, measurements, format, ...read } = inspection.inspected;
  if (!(await storage().head(row.thumbnailKey)))
    await storage().put(row.thumbnailKey, thumbnail, { contentType: "image/webp", durable: false });
  const stated = { url: row.finalUrl, contentType: row.contentType };
  return { ...read, ...measurements, hasWrongExtension: hasWrongExtension(format, stated) };
}

/** Reads and measures stored pictures, as many at once as this process decodes, and one more to have bytes ready. */
export async function readPictures(
  rows: readonly StoredRow[],
  signal: AbortSignal,
): Promise<Readings> {
  const readings = new Map<string, ReadRow | null>();
  const waiting = [...rows];
  const work = async () => {
    try {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        signal.throwIfAborted();
        readings.set(row.id, await readPicture(row, signal));
      }
    } catch (error) {
      waiting.length = 0;
      // To be tried again as a failure is: what comes back later by itself would find the batch's own job in its place.
      if (error instanceof RetryAfterError) throw new Error(error.message, { cause: error });
      throw error;
    }
  };
  await Promise.all(Array.from({ length: decoderCount() + 1 }, work));
  return readings;
}
