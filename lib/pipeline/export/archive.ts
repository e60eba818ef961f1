import { createHash } from "node:crypto";
import { addAbortSignal, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { crc32 } from "node:zlib";
import { NonRetryableError } from "@/lib/errors";
import { blockSpool } from "./block-spool";
import { isSafePath } from "./entry-name";
import type { ArchiveEntry } from "./exporter";
import { directoryHeader, endOfDirectory, localHeader } from "./zip-records";

/** Far above any picture and the rows of a million of them; below where ZIP needs other sizes. */
const MAX_ENTRY_BYTES = 2 ** 30;

export interface WrittenEntry {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface WrittenArchive {
  readonly entryCount: number;
  readonly sizeBytes: number;
  readonly sha256: string;
}

interface ArchiveOptions {
  readonly signal: AbortSignal;
  /** Told when an entry has been written; the next one waits for it. */
  readonly onEntry?: (entry: WrittenEntry) => void | Promise<void>;
}

/**
 * Writes the entries as a ZIP and ends `output`; on failure both are destroyed. Stored, because pictures do not shrink.
 * `checksums.sha256`, of every file before it, comes last. The same entries make the same bytes. Holds one entry at a time,
 * and about 300 bytes for each one written.
 */
export async function writeZip(
  entries: AsyncIterable<ArchiveEntry>,
  output: Writable,
  { signal, onEntry }: ArchiveOptions,
): Promise<WrittenArchive> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let entryCount = 0;
  const countEntry = async (entry: WrittenEntry) => {
    entryCount += 1;
    await onEntry?.(entry);
  };
  async function* counted() {
    for await (const block of zipBlocks(entries, { signal, onEntry: countEntry })) {
      hash.update(block);
      sizeBytes += block.length;
      yield block;
    }
  }
  await pipeline(counted, output, { signal });
  return { entryCount, sizeBytes, sha256: hash.digest("hex") };
}

async function* zipBlocks(entries: AsyncIterable<ArchiveEntry>, options: ArchiveOptions) {
  const directory = blockSpool();
  const checksums = blockSpool();
  const taken = new Set<string>();
  let offset = 0;

  async function* file({ path, body, sha256: expected }: ArchiveEntry) {
    const key = path.toLowerCase();
    if (!isSafePath(path) || taken.has(key))
      throw new NonRetryableError(`"${path}" cannot be the name of a file in the archive.`);
    taken.add(key);
    const { blocks, ...measured } = await read(path, body, options.signal);
    if (expected !== undefined && measured.sha256 !== expected)
      throw new NonRetryableError(`The stored file of "${path}" is damaged.`);

    const entry = { path, offset, crc32: measured.crc32, sizeBytes: measured.sizeBytes };
    const header = localHeader(entry);
    yield header;
    yield* blocks;
    offset += header.length + entry.sizeBytes;
    directory.write(directoryHeader(entry));
    checksums.write(`${measured.sha256}  ${path}\n`);
    await options.onEntry?.({ path, sizeBytes: entry.sizeBytes, sha256: measured.sha256 });
  }

  for await (const entry of entries) yield* file(entry);
  yield* file({ path: "checksums.sha256", body: checksums.blocks() });
  const blocks = directory.blocks();
  yield* blocks;
  const sizeBytes = blocks.reduce((sum, block) => sum + block.length, 0);
  yield endOfDirectory({ offset, sizeBytes, entryCount: taken.size });
}

/** The whole body: its header says the length and the checksum before the first byte. */
async function read(path: string, body: ArchiveEntry["body"], signal: AbortSignal) {
  const blocks: Uint8Array[] = [];
  const hash = createHash("sha256");
  let crc = 0;
  let sizeBytes = 0;
  for await (const block of await open(body, signal)) {
    sizeBytes += block.length;
    if (sizeBytes > MAX_ENTRY_BYTES)
      throw new NonRetryableError(`"${path}" is too large for the archive.`);
    blocks.push(block);
    hash.update(block);
    crc = crc32(block, crc);
  }
  return { blocks, sizeBytes, crc32: crc, sha256: hash.digest("hex") };
}

async function open(
  body: ArchiveEntry["body"],
  signal: AbortSignal,
): Promise<Iterable<Uint8Array> | AsyncIterable<Uint8Array>> {
  if (typeof body === "string") return [Buffer.from(body)];
  return typeof body === "function" ? addAbortSignal(signal, await body()) : body;
}
