import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  real,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { DECISIONS, IMAGE_FORMATS, type Signal } from "@/lib/domain/image";
import type { Issue, Scores } from "@/lib/domain/issue";
import { ownerId } from "./accounts";
import { datasets } from "./collections";
import { at, createdAt, hash256, id, ownRows } from "./columns";
import { crawlJobs } from "./crawl";

export const imageFormatEnum = pgEnum("image_format", IMAGE_FORMATS);
export const decisionEnum = pgEnum("decision", DECISIONS);

const datasetId = () =>
  uuid()
    .notNull()
    .references(() => datasets.id, { onDelete: "cascade" });

/** Pictures that show the same; the keeper stays, the others are hidden, nothing is deleted. */
export const duplicateGroups = pgTable(
  "duplicate_groups",
  {
    id: id(),
    ownerId: ownerId(),
    datasetId: datasetId(),
    keeperId: uuid().references((): AnyPgColumn => images.id, { onDelete: "set null" }),
    keeperReason: text(),
    resolvedAt: at(),
    createdAt: createdAt(),
  },
  (t) => [index("duplicate_groups_dataset").on(t.datasetId, t.id), ownRows()],
);

export const images = pgTable(
  "images",
  {
    id: id(),
    ownerId: ownerId(),
    datasetId: datasetId(),
    crawlJobId: uuid().references(() => crawlJobs.id, { onDelete: "set null" }),
    candidateId: uuid(),
    /**
     * Counts up in the order of commits within a dataset, because it is drawn under the dataset's lock:
     * that is what lets an index of hashes catch up by asking for everything above its last one.
     */
    seq: bigint({ mode: "number" }).generatedAlwaysAsIdentity().notNull(),
    originalUrl: text().notNull(),
    urlHash: text().notNull(),
    finalUrl: text().notNull(),
    pageUrl: text(),
    filename: text().notNull(),
    storageKey: text().notNull(),
    thumbnailKey: text().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    sizeBytes: integer().notNull(),
    format: imageFormatEnum().notNull(),
    sha256: text().notNull(),
    pixelSha256: text().notNull(),
    /** SHA-1 (hex) of the original file as the source lists it, else of the bytes. */
    sourceSha1: text(),
    perceptualHash: hash256().notNull(),
    mirroredHash: hash256().notNull(),
    blockHash: hash256().notNull(),
    hashQuality: real().notNull(),
    label: text().notNull(),
    labels: text().array().notNull(),
    decision: decisionEnum().notNull().default("undecided"),
    decidedAt: at(),
    isValid: boolean().notNull().default(true),
    isDuplicate: boolean().notNull().default(false),
    duplicateGroupId: uuid().references(() => duplicateGroups.id, { onDelete: "set null" }),
    duplicateOf: uuid().references((): AnyPgColumn => images.id, { onDelete: "set null" }),
    duplicateDistance: smallint(),
    issues: text().array().$type<Issue[]>().notNull(),
    scores: jsonb().$type<Scores>().notNull(),
    /** The mean of the scores, to sort by. */
    quality: real().notNull(),
    brightnessP1: real().notNull(),
    brightnessP5: real().notNull(),
    brightnessP99: real().notNull(),
    entropy: real().notNull(),
    edgeDeviation: real().notNull(),
    histogramDeviation: real().notNull(),
    laplacianVariance: real().notNull(),
    colourfulness: real().notNull(),
    uniformShare: real().notNull(),
    isGrayscale: boolean().notNull(),
    title: text(),
    creator: text(),
    creatorUrl: text(),
    licence: text().notNull(),
    licenceUrl: text(),
    attribution: text().notNull(),
    source: text().notNull(),
    keyword: text().notNull(),
    signals: jsonb().$type<Signal[]>().notNull(),
    metadata: jsonb().$type<Record<string, unknown>>().notNull(),
    downloadedAt: at().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("images_once").on(t.datasetId, t.sha256),
    uniqueIndex("images_seq").on(t.datasetId, t.seq),
    index("images_url").on(t.datasetId, t.urlHash),
    index("images_pixels").on(t.datasetId, t.pixelSha256),
    index("images_source_sha1").on(t.datasetId, t.sourceSha1),
    index("images_shown").on(t.datasetId, t.isDuplicate, t.id),
    index("images_label").on(t.datasetId, t.label, t.id),
    index("images_decision").on(t.datasetId, t.decision, t.id),
    index("images_quality").on(t.datasetId, t.quality, t.id),
    index("images_size").on(t.datasetId, sql`(width::bigint * height)`, t.id),
    index("images_issues").using("gin", t.issues),
    index("images_group").on(t.duplicateGroupId),
    index("images_duplicate_of").on(t.duplicateOf),
    index("images_job").on(t.crawlJobId, t.seq),
    index("images_owner").on(t.ownerId),
    check("images_sides", sql`${t.width} > 0 and ${t.height} > 0 and ${t.sizeBytes} > 0`),
    check("images_sha256", sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
    ownRows(),
  ],
);
