import { createHash } from "node:crypto";
import { type Ending, finishCandidate, releaseCandidate } from "@/lib/db/candidates";
import { db } from "@/lib/db/client";
import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import { addLabel, findRival } from "@/lib/db/dataset-hashes";
import { DEFAULT_MIN_SIDE } from "@/lib/domain/crawl-job";
import { ISSUE_LABELS } from "@/lib/domain/issue";
import type { SourceKind } from "@/lib/domain/source";
import { orientationOf } from "@/lib/pipeline/discover/filter-candidate";
import { type Download, download } from "@/lib/pipeline/fetch/download";
import { FetchError } from "@/lib/pipeline/fetch/fetch-error";
import { rejectionOf } from "@/lib/pipeline/inspect/assess";
import { inspectImage } from "@/lib/pipeline/inspect/inspect";
import type { Inspected } from "@/lib/pipeline/inspect/inspection";
import { admit } from "./admission";
import { datasetIndex } from "./dataset-index";
import { decoders } from "./decoders";
import type { ClaimedCandidate } from "./image-row";
import { networkOf } from "./network";
import { storePicture } from "./picture-files";

export const MAX_ATTEMPTS = 3;
const MAX_RETRY_SECONDS = 3600;

type End = Pick<Ending, "outcome" | "detail"> & Partial<Ending>;
const rejected = (outcome: Ending["outcome"], detail: string | null): End => ({ outcome, detail });

/** What only the picture itself can tell against the filters and checks of the crawl; null when it is fine. */
function objectionTo(
  job: CrawlJobRow,
  { format, width, height, measurements }: Inspected,
): End | null {
  const { formats, orientation, colour } = job.filters;
  if (formats && !formats.includes(format))
    return rejected("filtered", `It is ${format}; asked for are ${formats.join(", ")}.`);
  if (orientation && orientationOf(width, height) !== orientation)
    return rejected("filtered", `It is ${orientationOf(width, height)}, not ${orientation}.`);
  if (colour && measurements.isGrayscale !== (colour === "grayscale"))
    return rejected("filtered", `It is ${measurements.isGrayscale ? "greyscale" : "in colour"}.`);
  const issue = rejectionOf(measurements, job.validationLevel);
  return issue ? rejected("quality", ISSUE_LABELS[issue]) : null;
}

/** Takes a downloaded picture to its end: inspected, deduplicated and, where it is kept, stored. */
async function takeIn(
  job: CrawlJobRow,
  candidate: ClaimedCandidate,
  leaseToken: string,
  fetched: Download,
  signal: AbortSignal,
): Promise<End | null> {
  const downloadedAt = new Date();
  const sha256 = createHash("sha256").update(fetched.bytes).digest("hex");
  const knownId = datasetIndex(job.datasetId).findExact(sha256);
  const known = knownId ? await findRival(db(), knownId) : undefined;
  if (known) {
    const imageId = known.duplicateOf ?? known.id;
    await addLabel(db(), imageId, candidate.label);
    return { outcome: "exact-duplicate", detail: "The same file.", imageId };
  }
  const { minWidth = DEFAULT_MIN_SIDE, minHeight = DEFAULT_MIN_SIDE } = job.filters;
  const inspection = await inspectImage(decoders(), fetched.bytes, { minWidth, minHeight, signal });
  if (!inspection.ok) return rejected(inspection.outcome, inspection.detail);
  const { inspected } = inspection;
  const objection = objectionTo(job, inspected);
  if (objection) return objection;
  const picture = { candidate, leaseToken, download: fetched, sha256, inspected, downloadedAt };
  await storePicture(job.datasetId, picture);
  await admit(job, picture);
  // admit() wrote the ending in the transaction that decided it.
  return null;
}

/** Ends a candidate that could not be fetched, or puts it back where trying again may help. */
async function endFailed(candidate: ClaimedCandidate, leaseToken: string, error: FetchError) {
  const { outcome, message: detail, httpStatus, retryAfterSeconds, isRetryable } = error;
  const wasSent = httpStatus !== null || outcome !== "rate-limited";
  if (isRetryable && !wasSent) {
    const inSeconds = retryAfterSeconds ?? 2;
    await releaseCandidate(db(), candidate.id, leaseToken, {
      inSeconds,
      countsAsAttempt: false,
      detail: null,
    });
    return;
  }
  if (isRetryable && candidate.attempts + 1 < MAX_ATTEMPTS) {
    const inSeconds = Math.min(MAX_RETRY_SECONDS, retryAfterSeconds ?? 2 ** candidate.attempts);
    await releaseCandidate(db(), candidate.id, leaseToken, {
      inSeconds,
      countsAsAttempt: true,
      detail,
    });
    return;
  }
  const ending = { outcome, detail, httpStatus, isDownloaded: false, imageId: null };
  await finishCandidate(db(), candidate.id, leaseToken, ending);
}

/**
 * fetch → inspect → dedupe → store for one leased candidate. Throws only what is not the candidate's
 * fault (storage, database, shutdown); the candidate then stays as it was.
 */
export async function ingestCandidate(
  job: CrawlJobRow,
  candidate: ClaimedCandidate,
  leaseToken: string,
  signal: AbortSignal,
): Promise<void> {
  // A candidate's source is one of SOURCES: it came from a chunk, which came from a parsed request.
  const http = await networkOf(candidate.source as SourceKind);
  let fetched: Download;
  try {
    fetched = await download(http, candidate.url, { signal, respectOptOuts: true });
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    await endFailed(candidate, leaseToken, error);
    return;
  }
  const end = await takeIn(job, candidate, leaseToken, fetched, signal);
  if (!end) return;
  await finishCandidate(db(), candidate.id, leaseToken, {
    httpStatus: fetched.httpStatus,
    isDownloaded: true,
    imageId: null,
    ...end,
  });
}
