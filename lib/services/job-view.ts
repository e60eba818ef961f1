import type { listCandidates } from "@/lib/db/candidates";
import type { CountedCrawlJobRow } from "@/lib/db/crawl-jobs";
import type { CountedChunkRow } from "@/lib/db/job-chunks";
import { adviceFor } from "@/lib/domain/advice";
import {
  type CandidateRecord,
  type Chunk,
  type CrawlJob,
  isFinished,
  type JobProgress,
  type JobStatus,
} from "@/lib/domain/crawl-job";
import { countsByGroup } from "@/lib/domain/outcome";
import { balanceWarnings, funnelOf, labelStandings, refusalNote } from "@/lib/domain/shortfall";
import type { SourceInfo } from "@/lib/domain/source";
import { withoutSignature } from "@/lib/pipeline/discover/normalize-url";

const iso = (date: Date | null) => date?.toISOString() ?? null;

/** 0–100 towards the target, or towards having looked at everything where that is nearer; 100 only when it is over. */
function progressOf(job: CountedCrawlJobRow): number {
  if (job.status === "completed") return 100;
  const towardsTarget = (job.outcomes.accepted ?? 0) / job.maxImages;
  const { waiting } = countsByGroup(job.found, job.outcomes);
  const isListed = job.chunks.completed + job.chunks.failed === job.chunks.total;
  const towardsEnd = isListed && job.found > 0 ? 1 - waiting / job.found : 0;
  return Math.min(99, Math.floor(100 * Math.max(towardsTarget, towardsEnd)));
}

export const toCrawlJob = (job: CountedCrawlJobRow): CrawlJob => ({
  id: job.id,
  datasetId: job.datasetId,
  datasetName: job.datasetName,
  name: job.name,
  keywords: job.keywords,
  sources: job.sources,
  maxImages: job.maxImages,
  validationLevel: job.validationLevel,
  filters: job.filters,
  sourceOptions: job.sourceOptions,
  scheduleId: job.scheduleId,
  optOutOverride: job.optOutOverride,
  status: job.status,
  progress: progressOf(job),
  totalChunks: job.chunks.total,
  activeChunks: isFinished(job.status) ? 0 : job.chunks.active,
  completedChunks:
    job.status === "completed" ? job.chunks.total - job.chunks.failed : job.chunks.completed,
  failedChunks: job.chunks.failed,
  totalImages: job.found,
  downloadedImages: job.downloaded,
  validImages: job.outcomes.accepted ?? 0,
  outcomes: job.outcomes,
  error: job.error,
  shortfall: job.shortfall,
  createdAt: job.createdAt.toISOString(),
  startedAt: iso(job.startedAt),
  finishedAt: iso(job.finishedAt),
});

/** A search that a met target cut short is over, although its source has more. */
const chunkStatus = (chunk: CountedChunkRow, jobStatus: JobStatus) =>
  jobStatus === "completed" && chunk.status !== "failed" ? "completed" : chunk.status;

export const toChunk = (chunk: CountedChunkRow, jobStatus: JobStatus): Chunk => ({
  id: chunk.id,
  source: chunk.source,
  keyword: chunk.keyword,
  label: chunk.label,
  expansionOf: chunk.expansionOf,
  strategy: chunk.strategy,
  status: chunkStatus(chunk, jobStatus),
  pages: chunk.pages,
  found: chunk.found,
  waiting: chunk.waiting,
  accepted: chunk.outcomes.accepted ?? 0,
  outcomes: chunk.outcomes,
  error: chunk.error,
  updatedAt: chunk.updatedAt.toISOString(),
});

export const toCandidate = ({
  candidate,
  keyword,
  source,
}: Awaited<ReturnType<typeof listCandidates>>[number]): CandidateRecord => ({
  id: candidate.id,
  url: withoutSignature(candidate.url),
  pageUrl: candidate.pageUrl,
  source,
  keyword,
  label: candidate.label,
  outcome: candidate.outcome,
  detail: candidate.detail,
  httpStatus: candidate.httpStatus,
  attempts: candidate.attempts,
  imageId: candidate.imageId,
  foundAt: candidate.createdAt.toISOString(),
  finishedAt: iso(candidate.finishedAt),
});

const MINUTE_MS = 60_000;
const MAX_LANES = 200;

/** The mean pace since the start; null before there is one. */
function paceOf(job: CountedCrawlJobRow, now: number) {
  const accepted = job.outcomes.accepted ?? 0;
  const elapsedMs = (job.finishedAt?.getTime() ?? now) - (job.startedAt?.getTime() ?? now);
  if (elapsedMs <= 0 || accepted === 0) return { imagesPerMinute: null, etaMs: null };
  const perMs = accepted / elapsedMs;
  const left = Math.max(0, job.maxImages - accepted);
  return {
    imagesPerMinute: Math.round(perMs * MINUTE_MS * 10) / 10,
    etaMs: isFinished(job.status) ? null : Math.round(left / perMs),
  };
}

/** Whether a crawl ended with fewer images than were asked for. */
export const isShort = (job: CountedCrawlJobRow): boolean =>
  isFinished(job.status) && (job.outcomes.accepted ?? 0) < job.maxImages;

/** Labels that fell behind, and what nothing helps; a crawl that runs may still catch up. */
function warningsOf(job: CountedCrawlJobRow, chunks: readonly CountedChunkRow[]): string[] {
  if (!isFinished(job.status)) return [];
  const refusal = refusalNote(job.outcomes);
  return [...balanceWarnings(job.maxImages, chunks), ...(refusal ? [refusal] : [])];
}

/** Of a great many searches those that found most; /chunks has them all. */
const shownLanes = (chunks: readonly CountedChunkRow[]) =>
  chunks.length <= MAX_LANES
    ? chunks
    : [...chunks].sort((a, b) => b.found - a.found).slice(0, MAX_LANES);

/** `known` is what a crawl that came up short could be helped with. */
export const toProgress = (
  job: CountedCrawlJobRow,
  chunks: readonly CountedChunkRow[],
  known: readonly SourceInfo[],
): JobProgress => ({
  status: job.status,
  isRetryOnly: job.isRetryOnly,
  progress: progressOf(job),
  maxImages: job.maxImages,
  ...funnelOf(job.found, job.downloaded, job.outcomes),
  waiting: countsByGroup(job.found, job.outcomes).waiting,
  outcomes: job.outcomes,
  ...paceOf(job, Date.now()),
  shortfall: job.shortfall,
  error: job.error,
  warnings: warningsOf(job, chunks),
  advice: isShort(job) ? adviceFor({ ...job, lanes: chunks }, known) : [],
  labels: labelStandings(job.maxImages, chunks),
  lanes: shownLanes(chunks).map((chunk) => toChunk(chunk, job.status)),
});
