import { PassThrough, Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { AppError } from "@/lib/errors";
import { type ReadBytes, readAhead } from "@/lib/pipeline/sources/upload/byte-reader";
import { isTarHeader } from "@/lib/pipeline/sources/upload/tar";
import { storage } from "@/lib/storage";

/** A part of a stored file. */
export interface StoredRange {
  readonly key: string;
  readonly offset: number;
  readonly sizeBytes: number;
}

export const readBytes =
  (key: string): ReadBytes =>
  async (offset, length) =>
    length <= 0
      ? Buffer.alloc(0)
      : buffer(await storage().get(key, { start: offset, end: offset + length - 1 }));

/** Reads each file in small steps without asking the storage for each of them. */
export function cachedReaders(): (key: string) => ReadBytes {
  const readers = new Map<string, ReadBytes>();
  return (key) => {
    const reader = readers.get(key) ?? readAhead(readBytes(key));
    readers.set(key, reader);
    return reader;
  };
}

export async function openRange({ key, offset, sizeBytes }: StoredRange): Promise<Readable> {
  if (sizeBytes === 0) return Readable.from([]);
  return storage().get(key, { start: offset, end: offset + sizeBytes - 1 });
}

/** A list of URLs: some ten million of them. */
export const MAX_LIST_BYTES = 2 * 1024 ** 3;
const MAX_RATIO = 200;
const SMALL_BYTES = 1024 * 1024;

/** Ends what grows beyond `maxBytes` with AppError("payload-too-large"). */
export async function* limited(
  blocks: AsyncIterable<Buffer>,
  maxBytes: number,
  name: string,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const block of blocks) {
    bytes += block.length;
    if (bytes > maxBytes)
      throw new AppError(
        "payload-too-large",
        `${JSON.stringify(name)} has more than ${Math.round(maxBytes / 1024 ** 2)} MB unpacked.`,
      );
    yield block;
  }
}

interface Unpacked {
  /** Its first block, which tells what it is. */
  readonly head: Buffer;
  readonly isTar: boolean;
  readonly blocks: AsyncIterable<Buffer>;
}

/** Unpacks gzip block by block, which the quota pays for. Throws AppError for what is broken, or a bomb. */
export async function gunzip(
  packed: StoredRange,
  name: string,
  quota: { leftBytes: number },
): Promise<Unpacked> {
  const output = new PassThrough();
  // A failure of any stage destroys the output, and whoever reads it hears of it.
  pipeline(await openRange(packed), createGunzip(), output).catch((error) => output.destroy(error));
  const iterator = readable(output, name)[Symbol.asyncIterator]();
  const first = await iterator.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  const isTar = isTarHeader(head.subarray(0, 512));
  const most = Math.max(SMALL_BYTES, packed.sizeBytes * MAX_RATIO);
  const maxBytes = Math.min(isTar ? quota.leftBytes : MAX_LIST_BYTES, most, quota.leftBytes);
  async function* all() {
    try {
      for (let next = first; !next.done; next = await iterator.next()) {
        quota.leftBytes -= next.value.length;
        yield next.value;
      }
    } finally {
      output.destroy();
    }
  }
  return { head, isTar, blocks: limited(all(), maxBytes, name) };
}

async function* readable(output: Readable, name: string): AsyncGenerator<Buffer> {
  try {
    for await (const block of output) yield block as Buffer;
  } catch (cause) {
    const isBroken = cause instanceof Error && "code" in cause && /^Z_/.test(String(cause.code));
    if (!isBroken) throw cause;
    throw new AppError("validation-failed", `${JSON.stringify(name)} does not unpack.`, { cause });
  }
}

/** Writes blocks under a key and answers how many bytes they were. */
export async function putBlocks(key: string, blocks: AsyncIterable<Buffer>): Promise<number> {
  let sizeBytes = 0;
  async function* counted() {
    for await (const block of blocks) {
      sizeBytes += block.length;
      yield block;
    }
  }
  await storage().put(key, Readable.from(counted()), { contentType: "application/octet-stream" });
  return sizeBytes;
}
