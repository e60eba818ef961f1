import type { Readable } from "node:stream";
import type { Dataset } from "@/lib/domain/dataset";
import type { ExportFormat } from "@/lib/domain/export";
import type { Image } from "@/lib/domain/image";

/** An image as it appears in an export. `sha256` is of the bytes that `open` answers. */
export interface Sample
  extends Readonly<
    Pick<
      Image,
      | "id"
      | "label"
      | "labels"
      | "width"
      | "height"
      | "sizeBytes"
      | "format"
      | "sha256"
      | "perceptualHash"
      | "licence"
      | "licenceUrl"
      | "creator"
      | "creatorUrl"
      | "attribution"
      | "title"
      | "source"
      | "keyword"
      | "originalUrl"
      | "pageUrl"
      | "downloadedAt"
      | "signals"
    >
  > {
  open(): Promise<Readable>;
}

export interface ExportedDataset extends Readonly<Pick<Dataset, "name" | "description">> {
  /** Why the owner collected against opt-outs, in any of the dataset's crawls; empty where they were respected. */
  readonly optOutReasons: readonly string[];
}

/** A file of an archive. A stream is opened when its turn comes, read to its end and held in memory meanwhile. */
export interface ArchiveEntry {
  readonly path: string;
  readonly body: string | readonly Uint8Array[] | (() => Promise<Readable>);
  /** What the bytes must hash to; anything else fails the archive. */
  readonly sha256?: string;
}

/** A format says which files to write; packing, checksums, upload and progress are the same for all of them. */
export interface Exporter<F extends ExportFormat = ExportFormat> {
  readonly format: F;
  readonly label: string;
  /** Takes the samples in the order given, each once. */
  entries(samples: AsyncIterable<Sample>, dataset: ExportedDataset): AsyncIterable<ArchiveEntry>;
}
