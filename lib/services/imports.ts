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

/** Streams every `file` of a multipart form into the storage, under names of our own. */
function readForm(request: Request, datasetId: string): Promise<Form> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(contentType))
    throw new AppError(
      "unsupported-media-type",
      "Send the file as multipart/form-data, field `file`.",
    );
  const { body } = request;
  if (!body) throw new AppError("malformed-request", "The request has no body.");
  return new Promise((resolve, reject) => {
    const parser = new Busboy({
      headers: { "content-type": contentType },
      limits: { files: MAX_FILES, fileSize: MAX_LIST_BYTES, fields: 10, fieldSize: 1000 },
    });
    const writes: Promise<Upload>[] = [];
    let label: string | null = null;
    parser.on("file", (field, stream, filename) => {
      if (field !== "file") return stream.resume();
      const key = listKey(datasetId, uuidv7(), extensionOf(filename ?? ""));
      stream.on("limit", () =>
        stream.destroy(new AppError("payload-too-large", "The list is larger than 512 MB.")),
      );
      writes.push(
        storage()
          .put(key, stream, { contentType: "text/plain" })
          .then(() => ({ key, filename: filename ?? "" })),
      );
      return undefined;
    });
    parser.on("field", (field, value) => {
      if (field === "label") label = value;
    });
    parser.on("error", reject);
    parser.on("finish", () => {
      Promise.all(writes).then((uploads) => resolve({ uploads, label }), reject);
    });
    // The web stream of the request, read by Node: the types differ only in name.
    const source = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
    source.on("error", reject);
    source.pipe(parser);
  });
}

async function checkList({ key, filename }: Upload): Promise<void> {
  const stream = await storage().get(key, { start: 0, end: SAMPLE_BYTES - 1 });
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  detectList(Buffer.concat(parts), filename);
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
  const [upload, ...others] = form.uploads;
  if (!upload)
    throw new AppError("validation-failed", "There is no file in the request.", {
      details: { errors: [{ pointer: "#/file", detail: "Send at least one file as `file`." }] },
    });
  const label = Label.parse(form.label ?? queryLabel ?? (dataset.name || "imported"));
  try {
    for (const each of form.uploads) await checkList(each);
  } catch (error) {
    for (const { key } of form.uploads) await storage().delete(key);
    throw error;
  }
  const job = await asPerson(ownerId, async (tx) => {
    const crawl = { keywords: [{ keyword: label, label }], sources: ["url-list"] as const };
    const options = { ...crawl, maxImages: 100_000, start: true };
    for (const { key, filename } of others)
      await addCrawl(tx, ctx, dataset, { ...options, name: nameOf(filename), listKey: key });
    const name = nameOf(upload.filename);
    const id = await addCrawl(tx, ctx, dataset, { ...options, name, listKey: upload.key });
    return toCrawlJob(await readJob(tx, ownerId, id));
  });
  return Response.json(job, { status: 202 });
}

const nameOf = (filename: string) =>
  `Import of ${filename.replace(/[^\p{L}\p{N}._ -]+/gu, "").slice(0, 80) || "a list"}`;
