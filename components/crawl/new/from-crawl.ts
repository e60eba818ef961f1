import type { CrawlJob, LabelledKeyword } from "@/lib/domain/crawl-job";
import type { Draft } from "./draft";
import { USUAL_DRY_SEARCH } from "./expansion/strategies";
import { fromLabelled } from "./keywords";

/** An earlier crawl that the form is filled in from. */
export interface Earlier {
  job: CrawlJob;
  /** Only the keywords of these labels; none means all. */
  labels: readonly string[];
  isExpanding: boolean;
}

/** What of an earlier crawl a new one like it begins with. */
export function fromCrawl({ job, labels, isExpanding }: Earlier): Partial<Draft> {
  const isWanted = ({ label }: LabelledKeyword) => labels.length === 0 || labels.includes(label);
  return {
    keywords: job.keywords.filter(isWanted).map(fromLabelled),
    maxImages: job.maxImages,
    validationLevel: job.validationLevel,
    filters: job.filters,
    expandKeywords: isExpanding ? USUAL_DRY_SEARCH : null,
  };
}
