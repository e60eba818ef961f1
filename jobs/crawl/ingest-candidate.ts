import { createHash } from "node:crypto";
import { type Ending, endRefused, finishCandidate, releaseCandidate } from "@/lib/db/candidates";
import { db } from "@/lib/db/client";
import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import { findByOriginal, findKeeperId } from "@/lib/db/dataset-hashes";
import { readStandards } from "@/lib/db/datasets";
import { DEFAULT_MIN_SIDE } from "@/lib/domain/crawl-job";
import { ISSUE_LABELS } from "@/lib/domain/issue";
import type { SourceKind } from "@/lib/domain/source";
import { aspectReason, orientationOf } from "@/lib/pipeline/discover/filter-candidate";
import { optOutOf, wordingOf } from "@/lib/pipeline/fetch/ai-signals";
import { download } from "@/lib/pipeline/fetch/download";
import { pictureMarks } from "@/lib/pipeline/fetch/picture-marks";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { assess, isBlank, refusalOf, type Standards } from "@/lib/pipeline/inspect/assess";
import type { Measured } from "@/lib/pipeline/inspect/check";
import { inspectImage } from "@/lib/pipeline/inspect/inspect";
import type { Inspected } from "@/lib/pipeline/inspect/inspection";
import { BrokenEntryError } from "@/lib/pipeline/sources/upload/entry-bytes";
import { absorbCopy } from "./absorb-copy";
import { admit } from "./admission";
import { datasetIndex } from "./dataset-index";
import { decoders } from "./decoders";
import { type Arrived, type ClaimedCandidate, measuredOf } from "./image-row";
import { networkOf } from "./network";
import { storePicture } from "./picture-files";
import { readStored } from "./read-stored";

export const MAX_ATTEMPTS = 3;
const MAX_RETRY_SECONDS = 3600;
/** So often a host may refuse before any of its pictures came: three attempts of as many as are under way at once. */
const MAX_REFUSALS = 12;

type End = Pick<Ending, "outcome" | "detail"> & Partial<Ending>;
const rejected = (outcome: Ending["outcome"], detail: string | null): End => ({ outcome, detail });

const respectsOptOuts = (job: CrawlJobRow): boolean => job.optOutOverride === null;

/** Cut off, not rounded: a score below its threshold never reads as equal to it. */
const shown = (score: number) => String(Math.floor(score * 1000) / 1000);

function qualityObjection(measured: Measured, standards: Standards): End | null {
  const issue = refusalOf(measured, standards);
  if (!issue) return null;
  if (isBlank(measured)) return rejected("quality", "One flat colour.");
  const score = assess(measured, standards).scores[issue];
  const { threshold } = standards.rules[issue];
  return rejected("quality", `${ISSUE_LABELS[issue]}: ${shown(score)}, asked for ${threshold}.`);
}

/** What only the picture itself can tell against the filters and checks of the crawl; null when it is fine. */
async function objectionTo(
  job: CrawlJobRow,
  candidate: Pick<ClaimedCandidate, "licence" | "signals">,
  inspected: Inspected,
): Promise<End | null> {
  const { format, width, height, measurements } = inspected;
  const { formats, orientation, colour } = job.filters;
  if (formats && !formats.includes(format))
    return rejected("filtered", `It is ${format}; asked for are ${formats.join(", ")}.`);
  if (orientation && orientationOf(width, height) !== orientation)
    return rejected("filtered", `It is ${orientationOf(width, height)}, not ${orientation}.`);
  const aspect = aspectReason({ width, height }, job.filters);
  if (aspect) return rejected("filtered", `It is of another shape: ${aspect}`);
  if (colour && measurements.isGrayscale !== (colour === "grayscale"))
    return rejected("filtered", `It is ${measurements.isGrayscale ? "greyscale" : "in colour"}.`);
  const standards = await readStandards(db(), job.datasetId);
  if (!standards) return null;
  const measured = measuredOf(measurements, candidate, standards);
  return qualityObjection(measured, { rules: standards.rules, level: job.validationLevel });
}

