import type { Readable } from "node:stream";

export interface StoredObject {
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** Bytes from `start` to `end`, both included, as in an HTTP Range; without `end` to the last byte. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

/**
 * Bytes under keys. Callers make the key (keys.ts); a provider only moves bytes. A reader sees all of an object or none
 * of it. Failures of the medium are AppError("unavailable"), keys that keys.ts could not have made AppError("validation-failed").
 * Every provider passes tests/integration/storage/storage.contract.ts.
 */
export interface Storage {
  /**
   * Writes or replaces the object; a stream is read to its end, or destroyed on failure. `durable: false` is for what can be
   * made again (thumbnails): the bytes may be lost when the machine loses power.
   */
  put(
    key: string,
    body: Readable | Uint8Array,
    options: { contentType: string; durable?: boolean },
  ): Promise<void>;
  /** Throws AppError("not-found") for a missing key and "range-not-satisfiable" for a range that holds no byte. */
  get(key: string, range?: ByteRange): Promise<Readable>;
  head(key: string): Promise<StoredObject | null>;
  /** Deleting a missing key is not an error. */
  delete(key: string): Promise<void>;
  /** Deletes every key that starts with `prefix`, which ends in a slash. */
  deletePrefix(prefix: string): Promise<void>;
  /** In the order of the keys; `prefix` ends in a slash, or is empty for everything. */
  list(prefix: string): AsyncIterable<StoredObject & { readonly key: string }>;
  /** Null when the provider cannot sign: the application then streams the bytes itself. */
  signedUrl(
    key: string,
    options: { expiresInSeconds: number; downloadAs?: string },
  ): Promise<string | null>;
  /** Removes what interrupted writes left behind, never what is being written; answers how many. */
  sweepTemporary(): Promise<number>;
}
