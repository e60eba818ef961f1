import { isAscii, isUtf8 } from "node:buffer";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from "yauzl";
import {
  type ArchiveEntry,
  checkedPath,
  entryGate,
  isJunk,
  type Place,
  refusedArchive,
} from "./archive-entry";
import { type ByteReader, type ReadBytes, readAhead } from "./byte-reader";

const METHODS = new Map([
  [0, "none"],
  [8, "deflate"],
] as const);
/** The upper half of the external attributes is a Unix mode where a Unix made the archive (APPNOTE.TXT 4.4.2.2). */
const UNIX = 3;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;
const LOCAL_HEADER_BYTES = 30;
/** Folders and what file managers leave behind included, which count as no file. */
const MAX_ENTRIES = 400_000;

/** What yauzl asks for, answered from blocks that were read ahead. */
const accessTo = (readBytes: ReadBytes): RandomAccessReader =>
  // It is abstract in its types only.
  Object.assign(Reflect.construct(RandomAccessReader, []) as RandomAccessReader, {
    read(
      target: Buffer,
      at: number,
      length: number,
      position: number,
      done: (error: Error | null) => void,
    ) {
      readBytes(position, length).then((bytes) => {
        bytes.copy(target, at);
        done(bytes.length < length ? new Error("unexpected end of the archive") : null);
      }, done);
    },
  });

/** macOS and Info-ZIP write UTF-8 without the flag that says so (APPNOTE.TXT D.2); text in CP437 is not UTF-8 by chance. */
const nameOf = ({ fileName, fileNameRaw: raw }: Entry): string =>
  isAscii(raw) || !isUtf8(raw) ? fileName : raw.toString();

function typeOf(entry: Entry): "file" | "directory" {
  const isUnix = entry.versionMadeBy >> 8 === UNIX;
  const type = isUnix ? (entry.externalFileAttributes >>> 16) & FILE_TYPE : 0;
  if (type !== 0 && type !== REGULAR && type !== DIRECTORY)
    throw refusedArchive(`${JSON.stringify(entry.fileName)} is a link or a device`);
  return type === DIRECTORY || entry.fileName.endsWith("/") ? "directory" : "file";
}

function entryOf(entry: Entry, path: string, place: Place): ArchiveEntry {
  const name = JSON.stringify(path);
  if (entry.isEncrypted()) throw refusedArchive(`${name} is encrypted`);
  const compression = METHODS.get(entry.compressionMethod as 0 | 8);
  if (!compression)
    throw refusedArchive(`${name} is packed in a way other than “stored” and “deflated”`);
  if (compression === "none" && entry.compressedSize !== entry.uncompressedSize)
    throw refusedArchive(`${name} has two sizes`);
  return {
    path,
    stored: {
      key: place.key,
      offset: place.offset + entry.relativeOffsetOfLocalHeader,
      length: entry.compressedSize,
      compression,
      sizeBytes: entry.uncompressedSize,
      crc32: entry.crc32,
      hasLocalHeader: true,
    },
  };
}

/** Entries that share bytes are how a small archive unpacks to a huge one without any of them standing out. */
function refuseOverlaps(ranges: { start: number; end: number }[], endOfData: number): void {
  ranges.sort((a, b) => a.start - b.start);
  for (const [i, { end }] of ranges.entries())
    if (end > (ranges[i + 1]?.start ?? endOfData))
      throw refusedArchive("its entries overlap, as in a bomb");
}

/** The files of a ZIP by its central directory; nothing is unpacked. Throws AppError for what is hostile or broken. */
export async function listZip(file: ByteReader, place: Place): Promise<ArchiveEntry[]> {
  const options = { lazyEntries: true, strictFileNames: true, autoClose: false };
  const check = entryGate();
  const entries: ArchiveEntry[] = [];
  const ranges: { start: number; end: number }[] = [];
  try {
    const zip = await fromRandomAccessReaderPromise(
      accessTo(readAhead(file.read)),
      file.sizeBytes,
      options,
    );
    for await (const entry of zip.eachEntry()) {
      if (ranges.length >= MAX_ENTRIES) throw refusedArchive("it has too many entries");
      const start = entry.relativeOffsetOfLocalHeader;
      const headerBytes = LOCAL_HEADER_BYTES + entry.fileNameLength;
      ranges.push({ start, end: start + headerBytes + entry.compressedSize });
      if (typeOf(entry) === "directory") continue;
      const path = checkedPath(nameOf(entry));
      if (isJunk(path)) continue;
      const found = entryOf(entry, path, place);
      check(found);
      entries.push(found);
    }
  } catch (error) {
    throw readable(error);
  }
  refuseOverlaps(ranges, file.sizeBytes);
  return entries;
}

/** yauzl says in plain words what is wrong with an archive; a failure of the storage stays what it is. */
function readable(error: unknown): unknown {
  const isOwn = error instanceof Error && error.constructor === Error && !("code" in error);
  return isOwn ? refusedArchive(error.message.replace(/\.$/, "")) : error;
}