/** Takes a picture that is here to its end: its marks read, inspected, deduplicated and, where it is kept, stored. */
async function takeIn(
  job: CrawlJobRow,
  candidate: ClaimedCandidate,
  leaseToken: string,
  arrived: Arrived,
  signal: AbortSignal,
): Promise<End | null> {
  const downloadedAt = new Date();
  const marks = pictureMarks(arrived.bytes);
  const optOut = optOutOf(marks);
  // Who uploads a picture answers for it; its marks are kept all the same.
  if (optOut && respectsOptOuts(job) && !candidate.stored)
    return rejected("ai-opt-out", wordingOf(optOut));
  const fetched = { ...arrived, signals: [...arrived.signals, ...marks] };
  const sha256 = createHash("sha256").update(fetched.bytes).digest("hex");
  const knownId = datasetIndex(job.datasetId).findExact(sha256);
  const keeperId = knownId ? await findKeeperId(db(), knownId) : undefined;
  if (knownId && keeperId) {
    await absorbCopy(db(), job, keeperId, candidate);
    return { outcome: "exact-duplicate", detail: "The same file.", imageId: knownId };
  }
  const { minWidth = DEFAULT_MIN_SIDE, minHeight = DEFAULT_MIN_SIDE } = job.filters;
  const inspection = await inspectImage(decoders(), fetched.bytes, { minWidth, minHeight, signal });
  if (!inspection.ok) return rejected(inspection.outcome, inspection.detail);
  const { inspected } = inspection;
  const objection = await objectionTo(job, { ...candidate, signals: fetched.signals }, inspected);
  if (objection) return objection;
  const sourceSha1 = candidate.sourceSha1 ?? createHash("sha1").update(fetched.bytes).digest("hex");
  const picture = {
    candidate,
    leaseToken,
    download: fetched,
    sha256,
    sourceSha1,
    inspected,
    downloadedAt,
  };
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

/** To wait as long as a host asks, and that for every picture, would take days where it gives none of them. */
async function endRefusing(candidate: ClaimedCandidate, error: FetchError) {
  const { httpStatus, outcome, retryAfterSeconds, message } = error;
  const isRefusal = httpStatus !== null && (outcome === "rate-limited" || retryAfterSeconds);
  if (!isRefusal) return;
  const detail = `${message}, whatever it was asked for.`;
  await endRefused(db(), candidate, { afterAttempts: MAX_REFUSALS, detail });
}

/** A listing may name the file by its hash: what the dataset has of it is not fetched again. */
async function endOfKnown(job: CrawlJobRow, candidate: ClaimedCandidate): Promise<End | null> {
  if (!candidate.sourceSha1) return null;
  const known = await findByOriginal(db(), job.datasetId, candidate.sourceSha1);
  if (!known) return null;
  await absorbCopy(db(), job, known.duplicateOf ?? known.id, candidate);
  return { outcome: "exact-duplicate", detail: "The same file, by its SHA-1.", imageId: known.id };
}

async function fetchPicture(
  job: CrawlJobRow,
  { stored, url, source }: ClaimedCandidate,
  signal: AbortSignal,
): Promise<Arrived> {
  if (stored) return readStored(stored, url);
  // A candidate's source is one of SOURCES: it came from a chunk, which came from a parsed request.
  const http = await networkOf(source as SourceKind);
  return download(http, url, { signal, respectOptOuts: respectsOptOuts(job) });
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
  const finish = (ending: Ending) => finishCandidate(db(), candidate.id, leaseToken, ending);
  const untouched = { httpStatus: null, isDownloaded: false, imageId: null };
  const known = await endOfKnown(job, candidate);
  if (known) {
    await finish({ ...untouched, ...known });
    return;
  }
  let arrived: Arrived;
  try {
    arrived = await fetchPicture(job, candidate, signal);
  } catch (error) {
    if (error instanceof BrokenEntryError)
      await finish({ ...untouched, ...rejected("corrupt", error.message) });
    else if (error instanceof FetchError) {
      await endFailed(candidate, leaseToken, error);
      await endRefusing(candidate, error);
    } else throw error;
    return;
  }
  const end = await takeIn(job, candidate, leaseToken, arrived, signal);
  if (!end) return;
  const { httpStatus } = arrived;
  await finish({ httpStatus, isDownloaded: true, imageId: null, ...end });
}
