import { CsvError, parse } from "csv-parse/sync";
import { AppError } from "@/lib/errors";
import { webUrl } from "../plain-text";
import { type ChosenColumns, type Column, cellName, chosenColumns, columnsOf } from "./columns";
import { jsonCells, jsonNames } from "./json-lines";

/** How much of a list's beginning decides what kind of list it is. */
export const SAMPLE_BYTES = 64 * 1024;

/** What a list looks like: which column holds what, counted from 0, and whether its first row is a header. */
export interface ListShape {
  readonly format: "txt" | "csv" | "tsv" | "jsonl";
  readonly delimiter: string;
  readonly hasHeader: boolean;
  readonly names: readonly string[];
  readonly columns: { readonly url: number } & Partial<Record<Column, number>>;
}

/** No text contains it, so every line of a plain list is one cell. */
const NO_DELIMITER = "\u001e";

export const parserOptions = ({ format, delimiter }: Pick<ListShape, "format" | "delimiter">) => ({
  bom: true,
  delimiter,
  quote: format === "txt" || format === "jsonl" ? null : '"',
  record_delimiter: ["\r\n", "\n", "\r"],
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  // A tab is white space to the parser as well as the delimiter of a TSV.
  trim: delimiter !== "\t",
});

/**
 * Recognises a list of URLs by its first bytes (SAMPLE_BYTES are enough) and its name.
 * Throws AppError("validation-failed") with advice when no URL can be found in it, or no column that was chosen.
 */
export function detectList(
  sample: Uint8Array,
  filename: string,
  chosen: ChosenColumns = {},
): ListShape {
  const bytes = sample.subarray(0, SAMPLE_BYTES);
  if (bytes.includes(0))
    throw unusable("is not plain text. Save it as CSV or as text in UTF-8, one URL per line");
  const text = new TextDecoder().decode(wholeLines(bytes));
  if (/^\s*\[\s*[{"\]]/.test(text))
    throw unusable("is one JSON document. Write it as JSON Lines, one object on each line");
  const extension = /\.(csv|tsv|txt)$/i.exec(filename)?.[1]?.toLowerCase();
  for (const kind of candidates(text, extension)) {
    const shape = shapeOf(text, kind, chosen);
    if (shape) return shape;
  }
  throw unusable(
    "contains no URL. Put one http(s) URL on each line, or name the column that holds them “url”",
  );
}

/** Neither a URL nor a mistake: a line that starts with # or has nothing in it. */
export const isComment = ([first = "", ...rest]: readonly string[]): boolean =>
  first.startsWith("#") || (first === "" && rest.every((cell) => cell === ""));

const unusable = (reason: string) => new AppError("validation-failed", `The list ${reason}.`);

/** Without the last line, which the end of the sample may have cut; the only line stays. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length < SAMPLE_BYTES) return bytes;
  const end = bytes.lastIndexOf(10);
  return end > 0 ? bytes.subarray(0, end) : bytes;
}

type Kind = Pick<ListShape, "format" | "delimiter">;

/** A plain list comes last, because its single column also holds "url,label". */
function candidates(text: string, extension: string | undefined): Kind[] {
  const tables: Kind[] = [",", "\t", ";", "|"].map((delimiter) => ({
    format: delimiter === "\t" ? "tsv" : "csv",
    delimiter,
  }));
  const first = text.split(/\r\n|\n|\r/).find((line) => line.trim() && !line.startsWith("#")) ?? "";
  const count = (kind: Kind) => first.split(kind.delimiter).length;
  const plain: Kind = { format: "txt", delimiter: NO_DELIMITER };
  if (first.trimStart().startsWith("{")) return [{ ...plain, format: "jsonl" }];
  if (extension === "csv" || extension === "tsv") {
    const byWidth = tables.sort((a, b) => count(b) - count(a));
    if (extension === "tsv") byWidth.sort((a) => (a.delimiter === "\t" ? -1 : 0));
    return byWidth;
  }
  // A comma or semicolon may be part of a URL, so without ".csv" only a header or a tab makes a table.
  const isTable = (kind: Kind) =>
    count(kind) > 1 && (kind.delimiter === "\t" || columnsOf(first.split(kind.delimiter)).url >= 0);
  return [...tables.filter(isTable), plain];
}

function shapeOf(text: string, kind: Kind, chosen: ChosenColumns): ListShape | null {
  const rows = firstRows(text, kind).filter((row) => !isComment(row));
  if (kind.format === "jsonl") return jsonShape(rows.flat(), kind, chosen);
  const [first = []] = rows;
  const hasHeader = kind.format !== "txt" && !first.some((cell) => webUrl(cell));
  const picked = chosenColumns(hasHeader ? first : [], chosen);
  const found = picked.url ?? urlColumnOf(rows);
  if (found === undefined) return null;
  return {
    ...kind,
    hasHeader,
    names: hasHeader ? first.map(cellName) : [],
    columns: { ...(hasHeader && recognised(first)), url: found, ...picked },
  };
}

function jsonShape(lines: readonly string[], kind: Kind, chosen: ChosenColumns): ListShape | null {
  const names = jsonNames(lines);
  if (names.length === 0) return null;
  const picked = chosenColumns(names, chosen);
  const known = recognised(names);
  const url = picked.url ?? known.url ?? urlColumnOf(lines.map((line) => jsonCells(line, names)));
  if (url === undefined) return null;
  return { ...kind, hasHeader: false, names, columns: { ...known, url, ...picked } };
}

const urlColumnOf = (rows: readonly (readonly string[])[]): number | undefined =>
  rows.map((row) => row.findIndex((cell) => webUrl(cell))).find((at) => at >= 0);

const recognised = (header: readonly string[]): Partial<Record<Column, number>> =>
  Object.fromEntries(Object.entries(columnsOf(header)).filter(([, at]) => at >= 0));

/** A quote that is never closed leaves the rows before it. */
function firstRows(text: string, kind: Kind): string[][] {
  const rows: string[][] = [];
  const collect = (row: string[]) => {
    rows.push(row);
    return null;
  };
  try {
    parse(text, { ...parserOptions(kind), to: 100, on_record: collect });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
  }
  return rows;
}
