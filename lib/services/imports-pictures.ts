import { AppError } from "@/lib/errors";
import type { Annotations } from "@/lib/pipeline/sources/upload/annotation";
import { readAnnotations } from "@/lib/pipeline/sources/upload/annotations";
import { type ArchiveEntry, refusedArchive } from "@/lib/pipeline/sources/upload/archive-entry";
import { BrokenEntryError } from "@/lib/pipeline/sources/upload/entry-bytes";
import { manifestLine } from "@/lib/pipeline/sources/upload/manifest";
import { isPictureName } from "@/lib/pipeline/sources/upload/picture-paths";
import { importPrefix } from "@/lib/storage/keys";
import type { Import } from "./imports-files";
import { MAX_IMAGES } from "./imports-lists";
import { cachedReaders, putBlocks } from "./imports-storage";

/** The pictures of an import, ready to be crawled. */
export interface PictureFile {
  /** Of the manifest that tells of each. */
  readonly key: string;
  readonly count: number;
}

/** Lines that are written at once. */
const BATCH = 500;

async function annotationsOf(files: readonly ArchiveEntry[]): Promise<Annotations> {
  try {
    return await readAnnotations(files, cachedReaders());
  } catch (error) {
    if (!(error instanceof BrokenEntryError)) throw error;
    throw refusedArchive(`its annotations cannot be read. ${error.message.replace(/\.$/, "")}`);
  }
}

/** Writes down where each picture lies and what is said of it; null where there is no picture. */
export async function keepPictures(
  { datasetId, importId, keys, signal }: Import,
  files: readonly ArchiveEntry[],
): Promise<PictureFile | null> {
  const pictures = files.filter(({ path }) => isPictureName(path));
  if (pictures.length === 0) return null;
  if (pictures.length > MAX_IMAGES)
    throw new AppError(
      "payload-too-large",
      `There are more than ${MAX_IMAGES.toLocaleString("en")} pictures.`,
    );
  const annotations = await annotationsOf(files);
  signal.throwIfAborted();
  const key = `${importPrefix(datasetId, importId)}manifest.jsonl`;
  keys.push(key);
  await putBlocks(key, linesOf(importId, pictures, annotations));
  return { key, count: pictures.length };
}

async function* linesOf(
  importId: string,
  pictures: readonly ArchiveEntry[],
  annotations: Annotations,
): AsyncGenerator<Buffer> {
  for (let at = 0; at < pictures.length; at += BATCH) {
    const batch = pictures.slice(at, at + BATCH);
    const lines = batch.map((picture) =>
      JSON.stringify(manifestLine(importId, picture, annotations)),
    );
    yield Buffer.from(`${lines.join("\n")}\n`);
  }
}
