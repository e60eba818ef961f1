import { plainText } from "../plain-text";
import { type Annotation, type Annotations, annotate, asLabels } from "./annotation";
import type { ArchiveEntry } from "./archive-entry";
import type { ReadBytes } from "./byte-reader";
import { readEntry } from "./entry-bytes";
import { annotationOf } from "./metadata-file";
import { baseName, isPictureName } from "./picture-paths";

/** A caption, a class, or a record of one picture; more is something else. */
const MAX_SIDECAR_BYTES = 256 * 1024;
/** Names of whole datasets' files, which lie beside a picture of that name by chance. */
const IS_OF_ALL = /^(?:classes|labels|metadata|annotations?|readme|license)\./i;

const stemOf = (path: string) => path.replace(/\.[^./]+$/, "");

/**
 * Reads what WebDataset, img2dataset and trainers of captions keep beside each picture under its name: its class in
 * `.cls`, its caption in `.txt`, a record in `.json`. Answers the paths of the files that were read so.
 */
export async function readSidecars(
  files: readonly ArchiveEntry[],
  readerOf: (key: string) => ReadBytes,
  { annotations, hasCaptions }: { annotations: Annotations; hasCaptions: boolean },
): Promise<ReadonlySet<string>> {
  const pictures = new Map<string, string>();
  for (const { path } of files) if (isPictureName(path)) pictures.set(stemOf(path), path);
  const read = new Set<string>();
  const classes: [picture: string, said: Annotation][] = [];
  for (const { path, stored } of files) {
    const picture = pictures.get(stemOf(path));
    const kind = /\.(cls|json|txt)$/i.exec(path)?.[1]?.toLowerCase();
    if (!picture || !kind || IS_OF_ALL.test(baseName(path))) continue;
    if (stored.sizeBytes > MAX_SIDECAR_BYTES || (kind === "txt" && !hasCaptions)) continue;
    const text = (await readEntry(readerOf(stored.key), stored)).toString();
    const said = kind === "json" ? saidInJson(text) : saidInText(kind, text);
    if (!said) continue;
    if (kind === "cls") classes.push([picture, said]);
    else annotate(annotations, picture, said);
    read.add(path);
  }
  // Often a number: a name in the record says more, and so comes first.
  for (const [picture, said] of classes) annotate(annotations, picture, said);
  return read;
}

function saidInText(kind: string, text: string): Annotation | null {
  const line = plainText(text);
  if (kind === "cls") return { labels: asLabels([line]), hidesFolder: true, raw: {} };
  // Numbers are boxes whose classes nobody named.
  const isCaption = line !== null && /\p{L}{2}/u.test(line);
  return isCaption ? { labels: [], hidesFolder: false, title: line, raw: {} } : null;
}

/** Null for what is no record of a picture: annotations in COCO's form are read elsewhere. */
function saidInJson(text: string): Annotation | null {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof record !== "object" || record === null || Array.isArray(record)) return null;
  if ("images" in record && Array.isArray(record.images)) return null;
  // img2dataset numbers its folders and archives: "00000" is no class.
  const isDownloaded = "url" in record && "status" in record;
  return { ...annotationOf({ ...record }), hidesFolder: isDownloaded };
}
