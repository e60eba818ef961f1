import { uuidv7 } from "uuidv7";
import type { CandidateRow } from "@/lib/db/candidates";
import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import type { insertImage } from "@/lib/db/dataset-hashes";
import { EXTENSIONS } from "@/lib/domain/image";
import { attributionLine, licenceUrl } from "@/lib/domain/licence";
import { withoutSignature } from "@/lib/pipeline/discover/normalize-url";
import type { Download } from "@/lib/pipeline/fetch/download";
import { assess } from "@/lib/pipeline/inspect/assess";
import type { Inspected } from "@/lib/pipeline/inspect/inspection";
import { imageKey, thumbnailKey } from "@/lib/storage/keys";

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

export function imageRow(job: CrawlJobRow, picture: Picture): NewImage & { id: string } {
  const { candidate, download, inspected, sha256, sourceSha1 } = picture;
  const { scores, issues } = assess(inspected.measurements);
  const values = Object.values(scores);
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
    blockHash: inspected.blockHash,
    hashQuality: inspected.hashQuality,
    ...inspected.measurements,
    label: candidate.label,
    labels: labelsOf(candidate),
    issues,
    scores,
    quality: values.reduce((sum, score) => sum + score, 0) / values.length,
    title,
    creator,
    creatorUrl: candidate.creatorUrl,
    licence,
    licenceUrl: candidate.licenceUrl ?? licenceUrl(licence),
    attribution:
      clean(candidate.attribution, 1000) ?? attributionLine({ title, creator, pageUrl, licence }),
    source: candidate.source,
    keyword: candidate.keyword,
    signals: [...candidate.signals, ...download.signals],
    metadata: {
      contentType: download.contentType,
      etag: download.etag,
      lastModified: download.lastModified,
      finalUrl: withoutSignature(download.finalUrl),
      sourceId: candidate.sourceId,
      isAnimated: inspected.isAnimated,
      hasAlpha: inspected.hasAlpha,
      hasIccProfile: inspected.hasIccProfile,
      exifOrientation: inspected.exifOrientation,
      record: candidate.raw,
    },
    downloadedAt: picture.downloadedAt,
  };
}
