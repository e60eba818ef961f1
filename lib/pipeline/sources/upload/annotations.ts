import { AppError } from "@/lib/errors";
import { parquetRecords } from "../url-list/parquet";
import type { Annotations } from "./annotation";
import { type ArchiveEntry, MAX_ANNOTATION_BYTES } from "./archive-entry";
import type { ReadBytes } from "./byte-reader";
import { readCoco } from "./coco";
import { openEntry, readEntry } from "./entry-bytes";
import { isMetadataPath, readMetadata } from "./metadata-file";
import { folderOf, isPictureName, pictureFinder } from "./picture-paths";
import { readSidecars } from "./sidecars";
import {
  type ClassNames,
  isClassFile,
  isYaml,
  labelPaths,
  namesFor,
  readClassNames,
  readYolo,
} from "./yolo";

/** Of files that are read as a whole: class names, and the boxes of one picture. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Of a Parquet file, which is read from its end and may be packed. */
const MAX_TABLE_BYTES = 64 * 1024 * 1024;

const readerIn = (bytes: Buffer) => ({
  sizeBytes: bytes.length,
  read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
});

/** Random access to a stored file by its key. */
export type ReaderOf = (key: string) => ReadBytes;

/** Whether a file may say something about pictures beside it. */
export const isAnnotationPath = (path: string): boolean =>
  isMetadataPath(path) || isClassFile(path) || /\.(?:json|txt|cls)$/i.test(path);

/** A YAML is read in one go, in which nothing else runs, and a hostile one takes a time of its length squared. */
const MAX_YAML_BYTES = 64 * 1024;
const MAX_CLASS_FILES = 50;

const isSmall = ({ stored }: ArchiveEntry) => stored.sizeBytes <= MAX_TEXT_BYTES;
const byPlace = (a: ArchiveEntry, b: ArchiveEntry) =>
  a.stored.key === b.stored.key
    ? a.stored.offset - b.stored.offset
    : a.stored.key.localeCompare(b.stored.key);

async function readClassFiles(files: readonly ArchiveEntry[], readerOf: ReaderOf) {
  const found = new Map<string, ClassNames>();
  const isQuick = (file: ArchiveEntry) =>
    isSmall(file) && (!isYaml(file.path) || file.stored.sizeBytes <= MAX_YAML_BYTES);
  const classFiles = files.filter((file) => isClassFile(file.path) && isQuick(file));
  for (const file of classFiles.slice(0, MAX_CLASS_FILES)) {
    const text = (await readEntry(readerOf(file.stored.key), file.stored)).toString();
    const names = readClassNames(file.path, text);
    if (names && names.size > 0) found.set(folderOf(file.path), names);
  }
  return found;
}

/** Answers whether there were any: without a file that names classes, a text beside a picture is a caption. */
async function readYoloLabels(
  files: readonly ArchiveEntry[],
  readerOf: ReaderOf,
  annotations: Annotations,
): Promise<boolean> {
  const classes = await readClassFiles(files, readerOf);
  if (classes.size === 0) return false;
  const texts = new Map(
    files.filter((file) => /\.txt$/i.test(file.path) && isSmall(file)).map((f) => [f.path, f]),
  );
  const labelled = files.flatMap(({ path }) => {
    if (!isPictureName(path)) return [];
    const file = labelPaths(path).flatMap((each) => texts.get(each) ?? [])[0];
    const names = namesFor(path, classes);
    return file && names ? [{ path, file, names }] : [];
  });
  labelled.sort((a, b) => byPlace(a.file, b.file));
  for (const { path, file, names } of labelled) {
    const text = (await readEntry(readerOf(file.stored.key), file.stored)).toString();
    readYolo(path, text, names, annotations);
  }
  return labelled.length > 0;
}

/**
 * What the files of an existing dataset say of its pictures, by path: COCO, YOLO, and the metadata of Hugging Face's
 * imagefolder. Throws AppError where one of them cannot be read, BrokenEntryError where its archive is damaged.
 */
export async function readAnnotations(
  files: readonly ArchiveEntry[],
  readerOf: ReaderOf,
): Promise<Annotations> {
  const annotations: Annotations = new Map();
  const find = pictureFinder(files.flatMap(({ path }) => (isPictureName(path) ? [path] : [])));
  const isYolo = await readYoloLabels(files, readerOf, annotations);
  const sidecars = await readSidecars(files, readerOf, { annotations, hasCaptions: !isYolo });
  for (const { path, stored } of files) {
    if (sidecars.has(path)) continue;
    const blocks = () => openEntry(readerOf(stored.key), stored);
    const isMetadata = isMetadataPath(path);
    if (!isMetadata && !/\.json$/i.test(path)) continue;
    if (stored.sizeBytes > MAX_ANNOTATION_BYTES)
      throw new AppError("payload-too-large", `${JSON.stringify(path)} has more than 256 MB.`);
    if (/\.parquet$/i.test(path)) {
      if (stored.sizeBytes > MAX_TABLE_BYTES)
        throw new AppError("payload-too-large", `${JSON.stringify(path)} has more than 64 MB.`);
      const table = await readEntry(readerOf(stored.key), stored);
      await readMetadata(
        path,
        parquetRecords(readerIn(table), (all) => all),
        find,
        annotations,
      );
    } else if (isMetadata) await readMetadata(path, blocks(), find, annotations);
    else await readCoco(path, blocks(), find, annotations);
  }
  return annotations;
}
