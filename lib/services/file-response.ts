import { Readable } from "node:stream";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage";

interface File {
  readonly key: string;
  readonly sizeBytes: number;
  readonly contentType: string;
  /** A strong validator without quotes: the bytes' own hash. */
  readonly etag: string;
  /** Sent as an attachment under this name; shown inline without. */
  readonly downloadAs?: string;
  readonly maxAgeSeconds: number;
}

/** One range of bytes as in RFC 9110; several ranges, or other units, are answered with the whole. */
export function parseRange(
  header: string | null,
  sizeBytes: number,
): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (!match || (first === "" && last === "")) return null;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (start > end || start >= sizeBytes)
    throw new AppError("range-not-satisfiable", `The file has ${sizeBytes} bytes.`);
  return { start, end };
}

/** Weakly compared, as RFC 9110 has it for If-None-Match: proxies that compress mark our tags as weak. */
const matches = (header: string | null, etag: string) =>
  header !== null &&
  (header === "*" || header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag));

/** A stored file over HTTP: conditional, in ranges, and never run as a page of ours. */
export async function fileResponse(request: Request, file: File): Promise<Response> {
  const etag = `"${file.etag}"`;
  const headers = new Headers({
    etag,
    "accept-ranges": "bytes",
    "cache-control": `private, max-age=${file.maxAgeSeconds}`,
    "content-type": file.contentType,
    "content-disposition": file.downloadAs ? `attachment; filename="${file.downloadAs}"` : "inline",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
  });
  if (matches(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });
  const isStale = request.headers.has("if-range") && request.headers.get("if-range") !== etag;
  const range = isStale ? null : parseRange(request.headers.get("range"), file.sizeBytes);
  const bytes = await storage().get(file.key, range ?? undefined);
  if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${file.sizeBytes}`);
  const length = range ? range.end - range.start + 1 : file.sizeBytes;
  if (length >= 0) headers.set("content-length", String(length));
  // Node's own web stream of a file; the type differs from the DOM's only in name.
  const body = Readable.toWeb(bytes) as unknown as ReadableStream<Uint8Array>;
  return new Response(body, { status: range ? 206 : 200, headers });
}
