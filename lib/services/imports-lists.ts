import { uuidv7 } from "uuidv7";
import { partOf } from "@/lib/pipeline/sources/upload/byte-reader";
import type { ChosenColumns } from "@/lib/pipeline/sources/url-list/columns";
import { detectList, type ListShape, SAMPLE_BYTES } from "@/lib/pipeline/sources/url-list/detect";
import { parquetLines } from "@/lib/pipeline/sources/url-list/parquet";
import { storage } from "@/lib/storage";
import { listKey } from "@/lib/storage/keys";
import { limited, MAX_LIST_BYTES, putBlocks, readBytes, type StoredRange } from "./imports-storage";

/** A list of URLs in a file of its own, ready to be crawled. */
export interface ListFile {
  readonly name: string;
  readonly key: string;
  /** Its rows, at most as many as a crawl can have images: what the crawl aims at. */
  readonly maxImages: number;
}

export const MAX_IMAGES = 100_000;
const [NEWLINE, RETURN] = [0x0a, 0x0d] as const;

export const isParquet = (head: Buffer): boolean => head.toString("latin1", 0, 4) === "PAR1";

const extensionOf = (name: string) => /\.(csv|tsv|jsonl)$/i.exec(name)?.[1]?.toLowerCase() ?? "txt";

/** How the first bytes of a file list URLs; throws AppError with advice where they do not. */
export async function checkList(
  { key, offset, sizeBytes }: StoredRange,
  name: string,
  chosen: ChosenColumns,
): Promise<ListShape> {
  const sample = await partOf(readBytes(key), offset, sizeBytes).read(0, SAMPLE_BYTES);
  return detectList(sample, name, chosen);
}

function occurrences(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count++;
  return count;
}

async function countRows(key: string, { hasHeader }: ListShape): Promise<number> {
  let newlines = 0;
  let returns = 0;
  let last: number | undefined;
  for await (const part of await storage().get(key)) {
    const bytes = part as Buffer;
    newlines += occurrences(bytes, NEWLINE);
    returns += occurrences(bytes, RETURN);
    last = bytes.at(-1) ?? last;
    if (newlines >= MAX_IMAGES) return MAX_IMAGES;
  }
  // The last line may have no end, and some spreadsheets end lines with a return alone.
  const isEnded = last === NEWLINE || last === RETURN;
  const rows = Math.max(newlines, returns) + (isEnded ? 0 : 1) - (hasHeader ? 1 : 0);
  return Math.min(MAX_IMAGES, Math.max(1, rows));
}

/** Writes a list to a file of its own; `keys` hears of it before anything is written. */
export async function keepList(
  blocks: AsyncIterable<Buffer>,
  place: { readonly datasetId: string; readonly name: string; readonly keys: string[] },
  chosen: ChosenColumns,
): Promise<ListFile> {
  const { name } = place;
  const key = listKey(place.datasetId, uuidv7(), extensionOf(name));
  place.keys.push(key);
  const sizeBytes = await putBlocks(key, limited(blocks, MAX_LIST_BYTES, name));
  const shape = await checkList({ key, offset: 0, sizeBytes }, key, chosen);
  return { name, key, maxImages: await countRows(key, shape) };
}

/** A Parquet file as the lines that a list has: its pages are then as cheap to read as those of any other. */
export const parquetRows = (
  { key, offset, sizeBytes }: StoredRange,
  chosen: ChosenColumns,
): AsyncGenerator<Buffer> => parquetLines(partOf(readBytes(key), offset, sizeBytes), chosen);
