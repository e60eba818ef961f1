import { AppError } from "@/lib/errors";
import type { Annotations } from "./annotation";
import { type ArchiveEntry, MAX_ANNOTATION_BYTES } from "./archive-entry";
import type { ReadBytes } from "./byte-reader";
import { readCoco } from "./coco";
import { openEntry, readEntry } from "./entry-bytes";
import { isMetadataPath, readMetadata } from "./metadata-file";
import { folderOf, isPictureName, pictureFinder } from "./picture-paths";
import {
  type ClassNames,
  isClassFile,
  labelPaths,
  namesFor,
  readClassNames,
  readYolo,
} from "./yolo";

/** Of files that are read as a whole: class names, and the boxes of one picture. */
const MAX_TEXT_BYTES = 1024 * 1024;

/** Random access to a stored file by its key. */
export type ReaderOf = (key: string) => ReadBytes;

/** Whether a file may say something about pictures beside it. */
export const isAnnotationPath = (path: string): boolean =>
  isMetadataPath(path) || isClassFile(path) || /\.(?:json|txt)$/i.test(path);

const isSmall = ({ stored }: ArchiveEntry) => stored.sizeBytes <= MAX_TEXT_BYTES;
const byPlace = (a: ArchiveEntry, b: ArchiveEntry) =>
  a.stored.key === b.stored.key
    ? a.stored.offset - b.stored.offset
    : a.stored.key.localeCompare(b.stored.key);

async function readClassFiles(files: readonly ArchiveEntry[], readerOf: ReaderOf) {
  const found = new Map<string, ClassNames>();
  for (const file of files.filter(({ path }) => isClassFile(path)).filter(isSmall)) {
    const text = (await readEntry(readerOf(file.stored.key), file.stored)).toString();
    const names = readClassNames(file.path, text);
    if (names && names.size > 0) found.set(folderOf(file.path), names);
  }
  return found;
}

/** Without a file that names classes, a text beside a picture is a note or a caption. */
async function readYoloLabels(
  files: readonly ArchiveEntry[],
  readerOf: ReaderOf,
  annotations: Annotations,
): Promise<void> {
  const classes = await readClassFiles(files, readerOf);
  if (classes.size === 0) return;
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
  await readYoloLabels(files, readerOf, annotations);
  for (const { path, stored } of files) {
    const blocks = () => openEntry(readerOf(stored.key), stored);
    const isMetadata = isMetadataPath(path);
    if (!isMetadata && !/\.json$/i.test(path)) continue;
    if (stored.sizeBytes > MAX_ANNOTATION_BYTES)
      throw new AppError("payload-too-large", `${JSON.stringify(path)} has more than 256 MB.`);
    if (isMetadata) await readMetadata(path, blocks(), find, annotations);
    else await readCoco(path, blocks(), find, annotations);
  }
  return annotations;
}
