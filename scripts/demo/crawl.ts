import { setTimeout as sleep } from "node:timers/promises";
import * as jobs from "@/lib/contract/jobs";
import { type CrawlJob, isFinished, type JobProgress } from "@/lib/domain/crawl-job";
import { countsByGroup, OUTCOME_GROUPS } from "@/lib/domain/outcome";
import type { ProgressLine } from "./progress-line";
import type { Rest } from "./rest";

export interface DemoCrawl {
  readonly name: string;
  readonly keywords: readonly string[];
  readonly maxImages: number;
  readonly datasetId?: string;
}

const LOOK_MS = 300;
const DEADLINE_MS = 10 * 60_000;

/** Looks until the answer is final. Throws when that takes longer than `deadlineMs`. */
export async function waitFor<T>(
  read: () => Promise<T>,
  options: { readonly isFinal: (value: T) => boolean; readonly deadlineMs: number },
): Promise<T> {
  const deadline = performance.now() + options.deadlineMs;
  for (;;) {
    const value = await read();
    if (options.isFinal(value)) return value;
    if (performance.now() > deadline)
      throw new Error(
        `It did not finish within ${Math.round(options.deadlineMs / 60_000)} minutes.`,
      );
    await sleep(LOOK_MS);
  }
}

/** Crawls the built-in sample source to the end, showing how far it is. Throws when the crawl fails. */
export async function crawlSample(
  rest: Rest,
  { keywords, ...crawl }: DemoCrawl,
  line: ProgressLine,
): Promise<{ job: CrawlJob; progress: JobProgress }> {
  const job = await rest.call(jobs.createJob, {
    ...crawl,
    keywords: [...keywords],
    sources: ["sample"],
  });
  const progress = await waitFor(
    async () => {
      const now = await rest.call(jobs.getJobProgress, { jobId: job.id });
      line.show(now.progress / 100, paceText(now));
      return now;
    },
    { isFinal: ({ status }) => isFinished(status), deadlineMs: DEADLINE_MS },
  );
  line.end();
  if (progress.status !== "completed")
    throw new Error(`The crawl is ${progress.status}: ${progress.error ?? "somebody ended it"}.`);
  return { job, progress };
}

const paceText = ({ accepted, maxImages, found, imagesPerMinute }: JobProgress): string => {
  const pace = imagesPerMinute === null ? "" : ` · ${Math.round(imagesPerMinute)} images/min`;
  return `${accepted} of ${maxImages} images · ${found} found${pace}`;
};

/** "118 found: 70 accepted, 9 duplicate, …": what became of every address. */
export function describeOutcomes({ found, outcomes }: JobProgress): string {
  const groups = countsByGroup(found, outcomes);
  const parts = OUTCOME_GROUPS.filter((group) => groups[group] > 0).map(
    (group) => `${groups[group]} ${group}`,
  );
  return `${found} addresses found: ${parts.join(", ")}`;
}
