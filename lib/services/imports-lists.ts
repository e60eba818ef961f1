import { uuidv7 } from "uuidv7";
import { partOf } from "@/lib/pipeline/sources/upload/byte-reader";
import type { ChosenColumns } from "@/lib/pipeline/sources/url-list/columns";
import { detectList, SAMPLE_BYTES } from "@/lib/pipeline/sources/url-list/detect";
import { parquetLines } from "@/lib/pipeline/sources/url-list/parquet";
import { storage } from "@/lib/storage";
import { listKey } from "@/lib/storage/keys";
import { limited, MAX_LIST_BYTES, putBlocks, readBytes, type StoredRange } from "./imports-storage";

/** A list of URLs in a file of its own, ready to be crawled. */
export interface ListFile {
  readonly name: string;
  readonly key: string;
  /** Its lines, at most as many as a crawl can have images: what the crawl aims at. */
  readonly maxImages: number;
}

export const MAX_IMAGES = 100_000;
const NEWLINE = 0x0a;

export const isParquet = (head: Buffer): boolean => head.toString("latin1", 0, 4) === "PAR1";

const extensionOf = (name: string) => /\.(csv|tsv|jsonl)$/i.exec(name)?.[1]?.toLowerCase() ?? "txt";

/** Whether the first bytes of a file list URLs; throws AppError with advice where they do not. */
export async function checkList(
  { key, offset, sizeBytes }: StoredRange,
  name: string,
  chosen: ChosenColumns,
): Promise<void> {
  const sample = await partOf(readBytes(key), offset, sizeBytes).read(0, SAMPLE_BYTES);
  detectList(sample, name, chosen);
}

async function countLines(key: string): Promise<number> {
  let lines = 0;
  for await (const part of await storage().get(key)) {
    const bytes = part as Buffer;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
    if (lines >= MAX_IMAGES) return MAX_IMAGES;
  }
  // The last line may have no end.
  return Math.min(MAX_IMAGES, lines + 1);
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
  await checkList({ key, offset: 0, sizeBytes }, key, chosen);
  return { name, key, maxImages: await countLines(key) };
}

/** A Parquet file as the lines that a list has: its pages are then as cheap to read as those of any other. */
export const parquetRows = (
  { key, offset, sizeBytes }: StoredRange,
  chosen: ChosenColumns,
): AsyncGenerator<Buffer> => parquetLines(partOf(readBytes(key), offset, sizeBytes), chosen);
