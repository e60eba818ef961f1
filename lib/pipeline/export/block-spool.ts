const BLOCK_BYTES = 65_536;

/** Bytes gathered piece by piece. */
export interface BlockSpool {
  write(piece: string | Uint8Array): void;
  /** Everything so far, in order. */
  blocks(): readonly Uint8Array[];
}

/**
 * Keeps text as UTF-8 in blocks of 64 KiB outside the heap: a hundred thousand rows cost their bytes
 * and nothing more, and are never joined.
 */
export function blockSpool(): BlockSpool {
  const full: Uint8Array[] = [];
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;

  function seal() {
    if (pendingBytes > 0) full.push(Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
  }
  return {
    write(piece) {
      const bytes = typeof piece === "string" ? Buffer.from(piece) : piece;
      pending.push(bytes);
      pendingBytes += bytes.length;
      if (pendingBytes >= BLOCK_BYTES) seal();
    },
    blocks() {
      seal();
      return full;
    },
  };
}
