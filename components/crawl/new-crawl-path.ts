import type { Route } from "next";
import type { CrawlJob } from "@/lib/domain/crawl-job";
import type { SourceKind } from "@/lib/domain/source";

/** What differs from the crawl that a new one is made from. */
interface Changes {
  sources?: readonly SourceKind[];
  /** Only the keywords of these labels. */
  labels?: readonly string[];
  /** Related words are searched too, when the keywords run dry. */
  isExpanding?: boolean;
}

/** The form for a new crawl into the same dataset, filled in from this one. */
export function newCrawlPath(
  { id, datasetId, sources }: Pick<CrawlJob, "id" | "datasetId" | "sources">,
  changes: Changes = {},
): Route {
  const query = new URLSearchParams({
    from: id,
    sources: (changes.sources ?? sources).join(","),
    datasetId,
    ...(changes.isExpanding && { expand: "1" }),
  });
  for (const label of changes.labels ?? []) query.append("label", label);
  // The names are checked by the page, which is where they are read.
  return `/crawls/new?${query}` as Route;
}
