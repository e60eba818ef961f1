import {
  type ArchiveEntry,
  checkedPath,
  entryGate,
  isJunk,
  type Place,
  refusedArchive,
} from "./archive-entry";
import { type ByteReader, readAhead } from "./byte-reader";

const BLOCK_BYTES = 512;
/** Of the extended headers, which hold a name and times. */
const MAX_HEADER_BYTES = 1024 * 1024;
/** Ends an archive of empty headers, which count as no file. */
const MAX_HEADERS = 400_000;

/** POSIX.1-1988 ustar: offsets and lengths of the fields that are read here. */
const FIELDS = {
  name: [0, 100],
  size: [124, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 5],
  prefix: [345, 155],
} as const;

const bytesOf = (header: Buffer, field: keyof typeof FIELDS) =>
  header.subarray(FIELDS[field][0], FIELDS[field][0] + FIELDS[field][1]);
function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 ? bytes.length : end);
}

/** Octal digits, or, where the first bit is set, a binary number (GNU). */
function numberOf(bytes: Buffer): number {
  if ((bytes[0] ?? 0) < 0x80) {
    const digits = textOf(bytes).trim();
    return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || "0", 8) : Number.NaN;
  }
  return bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, (bytes[0] ?? 0) & 0x7f);
}

/** Whether these are the first 512 bytes of a tar: its checksum counts its own field as blanks. */
export function isTarHeader(header: Buffer): boolean {
  if (header.length < BLOCK_BYTES) return false;
  const [at, length] = FIELDS.checksum;
  let sum = 32 * length;
  for (let i = 0; i < BLOCK_BYTES; i++) if (i < at || i >= at + length) sum += header[i] ?? 0;
  return sum === numberOf(bytesOf(header, "checksum")) && bytesOf(header, "name")[0] !== 0;
}

/** "<length> <key>=<value>\n", length in bytes and counting itself (POSIX.1-2001 pax). */
function paxRecords(bytes: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString("latin1", at, at + 20), 10);
    const record = bytes.toString("utf8", at, at + length - 1);
    const [, key, value] = /^\d+ ([^=]+)=([\s\S]*)$/.exec(record) ?? [];
    if (!key || value === undefined) throw refusedArchive("an extended header cannot be read");
    // What nobody reads is not kept: a tar may be nothing but headers.
    if (key === "path" || key === "size") records.set(key, value);
    else if (key.startsWith("GNU.sparse")) records.set("GNU.sparse", "");
    at += length;
  }
  return records;
}

function ustarName(header: Buffer): string {
  const name = textOf(bytesOf(header, "name"));
  const isUstar = textOf(bytesOf(header, "magic")) === "ustar";
  // GNU keeps times where POSIX keeps the prefix, and writes a blank behind "ustar".
  const prefix = isUstar && header[262] === 0 ? textOf(bytesOf(header, "prefix")) : "";
  return prefix ? `${prefix}/${name}` : name;
}

const isRegular = (type: string) => type === "0" || type === "\0" || type === "7";

/** The files of a tar, found by walking from header to header. Throws AppError for what is hostile or broken. */
export async function listTar(file: ByteReader, place: Place): Promise<ArchiveEntry[]> {
  const { sizeBytes } = file;
  const read = readAhead(file.read);
  const check = entryGate();
  const entries: ArchiveEntry[] = [];
  let said = new Map<string, string>();
  let at = 0;
  for (let count = 0; at + BLOCK_BYTES <= sizeBytes; count++) {
    const header = Buffer.from(await read(at, BLOCK_BYTES));
    if (header.every((byte) => byte === 0)) break;
    if (!isTarHeader(header)) throw refusedArchive("a header of the tar is damaged");
    if (count > MAX_HEADERS) throw refusedArchive("it has too many headers");
    const type = bytesOf(header, "type").toString("latin1");
    const isFile = isRegular(type);
    const size = Number((isFile && said.get("size")) || numberOf(bytesOf(header, "size")));
    const offset = at + BLOCK_BYTES;
    if (!Number.isSafeInteger(size) || size < 0 || offset + size > sizeBytes)
      throw refusedArchive("it is cut off, or a size in it is wrong");
    at = offset + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
    if ("xgLK".includes(type)) {
      if (size > MAX_HEADER_BYTES) throw refusedArchive("a header of it is too long");
      const bytes = await read(offset, size);
      if (type === "x") for (const [name, value] of paxRecords(bytes)) said.set(name, value);
      if (type === "L") said.set("path", textOf(bytes));
      continue;
    }
    const name = said.get("path") ?? ustarName(header);
    const isSparse = said.has("GNU.sparse");
    said = new Map();
    if (type === "5" || (isFile && name.endsWith("/"))) continue;
    const path = checkedPath(name);
    if (isJunk(path)) continue;
    if (!isFile || isSparse)
      throw refusedArchive(`${JSON.stringify(path)} is a link, a device or a sparse file`);
    const packed = { compression: "none", crc32: null, hasLocalHeader: false } as const;
    const entry = {
      path,
      stored: {
        key: place.key,
        offset: place.offset + offset,
        length: size,
        sizeBytes: size,
        ...packed,
      },
    };
    check(entry);
    entries.push(entry);
  }
  return entries;
}
