import type { Context } from "@/lib/auth/context";
import {
  isStockService,
  KEY_FIELDS,
  type ListedSource,
  type SourceInfo,
  type SourceKind,
} from "@/lib/domain/source";
import type { SourceOptions } from "@/lib/domain/source-options";
import { AppError } from "@/lib/errors";
import { sourceOf } from "@/lib/pipeline/sources";
import { STOCK } from "@/lib/pipeline/sources/stock-services";
import { listSources } from "./sources";

/** What a crawl names to collect from. */
interface Asked {
  readonly sources: readonly ListedSource[];
  readonly keywords: readonly unknown[];
  readonly urls?: readonly string[] | undefined;
  readonly sourceOptions?: SourceOptions | undefined;
}
interface Objection {
  readonly pointer: string;
  readonly detail: string;
}

/** Sources that read addresses which a person gives. */
const READS_URLS: readonly ListedSource[] = ["url-list", "web-page", "site"];

/** Every source as the person sees it now. */
export const knownSources = async (ctx: Context): Promise<SourceInfo[]> =>
  (await listSources(ctx, { limit: 200 })).items;

/** Why nobody can crawl the source at this place of the list, or not with what else was asked for. */
function objectionTo(kind: ListedSource, at: number, asked: Asked): Objection | null {
  const pointer = `#/sources/${at}`;
  if (isStockService(kind))
    return { pointer, detail: `${STOCK[kind].name} cannot be used. ${STOCK[kind].terms}` };
  if (kind === "upload")
    return { pointer, detail: "Send the files to POST /datasets/{datasetId}/imports instead." };
  if (kind === "s3-prefix" && !asked.sourceOptions?.["s3-prefix"])
    return { pointer: "#/sourceOptions/s3-prefix", detail: "Say which bucket to read." };
  const { name, capabilities } = sourceOf(kind);
  if (capabilities.takes === "keyword" || asked.keywords.length < 2) return null;
  return {
    pointer: "#/keywords",
    detail: `${name} brings pictures of one label: give one keyword with it.`,
  };
}

function objectionsTo(asked: Asked): Objection[] {
  const { sources, urls, sourceOptions } = asked;
  const objections = sources.flatMap((kind, i) => objectionTo(kind, i, asked) ?? []);
  const readers = new Set(sources.filter((kind) => READS_URLS.includes(kind)));
  if (Boolean(urls?.length) !== readers.size > 0)
    objections.push({
      pointer: "#/urls",
      detail: `Give URLs with one of the sources ${READS_URLS.join(", ")}, and only then.`,
    });
  if (readers.size > 1)
    objections.push({
      pointer: "#/sources",
      detail: `Of ${[...readers].join(", ")} one can be named: they would read the same URLs.`,
    });
  for (const kind of Object.keys(sourceOptions ?? {}))
    if (!sources.some((each) => each === kind))
      objections.push({
        pointer: `#/sourceOptions/${kind}`,
        detail: "Options are for sources that are named.",
      });
  return objections;
}

/** Where a key of one's own goes, and which settings give one to everybody. */
function keyObjection({ kind, name }: SourceInfo): string {
  const fields = isStockService(kind) ? [] : (KEY_FIELDS[kind] ?? []);
  const settings = fields.flatMap(({ setting }) => setting ?? []);
  const ofServer = settings.length > 0 ? `, or set ${settings.join(" and ")} on the server` : "";
  return `${name} needs a key: keep one of your own (PUT /api/v1/sources/${kind}/key)${ofServer}.`;
}

/**
 * The sources of a crawl, when this person can collect from every one of them now. A source that is down or has used up
 * its quota is no objection: it may be back, and the others fill up meanwhile. Throws validation-failed with every
 * objection.
 */
export async function usableSources(ctx: Context, asked: Asked): Promise<SourceKind[]> {
  const objections = objectionsTo(asked);
  const isKeyed = asked.sources.some(
    (kind) => !isStockService(kind) && sourceOf(kind).capabilities.needsKey,
  );
  for (const source of isKeyed ? await knownSources(ctx) : []) {
    const index = asked.sources.indexOf(source.kind);
    if (index < 0 || !source.key?.isRequired || source.key.from) continue;
    objections.push({ pointer: `#/sources/${index}`, detail: keyObjection(source) });
  }
  const [first] = objections;
  if (first)
    throw new AppError("validation-failed", first.detail, { details: { errors: objections } });
  return asked.sources.filter((kind): kind is SourceKind => !isStockService(kind));
}
