import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { AppError } from "@/lib/errors";
import { type ChosenColumns, chosenColumns, columnsOf } from "./columns";

/** Random access to the bytes of the file. */
interface ParquetFile {
  readonly sizeBytes: number;
  readonly read: (offset: number, length: number) => Promise<Uint8Array>;
}

const ROWS_AT_ONCE = 5_000;
/** A list of a million URLs has some hundred megabytes in a row group; the columns of one are held in memory. */
const MAX_GROUP_BYTES = 256 * 1024 * 1024;
const MAX_METADATA_BYTES = 32 * 1024 * 1024;
const MAX_PAGE_BYTES = 64 * 1024 * 1024;
const FOOTER_BYTES = 8;

const unusable = (reason: string, cause?: unknown) =>
  new AppError("validation-failed", `The Parquet file ${reason}.`, { cause });

/** What a page says of its size decides how much memory is taken for it. */
const CAPPED: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, sizeBytes: number) => {
      if (sizeBytes > MAX_PAGE_BYTES) throw unusable("has pages of more than 64 MB");
      return unpack(input, sizeBytes);
    },
  ]),
);

/** Every window of rows asks for the same column chunks, so those of the last row group stay. */
function chunkMemory({ sizeBytes, read }: ParquetFile): AsyncBuffer & { forget(): void } {
  let chunks = new Map<string, Promise<ArrayBuffer>>();
  const slice = async (start: number, end: number) => {
    const bytes = await read(start, end - start);
    // A copy of exactly these bytes: hyparquet reads the whole buffer behind a view.
    return new Uint8Array(bytes).buffer;
  };
  return {
    byteLength: sizeBytes,
    slice(start, end = sizeBytes) {
      const name = `${start}-${end}`;
      const chunk = chunks.get(name) ?? slice(start, end);
      chunks.set(name, chunk);
      return chunk;
    },
    forget() {
      chunks = new Map();
    },
  };
}

/** Names of the columns that are lists' own: neither nested nor repeated. */
const flatColumns = (metadata: FileMetaData): string[] =>
  parquetSchema(metadata).children.flatMap(({ children, element }) =>
    children.length === 0 && element.repetition_type !== "REPEATED" ? [element.name] : [],
  );

function listColumns(names: readonly string[], chosen: ChosenColumns): string[] {
  const positions: Record<string, number> = {
    ...columnsOf(names),
    ...chosenColumns(names, chosen),
  };
  if ((positions.url ?? -1) < 0) {
    const there = names.slice(0, 50).map((name) => JSON.stringify(name.slice(0, 100)));
    throw unusable(`has no column of URLs. The columns are ${there.join(", ")}; choose one`);
  }
  return [...new Set(Object.values(positions))].flatMap((at) => names[at] ?? []);
}

async function metadataOf(file: AsyncBuffer): Promise<FileMetaData> {
  if (file.byteLength < FOOTER_BYTES * 2) throw unusable("is cut off");
  const footer = Buffer.from(await file.slice(file.byteLength - FOOTER_BYTES, file.byteLength));
  if (footer.toString("latin1", 4) !== "PAR1") throw unusable("is cut off, or encrypted");
  if (footer.readUInt32LE(0) > MAX_METADATA_BYTES) throw unusable("has too many columns or groups");
  return parquetMetadataAsync(file, { geoparquet: false });
}

function checkGroup(group: FileMetaData["row_groups"][number], columns: readonly string[]): void {
  let bytes = 0;
  for (const { meta_data: chunk } of group.columns)
    if (chunk && columns.includes(chunk.path_in_schema[0] ?? ""))
      bytes += Math.max(Number(chunk.total_compressed_size), 0);
  if (bytes > MAX_GROUP_BYTES)
    throw unusable("has row groups of more than 256 MB. Write it with smaller ones");
}

/** JSON has no integers of 64 bits. */
const plainValue = (_name: string, value: unknown) =>
  typeof value === "bigint" ? value.toString() : value;

/** The rows of a Parquet file as JSON lines with the columns that a list of URLs has. Throws as parquetRecords does. */
export const parquetLines = (
  source: ParquetFile,
  chosen: ChosenColumns = {},
): AsyncGenerator<Buffer> => parquetRecords(source, (names) => listColumns(names, chosen));

/**
 * The rows of a Parquet file as JSON lines with some of its flat columns; a row group's columns are in memory at a
 * time, whatever the size of the file. Throws AppError("validation-failed").
 */
export async function* parquetRecords(
  source: ParquetFile,
  pick: (names: readonly string[]) => readonly string[],
): AsyncGenerator<Buffer> {
  const file = chunkMemory(source);
  try {
    const metadata = await metadataOf(file);
    const columns = [...pick(flatColumns(metadata))];
    let start = 0;
    for (const group of metadata.row_groups) {
      file.forget();
      checkGroup(group, columns);
      const end = start + Number(group.num_rows);
      for (let at = start; at < end; at += ROWS_AT_ONCE) {
        const rowEnd = Math.min(end, at + ROWS_AT_ONCE);
        const range = { rowStart: at, rowEnd };
        const rows = await parquetReadObjects({
          file,
          metadata,
          columns,
          compressors: CAPPED,
          ...range,
        });
        const lines = rows.map((row) => JSON.stringify(row, plainValue));
        yield Buffer.from(`${lines.join("\n")}\n`);
      }
      start = end;
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unusable("cannot be read", cause);
  }
}
