import type { StoredBytes } from "@/lib/domain/stored-bytes";
import { AppError } from "@/lib/errors";

/** A file of an archive, or one that was uploaded by itself: where it says it lies, and where its bytes lie. */
export interface ArchiveEntry {
  /** Relative, with slashes, and never climbing. */
  readonly path: string;
  readonly stored: StoredBytes;
}

/** Where an archive lies: its storage key, and where in that file it begins. */
export interface Place {
  readonly key: string;
  readonly offset: number;
}

/** More than any picture, less than fills a disk by itself. */
const MAX_ENTRY_BYTES = 100 * 1024 * 1024;
const MAX_ENTRIES = 100_000;
const MAX_TOTAL_BYTES = 20 * 1024 ** 3;
/** Deflate reaches 1,032; pictures, text and tables stay far below this. */
const MAX_RATIO = 200;
const SMALL_BYTES = 1024 * 1024;
/** So that three bytes of an address for each still leave room in the 2,048 that an address may have. */
const MAX_PATH_BYTES = 600;
/** Annotations of a whole dataset in one file. */
export const MAX_ANNOTATION_BYTES = 256 * 1024 * 1024;

const shown = (path: string) => JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}…` : path);
export const refusedArchive = (reason: string) =>
  new AppError("validation-failed", `The archive was refused: ${reason}.`);
const tooLarge = (reason: string) =>
  new AppError("payload-too-large", `The archive was refused: ${reason}.`);

/** The path of an entry; throws AppError("validation-failed") for one that climbs, is absolute or cannot be shown. */
export function checkedPath(path: string): string {
  if (/[\p{Cc}\p{Cs}\ufffd]/u.test(path))
    throw refusedArchive(`the name ${shown(path)} has control characters or cannot be read`);
  if (path.includes("\\")) throw refusedArchive(`the path ${shown(path)} has backslashes`);
  if (path.startsWith("/") || /^[a-z]:/i.test(path))
    throw refusedArchive(`the path ${shown(path)} is absolute`);
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.includes("..")) throw refusedArchive(`the path ${shown(path)} climbs out of it`);
  const checked = segments.join("/");
  if (checked === "") throw refusedArchive("an entry has no name");
  if (Buffer.byteLength(checked) > MAX_PATH_BYTES)
    throw refusedArchive(`the path ${shown(checked)} is longer than ${MAX_PATH_BYTES} bytes`);
  return checked;
}

/** What file managers leave behind: said nothing about. */
export const isJunk = (path: string): boolean =>
  /(?:^|\/)(?:__MACOSX\/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(path);

/** Counts what an archive holds, and throws AppError once that is more than an import takes. */
export function entryGate(): (entry: ArchiveEntry) => void {
  const names = new Set<string>();
  let totalBytes = 0;
  return ({ path, stored: { sizeBytes, length } }) => {
    const name = path.normalize("NFC");
    if (names.has(name)) throw refusedArchive(`it has two entries named ${shown(path)}`);
    names.add(name);
    if (names.size > MAX_ENTRIES)
      throw tooLarge(`it has more than ${MAX_ENTRIES.toLocaleString("en")} files`);
    const limit = /\.jsonl?$|\.csv$/i.test(path) ? MAX_ANNOTATION_BYTES : MAX_ENTRY_BYTES;
    if (sizeBytes > limit)
      throw tooLarge(`${shown(path)} unpacks to more than ${limit / 1024 ** 2} MB`);
    if (sizeBytes > SMALL_BYTES && sizeBytes > length * MAX_RATIO)
      throw refusedArchive(`${shown(path)} unpacks to more than ${MAX_RATIO} times its size`);
    totalBytes += sizeBytes;
    if (totalBytes > MAX_TOTAL_BYTES) throw tooLarge("it unpacks to more than 20 GB");
  };
}
