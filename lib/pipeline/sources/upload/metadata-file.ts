import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { licenceUrl } from "@/lib/domain/licence";
import { parseLicence } from "../licence-filter";
import { plainText, rawRecord, webUrl } from "../plain-text";
import { cellName, columnsOf } from "../url-list/columns";
import {
  type Annotation,
  type Annotations,
  annotate,
  asLabels,
  bounded,
  unreadable,
} from "./annotation";
import { baseName, type FindPicture, folderOf } from "./picture-paths";

/** Hugging Face's imagefolder knows its metadata by these names. */
export const isMetadataPath = (path: string): boolean =>
  /^metadata\.(?:csv|jsonl|parquet)$/i.test(baseName(path));

const FILE_NAMES = ["file_name", "filename", "image_file_name", "file", "image", "path"];
/** A row with a caption, a label and some boxes; far more is no row. */
const MAX_ROW_BYTES = 1024 * 1024;

/** Reads metadata.csv, or the JSON lines of metadata.jsonl and metadata.parquet: a row for each picture, named relative to the file. */
export async function readMetadata(
  path: string,
  blocks: AsyncIterable<Buffer>,
  find: FindPicture,
  annotations: Annotations,
): Promise<void> {
  const rows = /\.csv$/i.test(path) ? csvRows(path, blocks) : jsonRows(path, blocks);
  for await (const row of rows) {
    const name = Object.keys(row).find((each) => FILE_NAMES.includes(cellName(each)));
    const fileName = name && textOf(row[name]);
    if (!fileName) continue;
    const beside = folderOf(path);
    const found = find(beside ? `${beside}/${fileName}` : fileName, path) ?? find(fileName, path);
    if (found) annotate(annotations, found, annotationOf(row));
  }
}

/** What a record about one picture says of it: its fields have the names that lists of URLs have. */
export function annotationOf(record: Row): Annotation {
  const names = Object.keys(record);
  const columns = columnsOf(names);
  const cell = (index: number) => textOf(record[names[index] ?? ""]);
  const licence = parseLicence(cell(columns.licence));
  const title = plainText(cell(columns.caption));
  const creator = plainText(cell(columns.creator));
  const pageUrl = webUrl(cell(columns.page));
  return {
    labels: asLabels([plainText(cell(columns.label), 100), ...listOf(record.labels)]),
    hidesFolder: false,
    ...(title && { title }),
    ...(creator && { creator }),
    ...(pageUrl && { pageUrl }),
    ...(licence !== "unknown" && { licence, licenceUrl: licenceUrl(licence) }),
    raw: { metadata: bounded([rawRecord(record)])[0] ?? null },
  };
}

const MAX_LIST_CHARACTERS = 10_000;

/** Names as a list, or as one written in JSON, which is how our own exports carry them in a table. */
function listOf(value: unknown): string[] {
  let list = value;
  if (typeof value === "string" && value.length <= MAX_LIST_CHARACTERS) {
    try {
      list = JSON.parse(value);
    } catch {
      return [];
    }
  }
  return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
}

const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;

type Row = Readonly<Record<string, unknown>>;

async function* csvRows(path: string, blocks: AsyncIterable<Buffer>): AsyncGenerator<Row> {
  const parser = Readable.from(blocks).compose(
    parse({ bom: true, columns: true, relax_column_count: true, max_record_size: MAX_ROW_BYTES }),
  );
  try {
    for await (const row of parser) yield row as Row;
  } catch (cause) {
    if (cause instanceof CsvError) throw unreadable(path, "it is not CSV");
    throw cause;
  }
}

async function* jsonRows(path: string, blocks: AsyncIterable<Buffer>): AsyncGenerator<Row> {
  for await (const line of linesOf(path, blocks)) {
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      throw unreadable(path, "a line of it is not JSON");
    }
    if (typeof row === "object" && row !== null && !Array.isArray(row)) yield row as Row;
  }
}

/** The lines that are not blank. */
async function* linesOf(path: string, blocks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of blocks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, block]) : block;
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const line = bytes.toString("utf8", start, end).trim();
      start = end + 1;
      if (line) yield line;
    }
    rest = bytes.subarray(start);
    if (rest.length > MAX_ROW_BYTES) throw unreadable(path, "a line of it is too long");
  }
  const last = rest.toString().trim();
  if (last) yield last;
}
