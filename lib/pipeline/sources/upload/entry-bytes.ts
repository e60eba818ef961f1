import { pipeline, Readable, Transform } from "node:stream";
import { promisify } from "node:util";
import { crc32, createInflateRaw, inflateRaw } from "node:zlib";
import type { StoredBytes } from "@/lib/domain/stored-bytes";

/** Bytes of the file that an entry lies in: exactly `length` of them, fewer only at its end. */
type Read = (offset: number, length: number) => Promise<Uint8Array>;

/** An entry that is not what its archive says: it cannot be read, and never will be. */
export class BrokenEntryError extends Error {
  override name = "BrokenEntryError";
}

const inflate = promisify(inflateRaw);
const BLOCK_BYTES = 256 * 1024;
/** APPNOTE.TXT 4.3.7: the fixed part of a local file header, and where it states the lengths of what follows it. */
const LOCAL_HEADER = { sizeBytes: 30, signature: 0x04034b50, nameLength: 26, extraLength: 28 };

async function dataStart(read: Read, { offset, hasLocalHeader }: StoredBytes): Promise<number> {
  if (!hasLocalHeader) return offset;
  const header = Buffer.from(await read(offset, LOCAL_HEADER.sizeBytes));
  if (header.length < LOCAL_HEADER.sizeBytes || header.readUInt32LE(0) !== LOCAL_HEADER.signature)
    throw new BrokenEntryError("The archive has no such entry where it says.");
  const nameLength = header.readUInt16LE(LOCAL_HEADER.nameLength);
  const extraLength = header.readUInt16LE(LOCAL_HEADER.extraLength);
  return offset + LOCAL_HEADER.sizeBytes + nameLength + extraLength;
}

async function* storedBlocks(read: Read, stored: StoredBytes): AsyncGenerator<Buffer> {
  const start = await dataStart(read, stored);
  for (let at = 0; at < stored.length; at += BLOCK_BYTES) {
    const length = Math.min(BLOCK_BYTES, stored.length - at);
    const block = Buffer.from(await read(start + at, length));
    if (block.length < length) throw new BrokenEntryError("The archive is cut off.");
    yield block;
  }
}

/** Passes on what is as long as stated and has the stated checksum; never more than stated. */
function verified({ sizeBytes, crc32: stated }: StoredBytes): Transform {
  let seen = 0;
  let checksum = 0;
  return new Transform({
    transform(block: Buffer, _encoding, done) {
      seen += block.length;
      if (seen > sizeBytes)
        return done(new BrokenEntryError("It is larger than its archive says."));
      checksum = crc32(block, checksum);
      done(null, block);
    },
    flush(done) {
      if (seen !== sizeBytes) done(new BrokenEntryError("It is smaller than its archive says."));
      else if (stated !== null && checksum !== stated)
        done(new BrokenEntryError("Its checksum is not the one in its archive."));
      else done();
    },
  });
}

const isZlibError = (error: unknown) =>
  error instanceof Error && "code" in error && /^Z_/.test(String(error.code));

/** The unpacked bytes of an entry, block by block; throws BrokenEntryError where they are not what the archive states. */
export async function* openEntry(read: Read, stored: StoredBytes): AsyncGenerator<Buffer> {
  const source = Readable.from(storedBlocks(read, stored));
  const end = verified(stored);
  // Failures of any stage reach whoever reads the last one.
  const done = () => undefined;
  if (stored.compression === "none") pipeline(source, end, done);
  else pipeline(source, createInflateRaw(), end, done);
  try {
    for await (const block of end) yield block as Buffer;
  } catch (cause) {
    if (!isZlibError(cause)) throw cause;
    throw new BrokenEntryError("It does not unpack.", { cause });
  } finally {
    source.destroy();
  }
}

/** The unpacked bytes of an entry as a whole: for what has been checked to be small. Throws as openEntry does. */
export async function readEntry(read: Read, stored: StoredBytes): Promise<Buffer> {
  const packed = Buffer.from(await read(await dataStart(read, stored), stored.length));
  if (packed.length < stored.length) throw new BrokenEntryError("The archive is cut off.");
  const bytes = stored.compression === "none" ? packed : await unpacked(packed, stored.sizeBytes);
  if (bytes.length !== stored.sizeBytes)
    throw new BrokenEntryError("It is not as large as its archive says.");
  if (stored.crc32 !== null && crc32(bytes) !== stored.crc32)
    throw new BrokenEntryError("Its checksum is not the one in its archive.");
  return bytes;
}

async function unpacked(packed: Buffer, sizeBytes: number): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch (cause) {
    throw new BrokenEntryError("It does not unpack to the size that its archive says.", { cause });
  }
}
