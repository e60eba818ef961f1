import { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { importToDataset as operation } from "@/lib/contract/datasets";
import { findDataset } from "@/lib/db/datasets";
import { asPerson } from "@/lib/db/rls";
import { Label } from "@/lib/domain/image";
import { AppError } from "@/lib/errors";
import { detectList, SAMPLE_BYTES } from "@/lib/pipeline/sources/url-list/detect";
import { storage } from "@/lib/storage";
import { listKey } from "@/lib/storage/keys";
import { addCrawl } from "./crawl-start";
import { toCrawlJob } from "./job-view";
import { readJob } from "./jobs";
import { orNotFound } from "./not-found";

const MAX_LIST_BYTES = 512 * 1024 * 1024;
const MAX_FILES = 10;
const MAX_IMAGES = 100_000;
const NEWLINE = 0x0a;

interface Upload {
  readonly key: string;
  readonly filename: string;
}
interface Form {
  readonly uploads: Upload[];
  readonly label: string | null;
}

const extensionOf = (filename: string) =>
  /\.(csv|tsv)$/i.exec(filename)?.[1]?.toLowerCase() ?? "txt";

function parserOf(contentType: string) {
  if (!/^multipart\/form-data\b/i.test(contentType))
    throw new AppError(
      "unsupported-media-type",
      "Send the file as multipart/form-data, field `file`.",
    );
  try {
    return new Busboy({
      headers: { "content-type": contentType },
      limits: { files: MAX_FILES, fileSize: MAX_LIST_BYTES, fields: 10, fieldSize: 1000 },
    });
  } catch (cause) {
    throw new AppError("malformed-request", "The form has no boundary.", { cause });
  }
}

/** Streams every `file` of a multipart form into the storage, under names of our own: all of them, or none stays. */
async function readForm(request: Request, datasetId: string): Promise<Form> {
  const parser = parserOf(request.headers.get("content-type") ?? "");
  const { body } = request;
  if (!body) throw new AppError("malformed-request", "The request has no body.");
  // The web stream of the request, read by Node: the types differ only in name.
  const source = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
  const files: Readable[] = [];
  const writes: Promise<Upload>[] = [];
  let label: string | null = null;
  try {
    await new Promise<void>((resolve, reject) => {
      const refuse = (cause: unknown) =>
        reject(new AppError("malformed-request", "The form could not be read.", { cause }));
      parser.on("file", (field, stream, filename) => {
        if (field !== "file") return stream.resume();
        files.push(stream);
        // The parser only emits the error of a form that breaks off; the write ends when the stream does.
        stream.on("error", (error) => stream.destroy(error));
        stream.on("limit", () =>
          stream.destroy(new AppError("payload-too-large", "The list is larger than 512 MB.")),
        );
        const key = listKey(datasetId, uuidv7(), extensionOf(filename ?? ""));
        const write = storage().put(key, stream, { contentType: "text/plain" });
        writes.push(write.then(() => ({ key, filename: filename ?? "" })));
        return write.catch(reject);
      });
      parser.on("field", (field, value) => {
        if (field === "label") label = value;
      });
      parser.on("error", refuse);
      parser.on("finish", () => resolve());
      source.on("error", refuse);
      source.pipe(parser);
    });
    return { uploads: await Promise.all(writes), label };
  } catch (error) {
    for (const stream of [source, ...files]) stream.destroy();
    for (const write of await Promise.allSettled(writes))
      if (write.status === "fulfilled") await storage().delete(write.value.key);
    throw error;
  }
}

function labelOf(text: string): string {
  const parsed = Label.safeParse(text);
  if (parsed.success && !parsed.data.includes("\0")) return parsed.data;
  throw new AppError("validation-failed", "The label is not valid.", {
    details: { errors: [{ pointer: "#/label", detail: "Give 1 to 100 characters, and no NUL." }] },
  });
}

async function checkList({ key, filename }: Upload): Promise<void> {
  const stream = await storage().get(key, { start: 0, end: SAMPLE_BYTES - 1 });
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  detectList(Buffer.concat(parts), filename);
}

/** As many lines as a crawl can have images, or fewer: what the crawl of the list aims at. */
async function countLines({ key }: Upload): Promise<number> {
  let lines = 0;
  for await (const part of await storage().get(key)) {
    const bytes = part as Buffer;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
    if (lines >= MAX_IMAGES) return MAX_IMAGES;
  }
  // The last line may have no end.
  return Math.min(MAX_IMAGES, lines + 1);
}

/** Starts a crawl over an uploaded list of URLs; every line is then found, fetched and judged like any other. */
export async function importToDataset(
  ctx: Context,
  { datasetId, label: queryLabel }: z.output<(typeof operation)["input"]>,
  request: Request,
): Promise<Response> {
  const ownerId = ownerOf(ctx);
  const dataset = await asPerson(ownerId, async (tx) =>
    orNotFound(await findDataset(tx, ownerId, datasetId), "dataset"),
  );
  const form = await readForm(request, datasetId);
  if (form.uploads.length === 0)
    throw new AppError("validation-failed", "There is no file in the request.", {
      details: { errors: [{ pointer: "#/file", detail: "Send at least one file as `file`." }] },
    });
  let label: string;
  try {
    label = labelOf(form.label ?? queryLabel ?? dataset.name);
    for (const each of form.uploads) await checkList(each);
  } catch (error) {
    for (const { key } of form.uploads) await storage().delete(key);
    throw error;
  }
  const targets = await Promise.all(form.uploads.map(countLines));
  const job = await asPerson(ownerId, async (tx) => {
    const crawl = { keywords: [{ keyword: label, label }], sources: ["url-list"] as const };
    const ids: string[] = [];
    for (const [i, { key, filename }] of form.uploads.entries()) {
      const list = { name: nameOf(filename), listKey: key, maxImages: targets[i] ?? MAX_IMAGES };
      ids.push(await addCrawl(tx, ctx, dataset, { ...crawl, ...list, start: true }));
    }
    return toCrawlJob(await readJob(tx, ownerId, ids[0] ?? ""));
  });
  return Response.json(job, { status: 202 });
}

const nameOf = (filename: string) =>
  `Import of ${filename.replace(/[^\p{L}\p{N}._ -]+/gu, "").slice(0, 80) || "a list"}`;
