import { uuidv7 } from "uuidv7";
import { findDecidedUrls, findKnownUrls, type insertCandidates } from "@/lib/db/candidates";
import { db } from "@/lib/db/client";
import type { CrawlJobRow } from "@/lib/db/crawl-jobs";
import { readStandards } from "@/lib/db/datasets";
import type { ChunkRow } from "@/lib/db/job-chunks";
import { isCheckedAt } from "@/lib/domain/issue";
import { OUTCOME_LABELS } from "@/lib/domain/outcome";
import { filterCandidate } from "@/lib/pipeline/discover/filter-candidate";
import { normalizeUrl, urlHash } from "@/lib/pipeline/discover/normalize-url";
import { hostKey } from "@/lib/pipeline/fetch/address-guard";
import type { Found } from "@/lib/pipeline/sources/source";

type NewCandidate = Parameters<typeof insertCandidates>[1][number];

/** Strict crawls of a dataset that hides what has no licence do not even fetch it, but for what a person brought along. */
async function asksForLicences({ validationLevel, datasetId }: CrawlJobRow): Promise<boolean> {
  if (!isCheckedAt("missing-licence", validationLevel)) return false;
  const standards = await readStandards(db(), datasetId);
  return standards?.rules["missing-licence"].hides ?? false;
}
const lacksLicence = ({ licence, stored }: Found) => licence === "unknown" && !stored;

/** Escapes as JSON.stringify writes them: a NUL, half of a surrogate pair, or any other. */
const ESCAPE = /\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g;

/** What Postgres refuses of a text (NUL, halves of surrogate pairs) left out, in names as well as in values. */
export const storable = <T extends object>(record: T): T =>
  JSON.parse(
    JSON.stringify(record).replace(ESCAPE, (written, code: string) =>
      code.length > 1 ? "" : written,
    ),
  ) as T;

/** Pictures that the dataset has and, in a run of a schedule, what earlier runs decided about. */
async function knownEndings(job: CrawlJobRow, hashes: string[]) {
  const { scheduleId, id, datasetId } = job;
  const endings = new Map<
    string,
    { outcome: "already-known"; detail: string; imageId: string | null }
  >();
  const decided = scheduleId ? await findDecidedUrls(db(), { scheduleId, id }, hashes) : [];
  for (const [hash, { outcome, imageId }] of decided) {
    const detail = `An earlier run of the schedule decided: ${OUTCOME_LABELS[outcome].toLowerCase()}.`;
    endings.set(hash, { outcome: "already-known", detail, imageId });
  }
  for (const [hash, imageId] of await findKnownUrls(db(), datasetId, hashes))
    endings.set(hash, {
      outcome: "already-known",
      detail: "The dataset has this picture.",
      imageId,
    });
  return endings;
}

/** What a source found, as rows: those that cannot become an image end at once, with the reason. */
export async function candidatesOf(
  job: CrawlJobRow,
  chunk: ChunkRow,
  found: readonly Found[],
): Promise<NewCandidate[]> {
  const named = found.flatMap((picture) => {
    // What was uploaded has an address of its own, under which nothing is fetched.
    const canonical = picture.stored ? picture.url : normalizeUrl(picture.url);
    const host = picture.stored ? "upload" : canonical && hostKey(new URL(canonical));
    return canonical && host ? [{ picture, host, hash: urlHash(canonical) }] : [];
  });
  const known = await knownEndings(
    job,
    named.map(({ hash }) => hash),
  );
  const isLicenceAsked = await asksForLicences(job);
  return named.map(({ picture, host, hash }) => {
    const filtered =
      filterCandidate(picture, job.filters) ??
      (isLicenceAsked && lacksLicence(picture) ? "The licence is unknown." : null);
    const ending =
      known.get(hash) ?? (filtered && { outcome: "filtered" as const, detail: filtered });
    return {
      id: uuidv7(),
      ownerId: job.ownerId,
      crawlJobId: job.id,
      chunkId: chunk.id,
      urlHash: hash,
      host,
      ...storable({
        url: picture.url.trim(),
        pageUrl: picture.pageUrl,
        sourceId: picture.sourceId,
        title: picture.title,
        creator: picture.creator,
        creatorUrl: picture.creatorUrl,
        licence: picture.licence,
        licenceUrl: picture.licenceUrl,
        attribution: picture.attribution,
        label: picture.label ?? chunk.label,
        labels: [...picture.labels],
        sourceSha1: picture.sha1,
        stored: picture.stored,
        signals: [...picture.signals],
      }),
      raw: storable(picture.raw),
      ...(ending && { ...ending, finishedAt: new Date() }),
    };
  });
}
