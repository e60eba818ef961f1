/** One stored file. Offsets and sizes in bytes; `path` is ASCII. */
export interface ZipEntry {
  readonly path: string;
  readonly crc32: number;
  readonly sizeBytes: number;
  readonly offset: number;
}

const VERSION_STORED = 20;
const VERSION_ZIP64 = 45;
const MADE_BY_UNIX = (3 << 8) | VERSION_ZIP64;
/** A regular file, rw-r--r--, where Unix readers look for it. */
const ATTRIBUTES = (0o100_644 << 16) >>> 0;
/** 1980-01-01 00:00, the first moment of the format: the same files make the same archive. */
const DATE = (1 << 5) | 1;
/** From here on the number is in a ZIP64 field and the short field holds its largest value. */
const LIMIT_32 = 0xffff_ffff;
const LIMIT_16 = 0xffff;

/** The record before a file's bytes (APPNOTE 4.3.7). Sizes and checksum stand in it, so stream readers can use it too. */
export function localHeader({ path, crc32, sizeBytes }: ZipEntry): Buffer {
  const header = Buffer.alloc(30 + path.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION_STORED, 4);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt32LE(crc32, 14);
  header.writeUInt32LE(sizeBytes, 18);
  header.writeUInt32LE(sizeBytes, 22);
  header.writeUInt16LE(path.length, 26);
  header.write(path, 30, "latin1");
  return header;
}

/** The file's line in the directory at the end (4.3.12), with a ZIP64 offset where it lies beyond 4 GiB. */
export function directoryHeader({ path, crc32, sizeBytes, offset }: ZipEntry): Buffer {
  const isFar = offset >= LIMIT_32;
  const header = Buffer.alloc(46 + path.length + (isFar ? 12 : 0));
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY_UNIX, 4);
  header.writeUInt16LE(isFar ? VERSION_ZIP64 : VERSION_STORED, 6);
  header.writeUInt16LE(DATE, 14);
  header.writeUInt32LE(crc32, 16);
  header.writeUInt32LE(sizeBytes, 20);
  header.writeUInt32LE(sizeBytes, 24);
  header.writeUInt16LE(path.length, 28);
  header.writeUInt16LE(isFar ? 12 : 0, 30);
  header.writeUInt32LE(ATTRIBUTES, 38);
  header.writeUInt32LE(isFar ? LIMIT_32 : offset, 42);
  header.write(path, 46, "latin1");
  if (isFar) {
    header.writeUInt16LE(1, 46 + path.length);
    header.writeUInt16LE(8, 48 + path.length);
    header.writeBigUInt64LE(BigInt(offset), 50 + path.length);
  }
  return header;
}

/** What ends the archive (4.3.14 to 4.3.16): where the directory lies and how many files it lists. */
export function endOfDirectory(directory: {
  offset: number;
  sizeBytes: number;
  entryCount: number;
}): Buffer {
  const { offset, sizeBytes, entryCount } = directory;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(entryCount, LIMIT_16), 8);
  end.writeUInt16LE(Math.min(entryCount, LIMIT_16), 10);
  end.writeUInt32LE(Math.min(sizeBytes, LIMIT_32), 12);
  end.writeUInt32LE(Math.min(offset, LIMIT_32), 16);
  if (entryCount < LIMIT_16 && sizeBytes < LIMIT_32 && offset < LIMIT_32) return end;

  const end64 = Buffer.alloc(76);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(MADE_BY_UNIX, 12);
  end64.writeUInt16LE(VERSION_ZIP64, 14);
  end64.writeBigUInt64LE(BigInt(entryCount), 24);
  end64.writeBigUInt64LE(BigInt(entryCount), 32);
  end64.writeBigUInt64LE(BigInt(sizeBytes), 40);
  end64.writeBigUInt64LE(BigInt(offset), 48);
  end64.writeUInt32LE(0x07064b50, 56);
  end64.writeBigUInt64LE(BigInt(offset + sizeBytes), 64);
  end64.writeUInt32LE(1, 72);
  return Buffer.concat([end64, end]);
}
