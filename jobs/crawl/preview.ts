import type { SourceKind } from "@/lib/domain/source";
import { optOutOf, wordingOf } from "@/lib/pipeline/fetch/ai-signals";
import { download } from "@/lib/pipeline/fetch/download";
import { pictureMarks } from "@/lib/pipeline/fetch/picture-marks";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { inspectImage } from "@/lib/pipeline/inspect/inspect";
import { sourceOf } from "@/lib/pipeline/sources";
import type { Query, SourcePage } from "@/lib/pipeline/sources/source";
import { decoders } from "./decoders";
import { networkOf } from "./network";
import { askSource } from "./source-context";

const DEADLINE_MS = 20_000;
const THUMBNAIL_SIDE = 320;
/** A rendition of the source's own; a picture itself may be as large as in a crawl. */
const MAX_RENDITION_BYTES = 5 * 1_024 * 1_024;

export interface PreviewAsker {
  readonly ownerId: string;
  readonly signal: AbortSignal;
  /** Addresses that the person gave, for sources that read a list of them. */
  readonly urls?: readonly string[] | undefined;
}

/** The first page of a source, as a crawl of this person would get it. Throws what askSource throws. */
export function previewPage(
  kind: SourceKind,
  query: Omit<Query, "listKey">,
  { urls, ...asker }: PreviewAsker,
): Promise<SourcePage> {
  const list = urls && Buffer.from(`${urls.join("\n")}\n`);
  const listKey = list ? "preview.txt" : null;
  const limits = { ...asker, deadlineMs: DEADLINE_MS, respectOptOuts: true, ...(list && { list }) };
  return askSource(sourceOf(kind), { ...query, listKey }, null, limits);
}

/**
 * A found picture as a small WebP, or null when it cannot be read. Throws FetchError, for what its publisher does not
 * want as well, and RetryAfterError when too many pictures wait.
 */
export async function previewThumbnail(
  kind: SourceKind,
  { url, isRendition }: { url: string; isRendition: boolean },
  asked: AbortSignal,
): Promise<Buffer | null> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const signal = AbortSignal.any([asked, deadline]);
  try {
    const { bytes } = await download(await networkOf(kind), url, {
      signal,
      respectOptOuts: true,
      ...(isRendition && { maxBytes: MAX_RENDITION_BYTES }),
    });
    const optOut = optOutOf(pictureMarks(bytes));
    if (optOut) throw new FetchError("ai-opt-out", wordingOf(optOut));
    const any = { minWidth: 1, minHeight: 1, thumbnailSide: THUMBNAIL_SIDE, signal };
    const inspection = await inspectImage(decoders(), bytes, any);
    return inspection.ok ? inspection.inspected.thumbnail : null;
  } catch (cause) {
    if (cause === deadline.reason) throw new FetchError("timeout", "It took too long.", { cause });
    throw cause;
  }
}
