import { IMAGE_FORMATS, type ImageFormat } from "@/lib/domain/image";
import { type SniffedType, sniff } from "../fetch/sniff";
import type { DecoderPool } from "./decoder-pool.ts";
import type { Inspection } from "./inspection.ts";

export interface InspectOptions {
  /** Smallest sides in pixels, of the upright picture. */
  minWidth: number;
  minHeight: number;
  /** Formats that are wanted; all that can be read by default. */
  formats?: readonly ImageFormat[];
  /** As in Picture. */
  thumbnailSide?: number;
  signal?: AbortSignal;
}

/** Pictures by their magic bytes, though of no format that is decoded here. */
const PICTURES_NOT_READ: readonly (SniffedType | null)[] = ["svg", "heic", "jxl", "jp2", "ico"];

/** Reads a downloaded picture, or says why not, from the cheapest reason to the dearest. */
export async function inspectImage(
  pool: DecoderPool,
  bytes: Uint8Array,
  { formats = IMAGE_FORMATS, signal, ...wanted }: InspectOptions,
): Promise<Inspection> {
  const type = sniff(bytes);
  const format = IMAGE_FORMATS.find((known) => known === type);
  if (!format) {
    const outcome = PICTURES_NOT_READ.includes(type) ? "unsupported" : "not-an-image";
    return { ok: false, outcome, detail: type ?? "no known magic bytes" };
  }
  if (!formats.includes(format)) return { ok: false, outcome: "unsupported", detail: format };
  return await pool.inspect({ bytes, format, ...wanted }, signal);
}
