import { once } from "node:events";
import { PassThrough } from "node:stream";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage";

/** A file of the form: where its bytes lie in the file that all of them were written to. */
export interface Part {
  /** Relative and safe to show; with folders where the sender named them. */
  readonly path: string;
  readonly offset: number;
  readonly sizeBytes: number;
  /** Its first HEAD_BYTES. */
  readonly head: Buffer;
}
export interface Form {
  readonly parts: readonly Part[];
  readonly fields: ReadonlyMap<string, string>;
}

/** A folder of pictures by drag and drop; whoever has more sends an archive. */
const MAX_FILES = 5_000;
/** Of one request: some hours on a slow line, and a disk is not filled by one import. */
const MAX_FORM_BYTES = 4 * 1024 ** 3;
/** Enough for the header of a tar and for magic bytes. */
const HEAD_BYTES = 512;
const MAX_PATH_BYTES = 500;
const MAX_NAME_CHARACTERS = 120;

/** The path that the sender gives a file, without anything that climbs, hides or cannot be shown. */
function partPath(filename: string): string {
  const plain = filename.toWellFormed().replace(/[\p{Cc}\p{Cf}\ufffd]+/gu, "");
  const segments = plain
    .replace(/^[a-z]:/i, "")
    .split(/[\\/]+/)
    .filter((segment) => !/^\.{0,2}$/.test(segment.trim()));
  const path = segments.join("/");
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return path || "file";
  return (segments.at(-1) ?? "file").slice(-MAX_NAME_CHARACTERS);
}

function parserOf(contentType: string) {
  if (!/^multipart\/form-data\b/i.test(contentType))
    throw new AppError(
      "unsupported-media-type",
      "Send the file as multipart/form-data, field `file`.",
    );
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      preservePath: true,
      limits: { files: MAX_FILES, fields: 10, fieldSize: 1000 },
    });
  } catch (cause) {
    throw new AppError("malformed-request", "The form has no boundary.", { cause });
  }
}

const asProblem = (cause: unknown) =>
  cause instanceof AppError
    ? cause
    : new AppError("malformed-request", "The form could not be read.", { cause });

/**
 * Streams every `file` of a multipart form into one file of the storage, one behind the other: thousands of small
 * pictures are one write. Memory stays flat, and where anything fails nothing stays.
 */
export async function readForm(request: Request, key: string): Promise<Form> {
  const parser = parserOf(request.headers.get("content-type") ?? "");
  if (!request.body) throw new AppError("malformed-request", "The request has no body.");
  const body = new PassThrough();
  const failure = new AbortController();
  const { signal } = failure;
  const fail = (cause: unknown) => failure.abort(asProblem(cause));
  const parts: Part[] = [];
  const fields = new Map<string, string>();
  let position = 0;
  // One file is copied at a time, in the order of the form; `previous` is the copy before the last.
  let last = Promise.resolve();
  let previous = last;

  async function copy(stream: BusboyFileStream, filename: string): Promise<void> {
    const offset = position;
    let head = Buffer.alloc(0);
    for await (const read of stream) {
      const block: Buffer = read;
      const missing = HEAD_BYTES - head.length;
      if (missing > 0) head = Buffer.concat([head, block.subarray(0, missing)]);
      position += block.length;
      if (!body.write(block)) await once(body, "drain", { signal });
    }
    parts.push({ path: partPath(filename), offset, sizeBytes: position - offset, head });
  }

  async function pump(source: AsyncIterable<Uint8Array>): Promise<void> {
    const finished = once(parser, "finish", { signal });
    finished.catch(() => undefined);
    let receivedBytes = 0;
    for await (const chunk of source) {
      signal.throwIfAborted();
      receivedBytes += chunk.byteLength;
      if (receivedBytes > MAX_FORM_BYTES)
        throw new AppError("payload-too-large", "The files have more than 4 GB together.");
      if (!parser.write(chunk)) await once(parser, "drain", { signal });
      // All files of this chunk but the last have ended: what waits in memory is bounded by the chunk.
      await previous;
    }
    parser.end();
    await finished;
    await last;
    body.end();
  }

  parser.on("file", (field, stream, filename) => {
    if (field !== "file") return void stream.resume();
    // A form that breaks off is told to the stream; whoever reads it hears it then.
    stream.on("error", (error) => stream.destroy(error));
    previous = last;
    last = last.then(() => copy(stream, filename ?? ""));
    last.catch(fail);
  });
  parser.on("field", (field, value) => fields.set(field, value));
  parser.on("filesLimit", () =>
    fail(new AppError("payload-too-large", `Send at most ${MAX_FILES} files at once.`)),
  );
  parser.on("error", fail);
  body.on("error", fail);
  const write = storage().put(key, body, { contentType: "application/octet-stream" });
  write.catch(fail);
  try {
    await pump(request.body);
    await write;
    return { parts, fields };
  } catch (error) {
    fail(error);
    body.destroy();
    await write.catch(() => undefined);
    await storage().delete(key);
    throw signal.reason;
  }
}
