import { ApiError, request } from "@/components/api";
import { problemText } from "@/components/problem";
import { createDataset } from "@/lib/contract/datasets";
import { createJob } from "@/lib/contract/jobs";
import { createSchedule } from "@/lib/contract/schedules";
import { type CrawlPart, crawlParts, nameOf } from "./crawl-parts";
import type { Draft } from "./draft";
import { type FieldErrors, ownLabelOf } from "./missing-fields";
import { importFiles, type UploadProgress } from "./own/import-files";

/** Where to look on, and what went wrong beside it. */
export interface Started {
  datasetId: string;
  /** Null where several crawls were started. */
  jobId: string | null;
  warning: string | null;
}

interface Watch {
  /** Parts that already run, by their kind: a second attempt goes on behind them. */
  started: Map<string, string>;
  signal: AbortSignal;
  /** Told of a new dataset at once, so that a second attempt adds to it. */
  onDataset: (made: { id: string; name: string }) => void;
  onProgress: (progress: UploadProgress) => void;
}

const FILES = "files";

/**
 * Sends the form: the search first, then each source of one's own, then the files. Throws ApiError at the first that
 * is refused; what was started before stays in `started`. Null when the person stopped the upload.
 */
export async function startCrawl(draft: Draft, watch: Watch): Promise<Started | null> {
  const parts = crawlParts(draft);
  const hasFiles = draft.own.files.length > 0;
  const datasetId = await datasetFor(draft, parts.length > 1 || hasFiles, watch);
  const place = datasetId ? { datasetId } : inProject(draft);
  let madeId = datasetId;
  let warning: string | null = null;
  for (const part of parts) {
    if (watch.started.has(part.kind)) continue;
    const job = await request(createJob, { ...place, ...part.input }).catch(pointingAt(part));
    watch.started.set(part.kind, job.id);
    madeId = job.datasetId;
    warning = (await repeat(draft, part, job.id)) ?? warning;
  }
  if (hasFiles && datasetId && !watch.started.has(FILES)) {
    const job = await importFiles(datasetId, draft.own, ownLabelOf(draft), watch).catch(asFiles);
    if (!job) return null;
    watch.started.set(FILES, job.id);
  }
  const [jobId = null, another] = watch.started.values();
  return { datasetId: madeId ?? "", jobId: another ? null : jobId, warning };
}

const inProject = ({ projectId }: Draft) => (projectId ? { projectId } : {});

/** One crawl can make its dataset itself; several, and files, need one to go to. */
async function datasetFor(draft: Draft, isNeeded: boolean, { onDataset }: Watch) {
  if (draft.datasetId) return draft.datasetId;
  const name = draft.datasetName.trim() || (isNeeded ? nameOf(draft) : "");
  if (!name) return null;
  const made = await request(createDataset, { ...inProject(draft), name }).catch(
    moved(() => "/datasetName"),
  );
  onDataset(made);
  return made.id;
}

/** A list of addresses brings nothing new another day. */
async function repeat({ repeat: { every, cron, target } }: Draft, part: CrawlPart, jobId: string) {
  if (every === "once" || part.kind === "url-list") return null;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const when = { every: every === "cron" ? cron.trim() : every, timezone: timeZone };
  try {
    await request(createSchedule, { jobId, ...when, target: target ?? 0 });
    return null;
  } catch (error) {
    return `The crawl runs, but it will not be repeated: ${problemText(error)}`;
  }
}

/** Complaints about another body than the form's own, moved to the field that they are about. */
const moved =
  (to: (pointer: string) => string) =>
  (error: unknown): never => {
    if (!(error instanceof ApiError)) throw error;
    const errors = error.problem.errors?.map(({ pointer, detail }) => ({
      pointer: to(pointer),
      detail,
    }));
    throw new ApiError({ ...error.problem, ...(errors && { errors }) });
  };

const asFiles = moved((pointer) => (pointer.includes("label") ? "/own/label" : "/own/files"));

const pointingAt = ({ kind }: CrawlPart) =>
  moved((pointer) => {
    if (kind === "search" || /^#?\/(?:maxImages|filters|name)/.test(pointer)) return pointer;
    if (pointer.endsWith("/endpoint")) return "/own/endpoint";
    return pointer.includes("keywords") ? "/own/label" : `/own/${kind}`;
  });

const GROUPS = ["filters", "own"];

/** Which field each complaint of the server belongs to; what belongs to none is left to the message above the button. */
export function fieldErrorsOf(error: unknown): FieldErrors {
  if (!(error instanceof ApiError)) return {};
  const entries = (error.problem.errors ?? []).map(({ pointer, detail }) => {
    const [field = "", inner] = pointer.replace(/^#?\//, "").split("/");
    return [GROUPS.includes(field) && inner ? `${field}/${inner}` : field, detail] as const;
  });
  // The first complaint about a field is the one to mend first.
  return Object.fromEntries(entries.toReversed());
}
