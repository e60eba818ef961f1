import { parse } from "csv-parse";
import { AppError } from "@/lib/errors";
import type { DiscoverContext } from "../source";
import type { ChosenColumns } from "./columns";
import { detectList, isComment, type ListShape, parserOptions, SAMPLE_BYTES } from "./detect";
import { jsonCells } from "./json-lines";

export interface PageLimits {
  readonly maxUrls: number;
  readonly maxBytes: number;
  readonly blockBytes: number;
}

export interface ListPage {
  readonly shape: ListShape;
  /** Without comments, blank lines and the header. */
  readonly rows: readonly (readonly string[])[];
  /** Lines given up because they are longer than a page, or open a quotation mark that nothing closes. */
  readonly dropped: number;
  /** Byte offset where the next page begins; null at the end of the list. */
  readonly next: number | null;
}

type Reader = Pick<DiscoverContext, "readList" | "signal">;

interface Block {
  readonly bytes: Buffer;
  readonly isEnd: boolean;
}

/** A line may be as long as this many pages before the list is refused. */
const MAX_PAGES_PER_LINE = 64;
/** The parser holds back its last bytes until more follow; at the end of the list these empty lines follow. */
const END_OF_LIST = Buffer.from("\n".repeat(8));

/** Reads the rows from byte `offset` on, as many as the limits allow, in memory bounded by them. */
export async function readPage(
  ctx: Reader,
  key: string,
  offset: number,
  limits: PageLimits,
  chosen: ChosenColumns = {},
): Promise<ListPage> {
  const shape = detectList(await ctx.readList(key, 0, SAMPLE_BYTES), key, chosen);
  const parser = parse({ ...parserOptions(shape), bom: offset === 0, info: true });
  const rows: string[][] = [];
  const parts: Buffer[] = [];
  let consumed = 0;
  let read = 0;
  let isEnd = false;
  const take = (bytes: Buffer) => {
    parser.write(bytes);
    for (let row = parser.read(); row !== null; row = parser.read()) {
      const { record, info }: { record: string[]; info: { bytes: number } } = row;
      if (rows.length === limits.maxUrls) return;
      rows.push(record);
      consumed = info.bytes;
    }
  };
  try {
    while (rows.length < limits.maxUrls && read < limits.maxBytes && !isEnd) {
      const block = await readBlock(ctx, key, offset + read, limits.blockBytes);
      read += block.bytes.length;
      isEnd = block.isEnd;
      parts.push(block.bytes);
      take(block.bytes);
    }
    if (isEnd) take(END_OF_LIST);
  } finally {
    parser.destroy();
  }
  const lines = rows.filter((row) => !isComment(row));
  const body = bodyOf(lines, shape, offset);
  const rest = Buffer.concat(parts).subarray(Math.min(consumed, read));
  if (isBlank(rest)) return { shape, rows: body, dropped: 0, next: isEnd ? null : offset + read };
  if (rows.length > 0) return { shape, rows: body, dropped: 0, next: offset + consumed };
  return { shape, rows: [], dropped: 1, next: await lineAfter(ctx, key, offset, limits) };
}

function bodyOf(lines: string[][], { format, hasHeader, names }: ListShape, offset: number) {
  if (format === "jsonl") return lines.map(([line = ""]) => jsonCells(line, names));
  return hasHeader && offset === 0 ? lines.slice(1) : lines;
}

async function readBlock(ctx: Reader, key: string, offset: number, length: number): Promise<Block> {
  ctx.signal.throwIfAborted();
  const bytes = Buffer.from(await ctx.readList(key, offset, length));
  return { bytes, isEnd: bytes.length < length };
}

const isBlank = (bytes: Buffer) => bytes.every((byte) => byte === 32 || (byte >= 9 && byte <= 13));

/** The offset behind the next end of line, or null when the list ends before it. */
async function lineAfter(
  ctx: Reader,
  key: string,
  offset: number,
  { maxBytes }: PageLimits,
): Promise<number | null> {
  for (let page = 0; page < MAX_PAGES_PER_LINE; page++) {
    const start = offset + page * maxBytes;
    const { bytes, isEnd } = await readBlock(ctx, key, start, maxBytes);
    const end = bytes.indexOf(10);
    if (end >= 0) return start + end + 1;
    if (isEnd) return null;
  }
  throw new AppError("validation-failed", "The list has a line too long to be one of URLs.");
}
