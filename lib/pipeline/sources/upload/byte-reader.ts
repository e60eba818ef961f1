/** Exactly `length` bytes of a file from `offset` on, fewer only at its end. */
export type ReadBytes = (offset: number, length: number) => Promise<Buffer>;

/** Random access to a file, or to a part of one. */
export interface ByteReader {
  readonly sizeBytes: number;
  readonly read: ReadBytes;
}

/** Headers of neighbouring entries and small text files come with one request. */
const BLOCK_BYTES = 256 * 1024;

/** Reads ahead and remembers the last block, for whoever walks through a file in small steps. */
export function readAhead(read: ReadBytes, blockBytes = BLOCK_BYTES): ReadBytes {
  let start = 0;
  let block: Buffer = Buffer.alloc(0);
  return async (offset, length) => {
    const isHere = offset >= start && offset + length <= start + block.length;
    if (!isHere) {
      if (length >= blockBytes) return read(offset, length);
      const ahead = await read(offset, blockBytes);
      block = ahead;
      start = offset;
      return ahead.subarray(0, length);
    }
    return block.subarray(offset - start, offset - start + length);
  };
}

/** The bytes from `offset` on, `sizeBytes` of them, as a file of its own. */
export const partOf = (read: ReadBytes, offset: number, sizeBytes: number): ByteReader => ({
  sizeBytes,
  read: (at, length) =>
    at >= sizeBytes
      ? Promise.resolve(Buffer.alloc(0))
      : read(offset + at, Math.min(length, sizeBytes - at)),
});
