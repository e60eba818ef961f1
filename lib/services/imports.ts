import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { type Context, ownerOf } from "@/lib/auth/context";
import type { importToDataset as operation } from "@/lib/contract/datasets";
import { insertJobLog } from "@/lib/db/activity";
import { findDataset } from "@/lib/db/datasets";
import { asPerson, elevated } from "@/lib/db/rls";
import type { CrawlJob } from "@/lib/domain/crawl-job";
import { Label } from "@/lib/domain/image";
import type { ValidationLevel } from "@/lib/domain/issue";
import { SourceOptions } from "@/lib/domain/source-options";
import { AppError } from "@/lib/errors";
import { isAnnotationPath } from "@/lib/pipeline/sources/upload/annotations";
import { isPictureName } from "@/lib/pipeline/sources/upload/picture-paths";
import { storage } from "@/lib/storage";
import { importPrefix } from "@/lib/storage/keys";
import { addCrawl } from "./crawl-start";
import { type Import, MAX_UNPACKED_BYTES, type Material, readParts } from "./imports-files";
import { type Form, type Part, readForm } from "./imports-form";
import type { ListFile } from "./imports-lists";
import { keepPictures, type PictureFile } from "./imports-pictures";
import { toCrawlJob } from "./job-view";
import { readJob } from "./jobs";
import { orNotFound } from "./not-found";
import { inLine } from "./person-line";

type Input = z.output<(typeof operation)["input"]>;
interface Target {
  readonly id: string;
  readonly name: string;
  readonly validationLevel: ValidationLevel;
}
/** What the crawls of an import read. */
interface Ready {
  readonly label: string;
  readonly name: string;
  readonly lists: readonly ListFile[];
  readonly pictures: PictureFile | null;
  readonly options: SourceOptions;
  readonly leftOut: readonly string[];
}

const MAX_NAMED = 20;
/** Of one person: each may take gigabytes of disk, and minutes of reading. */
const IMPORTS = { atOnce: 3, maxWaiting: 20, maxWaitMs: 60_000 };

const refused = (pointer: string, message: string, detail: string) =>
  new AppError("validation-failed", message, { details: { errors: [{ pointer, detail }] } });

function labelOf(text: string): string {
  const parsed = Label.safeParse(text);
  if (parsed.success && !parsed.data.includes("\0")) return parsed.data;
  throw refused("#/label", "The label is not valid.", "Give 1 to 100 characters, and no NUL.");
}

const COLUMNS = ["urlColumn", "labelColumn", "captionColumn"] as const;

/** The columns that the form names, else the query. */
function chosenColumns(fields: Form["fields"], input: Input): SourceOptions["url-list"] {
  const named = COLUMNS.map((name) => [name, fields.get(name)?.trim() || input[name]] as const);
  const given = named.filter(([, column]) => column !== undefined);
  const parsed = SourceOptions.safeParse({ "url-list": Object.fromEntries(given) });
  if (parsed.success) return parsed.data["url-list"];
  const [, name = "urlColumn"] = parsed.error.issues[0]?.path ?? [];
  throw refused(
    `#/${String(name)}`,
    "The column's name is not valid.",
    "Give 1 to 200 characters.",
  );
}

const shown = (name: string) => name.replace(/[^\p{L}\p{N}._ -]+/gu, "").slice(0, 80);

/** By the only file, by the folder that all are in, else by their number. */
function nameOf(parts: readonly Part[]): string {
  const [first] = parts;
  if (!first || parts.length === 1)
    return `Import of ${shown(first?.path.split("/").at(-1) ?? "") || "a list"}`;
  const [folder = ""] = first.path.split("/");
  const isShared = parts.every(({ path }) => path.startsWith(`${folder}/`));
  return `Import of ${(isShared && shown(folder)) || `${parts.length} files`}`;
}

