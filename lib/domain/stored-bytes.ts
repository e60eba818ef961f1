/** A file in the storage, or a part of one: an entry of an uploaded archive. */
export interface StoredBytes {
  readonly key: string;
  readonly offset: number;
  /** Bytes in the storage. */
  readonly length: number;
  readonly compression: "none" | "deflate";
  /** Bytes after unpacking. */
  readonly sizeBytes: number;
  /** Of the bytes after unpacking, as the archive states it; null where it states none. */
  readonly crc32: number | null;
  /** An entry of a ZIP: at `offset` is its local file header, whose length it states itself, and behind that the bytes. */
  readonly hasLocalHeader: boolean;
}
