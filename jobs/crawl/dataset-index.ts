import type { Db } from "@/lib/db/client";
import { type HashRow, listHashesAfter } from "@/lib/db/dataset-hashes";
import { createHammingIndex } from "@/lib/pipeline/dedupe/hamming-index";
import {
  type Fingerprint,
  isFlat,
  matchNearDuplicates,
  type NearMatch,
} from "@/lib/pipeline/dedupe/match";
import { processGlobal } from "@/lib/process-global";

type Entry = Omit<HashRow, "seq">;

/** What one process remembers of a dataset to find duplicates, hidden ones too; the database stays the truth. */
export interface DatasetIndex {
  /** Reads what other processes committed since. Under the dataset's lock, nothing can be missed. */
  catchUp(db: Db): Promise<void>;
  /** The image with these very bytes, or with the same decoded pixels. */
  findExact(sha256: string, pixelSha256?: string): string | undefined;
  /** The copies of a picture, nearest first. */
  findNear(picture: Fingerprint): NearMatch[];
  add(entry: Entry): void;
  forget(id: string): void;
}

const PAGE = 5_000;
/** Datasets remembered at once; the one asked least recently goes. */
const MAX_DATASETS = 16;

function createDatasetIndex(datasetId: string): DatasetIndex {
  const near = createHammingIndex();
  const byBytes = new Map<string, string>();
  const byPixels = new Map<string, string>();
  const entries = new Map<string, Omit<Entry, "perceptualHash">>();
  let lastSeq = 0;

  function add({ perceptualHash, ...entry }: Entry) {
    entries.set(entry.id, entry);
    byBytes.set(entry.sha256, entry.id);
    if (!byPixels.has(entry.pixelSha256)) byPixels.set(entry.pixelSha256, entry.id);
    if (isFlat(entry)) near.remove(entry.id);
    else near.add(entry.id, perceptualHash);
  }

  return {
    add,
    findNear: (picture) => matchNearDuplicates(near, picture, (id) => entries.get(id)?.blockHash),
    findExact: (sha256, pixelSha256) =>
      byBytes.get(sha256) ?? (pixelSha256 === undefined ? undefined : byPixels.get(pixelSha256)),
    forget(id) {
      near.remove(id);
      const entry = entries.get(id);
      if (!entry) return;
      entries.delete(id);
      if (byBytes.get(entry.sha256) === id) byBytes.delete(entry.sha256);
      if (byPixels.get(entry.pixelSha256) === id) byPixels.delete(entry.pixelSha256);
    },
    async catchUp(db) {
      for (;;) {
        const rows = await listHashesAfter(db, datasetId, lastSeq, PAGE);
        for (const row of rows) {
          add(row);
          lastSeq = row.seq;
        }
        if (rows.length < PAGE) return;
      }
    },
  };
}

const indexes = () => processGlobal("dataset-indexes", () => new Map<string, DatasetIndex>());

export function datasetIndex(datasetId: string): DatasetIndex {
  const all = indexes();
  const index = all.get(datasetId) ?? createDatasetIndex(datasetId);
  all.delete(datasetId);
  all.set(datasetId, index);
  const [oldest] = all.keys();
  if (all.size > MAX_DATASETS && oldest !== undefined) all.delete(oldest);
  return index;
}

/** After a transaction that failed nobody knows what the index holds too much; the next use reads it anew. */
export const dropDatasetIndex = (datasetId: string) => indexes().delete(datasetId);
