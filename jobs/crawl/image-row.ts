import { uuidv7 } from "uuidv7";
import type { CandidateRow } from "@/lib/db/candidates";
import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import type { insertImage } from "@/lib/db/dataset-hashes";
import { scoreValues } from "@/lib/db/schema/measurements";
import { EXTENSIONS } from "@/lib/domain/image";
import type { SizeFence } from "@/lib/domain/issue";
import { attributionLine, licenceUrl } from "@/lib/domain/licence";
import { withoutSignature } from "@/lib/pipeline/discover/normalize-url";
import type { Download } from "@/lib/pipeline/fetch/download";
import { assess, type Standards } from "@/lib/pipeline/inspect/assess";
import type { Measured } from "@/lib/pipeline/inspect/check";
import type { Inspected } from "@/lib/pipeline/inspect/inspection";
import { MEASURES_VERSION, type Measurements } from "@/lib/pipeline/inspect/measurements";
import { imageKey, thumbnailKey } from "@/lib/storage/keys";
import { hasWrongExtension } from "./stated-format";

export type ClaimedCandidate = CandidateRow & { keyword: string; source: string };
export type NewImage = Parameters<typeof insertImage>[1];

/** A download, or a picture that needed none. */
export type Arrived = Omit<Download, "httpStatus"> & { readonly httpStatus: number | null };

/** A candidate whose picture is here and good: everything that its row will say. */
export interface Picture {
  readonly candidate: ClaimedCandidate;
  readonly leaseToken: string;
  readonly download: Arrived;
  readonly sha256: string;
  /** Of the original file as the source lists it, else of these bytes. */
  readonly sourceSha1: string;
  readonly inspected: Inspected;
  readonly downloadedAt: Date;
}

/** The name a person would recognise, from the address; safe on any file system. */
function filenameOf(url: string, inspected: Inspected): string {
  const last = URL.parse(url)?.pathname.split("/").at(-1) ?? "";
  const stem = last
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .replace(/[^\w-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  return `${stem || "image"}.${EXTENSIONS[inspected.format]}`;
}

/** All labels that a candidate brings, its own first. */
export const labelsOf = ({
  label,
  labels,
}: Pick<ClaimedCandidate, "label" | "labels">): string[] => [...new Set([label, ...labels])];

const CLEAN_TEXT = /\p{Cc}+/gu;
const clean = (text: string | null, length: number) =>
  text?.replace(CLEAN_TEXT, " ").trim().slice(0, length) || null;

/** A picture as the checks see it; on its arrival, on one host so far. */
export const measuredOf = (
  measurements: Measurements,
  { licence, signals }: Pick<ClaimedCandidate, "licence" | "signals">,
  { sizeFence, hostCount = 1 }: { sizeFence: SizeFence | null; hostCount?: number },
): Measured => ({
  ...measurements,
  hostCount,
  licence,
  hasOptOut: signals.some(({ allows }) => !allows),
  sizeFence,
});

export function imageRow(
  job: CrawlJobRow,
  picture: Picture,
  standards: Standards & { sizeFence: SizeFence | null },
): NewImage & { id: string } {
  const { candidate, download, inspected, sha256, sourceSha1 } = picture;
  const signals = [...candidate.signals, ...download.signals];
  const measured = measuredOf(inspected.measurements, { ...candidate, signals }, standards);
  const { scores, issues, hiddenBy, quality } = assess(measured, standards);
  const title = clean(candidate.title, 500);
  const creator = clean(candidate.creator, 300);
  const { licence, pageUrl } = candidate;
  return {
    id: uuidv7(),
    ownerId: job.ownerId,
    datasetId: job.datasetId,
    crawlJobId: job.id,
    candidateId: candidate.id,
    originalUrl: withoutSignature(candidate.url),
    urlHash: candidate.urlHash,
    finalUrl: withoutSignature(download.finalUrl),
    pageUrl,
    filename: filenameOf(download.finalUrl, inspected),
    storageKey: imageKey(job.datasetId, sha256, inspected.format),
    thumbnailKey: thumbnailKey(job.datasetId, sha256),
    sizeBytes: download.bytes.length,
    format: inspected.format,
    sha256,
    sourceSha1,
    pixelSha256: inspected.pixelSha256,
    perceptualHash: inspected.perceptualHash,
    mirroredHash: inspected.mirroredHash,
    flippedHash: inspected.flippedHash,
    turnedHash: inspected.turnedHash,
    blockHash: inspected.blockHash,
    hashQuality: inspected.hashQuality,
    ...inspected.measurements,
    hasWrongExtension: hasWrongExtension(inspected.format, {
      url: download.finalUrl,
      contentType: download.contentType,
    }),
    label: candidate.label,
    labels: labelsOf(candidate),
    measuredWith: MEASURES_VERSION,
    ...scoreValues(scores),
    issues,
    hiddenBy,
    isValid: hiddenBy.length === 0,
    quality,
    title,
    creator,
    creatorUrl: candidate.creatorUrl,
    licence,
    licenceUrl: candidate.licenceUrl ?? licenceUrl(licence),
    attribution:
      clean(candidate.attribution, 1000) ?? attributionLine({ title, creator, pageUrl, licence }),
    source: candidate.source,
    keyword: candidate.keyword,
    signals,
    metadata: {
      contentType: download.contentType,
      etag: download.etag,
      lastModified: download.lastModified,
      finalUrl: withoutSignature(download.finalUrl),
      sourceId: candidate.sourceId,
      record: candidate.raw,
    },
    downloadedAt: picture.downloadedAt,
  };
}
