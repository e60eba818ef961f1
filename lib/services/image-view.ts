import type { TileRow } from "@/lib/db/image-tiles";
import type { ImageRow } from "@/lib/db/images";
import { MEASUREMENT_COLUMNS, SCORE_COLUMNS } from "@/lib/db/schema/measurements";
import type { ImageTile } from "@/lib/domain/curation";
import type { Image } from "@/lib/domain/image";
import { CHECKED_ISSUES, type CheckedIssue, type Issue, type Scores } from "@/lib/domain/issue";

/** Those that were measured. */
export const scoresOfRow = (row: Pick<ImageRow, (typeof SCORE_COLUMNS)[CheckedIssue]>): Scores =>
  Object.fromEntries(
    CHECKED_ISSUES.flatMap((issue) => {
      const score = row[SCORE_COLUMNS[issue]];
      return score === null ? [] : [[issue, score]];
    }),
  );

/** The numbers that the checks read, as they are stored. */
export const measurementsOfRow = (row: ImageRow): Image["measurements"] =>
  Object.fromEntries(MEASUREMENT_COLUMNS.map((column) => [column, row[column]]));

/** What the checks found, and that it looks like another. */
const issuesOf = ({ issues, isDuplicate }: Pick<ImageRow, "issues" | "isDuplicate">): Issue[] =>
  isDuplicate ? [...issues, "near-duplicate"] : issues;

export const toTile = (row: TileRow): ImageTile => ({ ...row, issues: issuesOf(row) });

/** A row as the API shows it: no storage keys, no internal numbers. */
export const toImage = (row: ImageRow): Image => ({
  id: row.id,
  datasetId: row.datasetId,
  crawlJobId: row.crawlJobId,
  filename: row.filename,
  sha256: row.sha256,
  perceptualHash: row.perceptualHash,
  width: row.width,
  height: row.height,
  sizeBytes: row.sizeBytes,
  format: row.format,
  label: row.label,
  labels: row.labels,
  decision: row.decision,
  split: row.split,
  isValid: row.isValid,
  hiddenBy: row.hiddenBy,
  isDuplicate: row.isDuplicate,
  duplicateGroupId: row.duplicateGroupId,
  duplicateOf: row.duplicateOf,
  duplicateDistance: row.duplicateDistance,
  duplicateTransform: row.duplicateTransform,
  issues: issuesOf(row),
  scores: scoresOfRow(row),
  quality: row.quality,
  measurements: measurementsOfRow(row),
  hostCount: row.hostCount,
  originalUrl: row.originalUrl,
  pageUrl: row.pageUrl,
  title: row.title,
  creator: row.creator,
  creatorUrl: row.creatorUrl,
  licence: row.licence,
  licenceUrl: row.licenceUrl,
  attribution: row.attribution,
  source: row.source,
  keyword: row.keyword,
  signals: row.signals,
  metadata: row.metadata,
  downloadedAt: row.downloadedAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
});
