import { blockSpool } from "./block-spool";
import { csvRecord } from "./csv";
import type { Sample } from "./exporter";

type Cell = string | number | null;

/** The columns of metadata.csv in their order. `file_name` is the name that Hugging Face `datasets` looks for. */
const COLUMNS: Record<string, (sample: Sample, path: string) => Cell> = {
  file_name: (_, path) => path,
  label: (sample) => sample.label,
  labels: (sample) => JSON.stringify(sample.labels),
  width: (sample) => sample.width,
  height: (sample) => sample.height,
  size_bytes: (sample) => sample.sizeBytes,
  format: (sample) => sample.format,
  sha256: (sample) => sample.sha256,
  perceptual_hash: (sample) => sample.perceptualHash,
  licence: (sample) => sample.licence,
  licence_url: (sample) => sample.licenceUrl,
  creator: (sample) => sample.creator,
  creator_url: (sample) => sample.creatorUrl,
  attribution: (sample) => sample.attribution,
  title: (sample) => sample.title,
  source: (sample) => sample.source,
  keyword: (sample) => sample.keyword,
  original_url: (sample) => sample.originalUrl,
  page_url: (sample) => sample.pageUrl,
  downloaded_at: (sample) => sample.downloadedAt,
  signals: (sample) => JSON.stringify(sample.signals),
};

/** What pandas does not take for text: nothing at all, and words for nothing, for a truth value or for infinity. */
const NOT_TEXT = /^[-#<]?(na|n\/a|nan|null|none|true|false|inf|infinity)>?$/i;
const isText = (cell: Cell): boolean =>
  typeof cell === "string" && Number.isNaN(Number(cell)) && !NOT_TEXT.test(cell.trim());

/**
 * metadata.csv, one record for each picture. `datasets` takes a column's type from the first 10,000 records and fails
 * on text in one that had none until then, so the first record with text in a column moves to the top.
 */
export function metadataTable() {
  const top: string[] = [csvRecord(Object.keys(COLUMNS))];
  const rest = blockSpool();
  const untyped = new Set(Object.keys(COLUMNS).keys());
  return {
    /** `path` is where the picture lies in the archive. */
    add(sample: Sample, path: string) {
      const cells = Object.values(COLUMNS).map((cellOf) => cellOf(sample, path));
      const typed = [...untyped].filter((column) => isText(cells[column] ?? null));
      for (const column of typed) untyped.delete(column);
      if (typed.length > 0) top.push(csvRecord(cells));
      else rest.write(csvRecord(cells));
    },
    blocks: (): readonly Uint8Array[] => [Buffer.from(top.join("")), ...rest.blocks()],
  };
}
