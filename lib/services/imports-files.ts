import { IMAGE_FORMATS } from "@/lib/domain/image";
import { AppError } from "@/lib/errors";
import { type SniffedType, sniff } from "@/lib/pipeline/fetch/sniff";
import { isAnnotationPath } from "@/lib/pipeline/sources/upload/annotations";
import { type ArchiveEntry, isJunk } from "@/lib/pipeline/sources/upload/archive-entry";
import { partOf } from "@/lib/pipeline/sources/upload/byte-reader";
import { isMetadataPath } from "@/lib/pipeline/sources/upload/metadata-file";
import { isPictureName } from "@/lib/pipeline/sources/upload/picture-paths";
import { isTarHeader, listTar } from "@/lib/pipeline/sources/upload/tar";
import { listZip } from "@/lib/pipeline/sources/upload/zip";
import type { ChosenColumns } from "@/lib/pipeline/sources/url-list/columns";
import { importPrefix } from "@/lib/storage/keys";
import type { Part } from "./imports-form";
import { checkList, isParquet, keepList, type ListFile, parquetRows } from "./imports-lists";
import { gunzip, openRange, putBlocks, readBytes, type StoredRange } from "./imports-storage";

/** An import while it is read: the file that the form was written to, and what is made of it. */
export interface Import {
  readonly datasetId: string;
  readonly importId: string;
  /** Of the file that holds all parts. */
  readonly key: string;
  readonly chosen: ChosenColumns;
  /** Every further key that was written to: what has to go again where the import fails. */
  readonly keys: string[];
  readonly signal: AbortSignal;
  /** How much more all its files together may unpack to on the disk. */
  readonly quota: { leftBytes: number };
}

/** What came with an import, told apart. */
export interface Material {
  readonly lists: ListFile[];
  /** Pictures, and what may say something about them. */
  readonly files: ArchiveEntry[];
  /** Files that are neither. */
  readonly leftOut: string[];
}

/** Each becomes a crawl of its own. */
const MAX_LISTS = 10;
/** Over all archives: as many pictures as a crawl may have, and a text beside each of them. */
const MAX_ENTRIES = 200_000;
/** The largest form, unpacked: pictures hardly shrink. */
export const MAX_UNPACKED_BYTES = 20 * 1024 ** 3;

const EMPTY_ZIP = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
type Kind = "picture" | "zip" | "tar" | "gzip" | "parquet" | "metadata" | "text" | "other";
const PICTURES: readonly (SniffedType | null)[] = [
  ...IMAGE_FORMATS,
  "heic",
  "jxl",
  "jp2",
  "ico",
  "svg",
];

/** Archives that are not read, by their first bytes. */
const UNREAD_ARCHIVES: readonly (readonly [magic: string, name: string])[] = [
  ["\x28\xb5\x2f\xfd", "Zstandard"],
  ["BZh", "bzip2"],
  ["\xfd7zXZ\0", "xz"],
  ["7z\xbc\xaf\x27\x1c", "7-Zip"],
  ["Rar!\x1a\x07", "RAR"],
  ["PK\x07\x08", "a ZIP in several parts"],
];

function unreadFormat(head: Buffer): string | undefined {
  const start = head.toString("latin1", 0, 8);
  return UNREAD_ARCHIVES.find(([magic]) => start.startsWith(magic))?.[1];
}

/** An archive that was sent by itself was meant; in a folder it may lie by chance. */
function refuseUnread({ path, head }: Part): void {
  const format = unreadFormat(head);
  if (path.includes("/") || (!format && !/\.zip$/i.test(path))) return;
  const reason = format ? `is packed as ${format}` : "is no ZIP, or only a part of one";
  throw new AppError(
    "validation-failed",
    `${JSON.stringify(path)} ${reason}, which is not read. Send a ZIP, a tar or a tar.gz.`,
  );
}

/** What a file is by its first bytes, and by its name only where they do not tell. */
function kindOf({ path, head }: Pick<Part, "path" | "head">): Kind {
  const type = sniff(head);
  if (type === "zip" || EMPTY_ZIP.equals(head.subarray(0, EMPTY_ZIP.length))) return "zip";
  if (type === "gzip") return "gzip";
  if (isParquet(head)) return "parquet";
  if (PICTURES.includes(type)) return "picture";
  if (isTarHeader(head)) return "tar";
  if (isPictureName(path)) return "picture";
  if (/\.(?:txt|csv|tsv|jsonl)$/i.test(path)) return "text";
  const isBinary = head.includes(0) || unreadFormat(head) !== undefined;
  return isBinary || (type && type !== "html") ? "other" : "text";
}

const rangeOf = ({ key }: Import, { offset, sizeBytes }: Part): StoredRange => ({
  key,
  offset,
  sizeBytes,
});

const looseEntry = ({ key }: Import, { path, offset, sizeBytes }: Part): ArchiveEntry => ({
  path,
  stored: {
    key,
    offset,
    length: sizeBytes,
    sizeBytes,
    compression: "none",
    crc32: null,
    hasLocalHeader: false,
  },
});

