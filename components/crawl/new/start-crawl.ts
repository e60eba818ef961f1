import { ApiError, request } from "@/components/api";
import { problemText } from "@/components/problem";
import { createDataset } from "@/lib/contract/datasets";
import { createJob } from "@/lib/contract/jobs";

import { type Draft, type FieldErrors, splitUrls } from "./draft";
import { importList } from "./import-list";
import { defaultName, toLabelled } from "./keywords";

/** The crawl to look at, and what went wrong beside it. */
export interface Started {
  datasetId: string;
  jobId: string;
  warning: string | null;
}

/**
 * Sends the form. A file becomes a crawl of its own, because it is read on the server; the other sources come first, so that
 * a refused field has started nothing. `onDataset` is told of a new dataset at once: a second attempt then goes on with it.
 */
export async function startCrawl(
  draft: Draft,
  onDataset: (made: { id: string; name: string }) => void,
): Promise<Started> {
  const name = draft.name.trim() || defaultName(draft.keywords);
  const file = draft.sources.includes("url-list") ? draft.file : null;
  const sources = draft.sources.filter((kind) => kind !== "url-list" || !file);
  const newName = draft.datasetName.trim() || (sources.length === 0 ? name : "");

  const inProject = draft.projectId ? { projectId: draft.projectId } : {};
  let { datasetId } = draft;
  if (!datasetId && newName) {
    const made = await request(createDataset, { ...inProject, name: newName }).catch(asDatasetName);
    datasetId = made.id;
    onDataset(made);
  }
  if (sources.length === 0 && file && datasetId) {
    const job = await importList(datasetId, file, labelOf(draft));
    return { datasetId, jobId: job.id, warning: null };
  }
  const job = await request(createJob, {
    ...(datasetId ? { datasetId } : inProject),
    name,
    keywords: draft.keywords.map(toLabelled),
    sources,
    maxImages: draft.maxImages ?? 0,
    validationLevel: draft.validationLevel,
    filters: draft.filters,
    ...(sources.includes("url-list") && { urls: splitUrls(draft.urls) }),
  });
  const started = { datasetId: job.datasetId, jobId: job.id };
  if (!file) return { ...started, warning: null };
  try {
    await importList(job.datasetId, file, labelOf(draft));
    return { ...started, warning: null };
  } catch (error) {
    return {
      ...started,
      warning: `The crawl runs, but ${file.name} was not imported: ${problemText(error)}`,
    };
  }
}

/** One keyword labels a whole file; with several the file's own labels count. */
function labelOf({ keywords: [first, second] }: Draft): string | null {
  return first && !second ? (first.label ?? first.keyword) : null;
}

/** "name" of the dataset is not "name" of the crawl. */
function asDatasetName(error: unknown): never {
  if (!(error instanceof ApiError)) throw error;
  const errors = error.problem.errors?.map((entry) => ({ ...entry, pointer: "/datasetName" }));
  throw new ApiError({ ...error.problem, ...(errors && { errors }) });
}

/** Which field each complaint of the server belongs to; what belongs to none is left to the message above the button. */
export function fieldErrorsOf(error: unknown): FieldErrors {
  if (!(error instanceof ApiError)) return {};
  const entries = (error.problem.errors ?? []).map(({ pointer, detail }) => {
    const [field = "", inner] = pointer.replace(/^#?\//, "").split("/");
    return [field === "filters" && inner ? `filters/${inner}` : field, detail] as const;
  });
  // The first complaint about a field is the one to mend first.
  return Object.fromEntries(entries.toReversed());
}