async function prepare(job: Import, form: Form, label: string): Promise<Ready> {
  if (form.parts.length === 0)
    throw refused(
      "#/file",
      "There is no file in the request.",
      "Send at least one file as `file`.",
    );
  const { lists, files, leftOut }: Material = await readParts(job, form.parts);
  const pictures = await keepPictures(job, files);
  if (lists.length === 0 && !pictures)
    throw refused(
      "#/file",
      "There is neither a picture nor a list of URLs in the files.",
      "Send pictures, a ZIP or a tar of pictures, or a list of URLs. Archives within archives are not read.",
    );
  const others = files
    .filter(({ path }) => !isPictureName(path) && !isAnnotationPath(path))
    .map(({ path }) => path);
  const options = Object.keys(job.chosen).length > 0 ? { "url-list": job.chosen } : {};
  const notRead = [...leftOut, ...others];
  return { label, name: nameOf(form.parts), lists, pictures, options, leftOut: notRead };
}

function addCrawls(ctx: Context, dataset: Target, ready: Ready) {
  const ownerId = ownerOf(ctx);
  const { label, leftOut, lists, pictures } = ready;
  const crawl = { keywords: [{ keyword: label, label }], start: true };
  return asPerson(ownerId, async (tx) => {
    const ids: string[] = [];
    if (pictures) {
      const { key: listKey, count: maxImages } = pictures;
      const own = { name: ready.name, sources: ["upload"] as const, listKey, maxImages };
      ids.push(await addCrawl(tx, ctx, dataset, { ...crawl, ...own }));
    }
    for (const { name: file, key: listKey, maxImages } of lists) {
      const name = `Import of ${shown(file) || "a list"}`;
      const own = { name, sources: ["url-list"] as const, listKey, maxImages };
      const sourceOptions = ready.options;
      ids.push(await addCrawl(tx, ctx, dataset, { ...crawl, ...own, sourceOptions }));
    }
    const [crawlJobId = ""] = ids;
    if (leftOut.length > 0)
      await elevated(tx, ownerId, async () => {
        const named = leftOut.slice(0, MAX_NAMED).join(", ");
        const message = `Left out, because they are no pictures (${leftOut.length}): ${named}${leftOut.length > MAX_NAMED ? ", …" : ""}.`;
        await insertJobLog(tx, { ownerId, crawlJobId, level: "info", message });
      });
    return toCrawlJob(await readJob(tx, ownerId, crawlJobId));
  });
}

/**
 * Starts crawls over what a person sends: one over all pictures, in archives or not, and one over each list of URLs. All
 * that is found is then fetched or read and judged like anything else. Where the import fails, no file of it stays.
 */
export const importToDataset = (ctx: Context, input: Input, request: Request): Promise<Response> =>
  inLine("imports", { ownerId: ownerOf(ctx), signal: ctx.signal }, IMPORTS, () =>
    importFiles(ctx, input, request),
  );

async function importFiles(ctx: Context, input: Input, request: Request): Promise<Response> {
  const ownerId = ownerOf(ctx);
  const { datasetId } = input;
  const dataset = await asPerson(ownerId, async (tx) =>
    orNotFound(await findDataset(tx, ownerId, datasetId), "dataset"),
  );
  const importId = uuidv7();
  const key = `${importPrefix(datasetId, importId)}files`;
  const keys: string[] = [];
  const form = await readForm(request, key);
  let ready: Ready;
  let crawl: CrawlJob;
  try {
    const label = labelOf(form.fields.get("label") ?? input.label ?? dataset.name);
    const chosen = chosenColumns(form.fields, input) ?? {};
    const quota = { leftBytes: MAX_UNPACKED_BYTES };
    const job = { datasetId, importId, key, chosen, keys, quota, signal: ctx.signal };
    ready = await prepare(job, form, label);
    crawl = await addCrawls(ctx, dataset, ready);
  } catch (error) {
    for (const each of [key, ...keys]) await storage().delete(each);
    throw error;
  }
  // Lists are in files of their own; what a failure leaves here is swept later.
  if (!ready.pictures)
    await storage()
      .deletePrefix(importPrefix(datasetId, importId))
      .catch(() => undefined);
  return Response.json(crawl, { status: 202 });
}
