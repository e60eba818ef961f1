import type { z } from "zod";
import type { createJob } from "@/lib/contract/jobs";
import type { Draft } from "./draft";
import { defaultName, toLabelled } from "./keywords";
import { ownLabelOf, ownSources, searchedSources } from "./missing-fields";
import { type OwnMaterial, type OwnSource, splitUrls } from "./own/own-material";

type JobInput = z.input<typeof createJob.input>;

/** One crawl of those that a form stands for: the search, and one for each source of one's own. */
export interface CrawlPart {
  kind: "search" | OwnSource;
  input: JobInput;
}

const PART_NAMES: Record<OwnSource, string> = {
  "url-list": "list of URLs",
  "web-page": "web pages",
  site: "web site",
  "s3-prefix": "S3 bucket",
};

export const nameOf = (draft: Draft): string => draft.name.trim() || defaultName(draft.keywords);

/** What a source of one's own needs besides keyword and label. */
export function ownInput(kind: OwnSource, own: OwnMaterial): Partial<JobInput> {
  if (kind === "s3-prefix") {
    const { bucket, prefix, region, endpoint, labelFromFolder } = own.bucket;
    const place = endpoint.trim() ? { endpoint: endpoint.trim() } : {};
    const options = { bucket, prefix: prefix.trim(), labelFromFolder, ...place };
    return { sourceOptions: { [kind]: { ...options, region: region.trim() || undefined } } };
  }
  const urls = splitUrls(own.addresses[kind]);
  if (kind === "web-page") return { urls, sourceOptions: { [kind]: own.page } };
  if (kind === "url-list") return { urls };
  const { maxPages, maxDepth, ...rest } = own.site;
  const limits = { maxPages: maxPages ?? undefined, maxDepth: maxDepth ?? undefined };
  return { urls, sourceOptions: { [kind]: { ...rest, ...limits } } };
}

/**
 * The crawls that a form stands for. What a person brings has one label and no keywords to search for, so each such
 * source is a crawl of its own into the same dataset. Uploaded files are not among them.
 */
export function crawlParts(draft: Draft): CrawlPart[] {
  const name = nameOf(draft);
  const { validationLevel, filters, expandKeywords } = draft;
  const maxImages = draft.maxImages ?? 0;
  const shared = { validationLevel, filters };
  const searched = searchedSources(draft);
  const search: CrawlPart[] =
    draft.keywords.length > 0 && searched.length > 0
      ? [
          {
            kind: "search",
            input: {
              ...shared,
              name,
              maxImages,
              keywords: draft.keywords.map(toLabelled),
              sources: searched,
              ...(expandKeywords && { expandKeywords }),
            },
          },
        ]
      : [];
  const kinds = ownSources(draft);
  const isAlone = search.length === 0 && kinds.length === 1;
  const own = kinds.map((kind): CrawlPart => {
    const brought = ownInput(kind, draft.own);
    return {
      kind,
      input: {
        ...shared,
        ...brought,
        name: isAlone ? name : `${name.slice(0, 80)}: ${PART_NAMES[kind]}`,
        keywords: [ownLabelOf(draft) ?? name],
        sources: [kind],
        // Each address of a list was chosen by hand: all of them are wanted.
        maxImages: kind === "url-list" ? (brought.urls?.length ?? maxImages) : maxImages,
      },
    };
  });
  return [...search, ...own];
}
