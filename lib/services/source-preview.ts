import { z } from "zod";
import { previewPage, previewThumbnail } from "@/jobs/crawl/preview";
import { type Context, ownerOf } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/sources";
import { db } from "@/lib/db/client";
import { take } from "@/lib/db/rate-limits";
import { isStockService, type PreviewItem, type SourceKind } from "@/lib/domain/source";
import { AppError, RetryAfterError } from "@/lib/errors";
import { filterCandidate } from "@/lib/pipeline/discover/filter-candidate";
import { normalizeUrl, withoutSignature } from "@/lib/pipeline/discover/normalize-url";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { sourceOf } from "@/lib/pipeline/sources";
import type { Found } from "@/lib/pipeline/sources/source";
import { errorClassOf, sourceError } from "@/lib/pipeline/sources/source-error";
import { STOCK } from "@/lib/pipeline/sources/stock-services";
import { seal, unseal } from "@/lib/secrets";
import { orNotFound } from "./not-found";
import { inLine } from "./person-line";

type In<K extends keyof typeof ops> = z.output<(typeof ops)[K]["input"]>;

const PREVIEWS = { burst: 30, perSeconds: 60 };
/** A search may hold megabytes of a page, or one of the few places where pages are rendered. */
const SEARCHES = { atOnce: 3, maxWaiting: 30, maxWaitMs: 20_000 };
const THUMBNAILS = { atOnce: 6, maxWaiting: 60, maxWaitMs: 20_000 };
const TOKEN_SECONDS = 3600;

/** What a thumbnail's token holds. Only we can make one, so the thumbnails are no way to fetch just anything. */
const Token = z.object({ url: z.string(), isRendition: z.boolean(), expiresAt: z.number() });
const sealOf = (ownerId: string, kind: SourceKind) => ({
  purpose: "source previews",
  about: [ownerId, kind],
});

function notValid(pointer: string, detail: string): never {
  const details = { errors: [{ pointer, detail }] };
  throw new AppError("validation-failed", detail, { details });
}

/** The kind, once it is clear that a sample search of it makes sense. */
function previewable({ kind, urls, sourceOptions }: In<"previewSource">): SourceKind {
  if (isStockService(kind)) notValid("#/kind", STOCK[kind].terms);
  const { takes } = sourceOf(kind).capabilities;
  const takesUrls = takes === "addresses" || takes === "list";
  if (takes === "files") notValid("#/kind", "Files that are uploaded need no preview.");
  if (takesUrls && !urls) notValid("#/urls", "Give the addresses that this source should read.");
  if (!takesUrls && urls) notValid("#/urls", "This source takes no addresses.");
  if (takes === "prefix" && !sourceOptions?.["s3-prefix"])
    notValid("#/sourceOptions/s3-prefix", "Say which bucket to read.");
  return kind;
}

/** What the caller is told when a source, or a picture of one, cannot be had. */
function told(error: unknown, { signal }: Context): unknown {
  if (signal.aborted) return new AppError("unavailable", "The caller went away.");
  if (error instanceof RetryAfterError)
    return new AppError("limit-exceeded", `Wait: ${error.message}.`, {
      retryAfter: Math.ceil(error.seconds),
    });
  const isOfQuota = error instanceof AppError && errorClassOf(error) === "quota";
  if (isOfQuota)
    return new AppError("limit-exceeded", error.message, {
      ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
    });
  if (!(error instanceof FetchError)) return error;
  return sourceError(errorClassOf(error) ?? "unreachable", `No samples: ${error.message}.`);
}

async function thumbnailPath(ownerId: string, kind: SourceKind, found: Found) {
  const url = found.thumbnailUrl ?? found.url;
  if (found.stored || !normalizeUrl(url)) return null;
  const expiresAt = Date.now() + TOKEN_SECONDS * 1000;
  const content: z.infer<typeof Token> = { url, isRendition: url !== found.url, expiresAt };
  const token = await seal(JSON.stringify(content), sealOf(ownerId, kind));
  return `/api/v1/sources/${kind}/preview/${token}`;
}

async function toItem(
  ownerId: string,
  kind: SourceKind,
  found: Found,
  { filters = {} }: In<"previewSource">,
): Promise<PreviewItem> {
  const { pageUrl, title, creator, licence, width, height } = found;
  return {
    url: withoutSignature(found.url),
    ...{ pageUrl, title, creator, licence, width, height },
    thumbnail: await thumbnailPath(ownerId, kind, found),
    filtered: filterCandidate(found, filters),
  };
}

export const previewSource = async (ctx: Context, input: In<"previewSource">) => {
  const ownerId = ownerOf(ctx);
  const kind = previewable(input);
  const verdict = await take(db(), `preview:${ownerId}`, PREVIEWS);
  if (!verdict.isAllowed)
    throw new AppError("too-many-requests", "Too many sample searches; wait a moment.", {
      retryAfter: verdict.resetSeconds,
    });
  const { keyword, filters = {}, sourceOptions: options = {}, urls, limit } = input;
  try {
    const asker = { ownerId, signal: ctx.signal, urls };
    const { found, ignored } = await inLine("sample searches", asker, SEARCHES, () =>
      previewPage(kind, { keyword, filters, options }, asker),
    );
    const shown = found.slice(0, limit);
    const items = await Promise.all(shown.map((each) => toItem(ownerId, kind, each, input)));
    return { items, note: noteOf(found.length, ignored) };
  } catch (error) {
    throw told(error, ctx);
  }
};

function noteOf(found: number, ignored: number): string | null {
  if (ignored > 0) return `${ignored} records of the first page name no usable picture.`;
  return found === 0 ? "Nothing was found." : null;
}

/** Outcomes after which a picture is simply not shown. */
const REFUSALS: readonly string[] = ["robots-txt", "ai-opt-out", "blocked-address", "http-4xx"];

export async function getPreviewThumbnail(
  ctx: Context,
  { kind, token }: In<"getPreviewThumbnail">,
): Promise<Response> {
  const ownerId = ownerOf(ctx);
  const opened = await unseal(token, sealOf(ownerId, kind));
  const content = Token.parse(JSON.parse(orNotFound(opened, "preview")));
  if (content.expiresAt < Date.now())
    throw new AppError("not-found", "This preview is over; search again.");
  const asker = { ownerId, signal: ctx.signal };
  let thumbnail: Buffer | null;
  try {
    thumbnail = await inLine("thumbnails", asker, THUMBNAILS, () =>
      previewThumbnail(kind, content, ctx.signal),
    );
  } catch (error) {
    const isRefused = error instanceof FetchError && REFUSALS.includes(error.outcome);
    if (isRefused) throw new AppError("not-found", `It may not be shown: ${error.message}.`);
    throw told(error, ctx);
  }
  if (!thumbnail) throw new AppError("not-found", "It is no picture that can be shown.");
  return new Response(new Uint8Array(thumbnail), {
    headers: {
      "content-type": "image/webp",
      "cache-control": "private, max-age=3600",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    },
  });
}