/** From here on its name says that it is a picture, as it does within an archive. */
const pictureName = ({ path, head }: Part) =>
  isPictureName(path) ? path : `${path}.${sniff(head)}`;

/** What gzip holds: a tar, a Parquet file, or a list as text. */
async function unpack(job: Import, part: Part, found: Material): Promise<ArchiveEntry[]> {
  const name = part.path.replace(/\.gz$/i, "");
  const { head, isTar, blocks } = await gunzip(rangeOf(job, part), part.path, job.quota);
  if (!isTar && !isParquet(head)) {
    found.lists.push(await keepList(blocks, { ...job, name }, job.chosen));
    return [];
  }
  const number = job.keys.length;
  const key = `${importPrefix(job.datasetId, job.importId)}unpacked-${number}`;
  job.keys.push(key);
  const sizeBytes = await putBlocks(key, blocks);
  const range = { key, offset: 0, sizeBytes };
  if (isTar) return listTar(partOf(readBytes(key), 0, sizeBytes), range);
  const rows = parquetRows(range, job.chosen);
  found.lists.push(await keepList(rows, { ...job, name: `${name}.jsonl` }, job.chosen));
  return [];
}

async function readPart(job: Import, part: Part, kind: Kind, found: Material) {
  const { path, offset, sizeBytes } = part;
  const file = partOf(readBytes(job.key), offset, sizeBytes);
  if (kind === "zip") return listZip(file, { key: job.key, offset });
  if (kind === "tar") return listTar(file, { key: job.key, offset });
  if (kind === "gzip") return unpack(job, part, found);
  if (kind === "picture") return [looseEntry(job, { ...part, path: pictureName(part) })];
  if (kind === "metadata") return [looseEntry(job, part)];
  if (kind === "parquet") {
    const rows = parquetRows(rangeOf(job, part), job.chosen);
    found.lists.push(await keepList(rows, { ...job, name: `${path}.jsonl` }, job.chosen));
  }
  return [];
}

/** In a folder or beside pictures, a text belongs to them; by itself it is a list, or it is refused. */
async function readText(job: Import, part: Part, isBeside: boolean, found: Material) {
  const { path } = part;
  const isNamed = isAnnotationPath(path) && !/\.txt$/i.test(path);
  if (isBeside && (path.includes("/") || isNamed)) return found.files.push(looseEntry(job, part));
  try {
    await checkList(rangeOf(job, part), path, job.chosen);
  } catch (error) {
    if (!isBeside) throw error;
    return found.files.push(looseEntry(job, part));
  }
  const blocks = await openRange(rangeOf(job, part));
  return found.lists.push(await keepList(blocks, { ...job, name: path }, job.chosen));
}

/** Two files of the same name from different folders are two files. */
function uniquePaths(): (path: string) => string {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return (path) => {
    let free = path;
    // Each name counts on from where it was, so that thousands of one name take no longer than others.
    let count = counts.get(path) ?? 1;
    while (taken.has(free)) free = path.replace(/(\.[^./]*)?$/, ` (${++count})$1`);
    counts.set(path, count);
    taken.add(free);
    return free;
  };
}

const isArchive = (kind: Kind) => kind === "zip" || kind === "tar" || kind === "gzip";
const stemOf = (path: string) => path.replace(/(?:\.tar)?\.[^./]+$/, "");

function checkCounts({ lists, files }: Material): void {
  if (lists.length > MAX_LISTS)
    throw new AppError("validation-failed", `Send at most ${MAX_LISTS} lists at once.`);
  if (files.length > MAX_ENTRIES)
    throw new AppError(
      "payload-too-large",
      `The archives hold more than ${MAX_ENTRIES.toLocaleString("en")} files together.`,
    );
}

/** Tells the parts of a form apart. Throws AppError for what is hostile, broken or of no use. */
export async function readParts(job: Import, parts: readonly Part[]): Promise<Material> {
  const found: Material = { lists: [], files: [], leftOut: [] };
  const unique = uniquePaths();
  const told = parts
    .filter(({ path }) => !isJunk(path))
    .map((part) => ({ part, kind: kindOf(part) }));
  // By itself a Parquet file of any name is a list.
  if (told.some(({ kind }) => kind === "picture"))
    for (const each of told)
      if (each.kind === "parquet" && isMetadataPath(each.part.path)) each.kind = "metadata";
  // Archives that came together keep apart what they hold.
  const isAlone = told.length === 1;
  for (const { part, kind } of told) {
    job.signal.throwIfAborted();
    const entries = await readPart(job, part, kind, found);
    const folder = isAlone || !isArchive(kind) ? "" : `${stemOf(part.path)}/`;
    for (const { path, stored } of entries)
      found.files.push({ path: unique(folder + path), stored });
    if (kind === "other") {
      refuseUnread(part);
      found.leftOut.push(part.path);
    }
    checkCounts(found);
  }
  const isBeside = found.files.length > 0;
  for (const { part, kind } of told) {
    job.signal.throwIfAborted();
    if (kind === "text") await readText(job, part, isBeside, found);
    checkCounts(found);
  }
  return found;
}
