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
  primaryKey,
  real,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { KeeperReason, Resolution } from "@/lib/domain/duplicate";
import { DECISIONS, IMAGE_FORMATS, type Signal } from "@/lib/domain/image";
import type { CheckedIssue } from "@/lib/domain/issue";
import { SPLITS } from "@/lib/domain/split";
import type { Transform } from "@/lib/domain/transform";
import { ownerId } from "./accounts";
import { datasets } from "./collections";
import { at, createdAt, hash256, id, ownRows } from "./columns";
import { crawlJobs } from "./crawl";
import { measurementColumns, scoreColumns } from "./measurements";

export const imageFormatEnum = pgEnum("image_format", IMAGE_FORMATS);
export const decisionEnum = pgEnum("decision", DECISIONS);
export const splitEnum = pgEnum("split", SPLITS);

/** Of pictures measured before these hashes were: no picture is near it. */
const NO_HASH = sql`repeat('0', 256)::bit(256)`;

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
    keeperReason: text().$type<KeeperReason>(),
    /** Of the member farthest from the keeper, in bits; the order of the review. */
    distance: smallint().notNull().default(0),
    memberCount: integer().notNull().default(0),
    resolution: text().$type<Resolution>(),
    resolvedAt: at(),
    createdAt: createdAt(),
  },
  (t) => [
    index("duplicate_groups_review").on(t.datasetId, t.distance, t.id),
    index("duplicate_groups_keeper").on(t.keeperId),
    ownRows(),
  ],
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
    /** The same of the picture mirrored, upside down, and turned by 180°; quarter turns are permutations of these. */
    mirroredHash: hash256().notNull(),
    flippedHash: hash256().notNull().default(NO_HASH),
    turnedHash: hash256().notNull().default(NO_HASH),
    blockHash: hash256().notNull(),
    hashQuality: real().notNull(),
    label: text().notNull(),
    labels: text().array().notNull(),
    decision: decisionEnum().notNull().default("undecided"),
    decidedAt: at(),
    split: splitEnum(),
    /** What the dataset's rules say at its level; `isValid` is that nothing hides the picture. */
    issues: text().array().$type<CheckedIssue[]>().notNull(),
    hiddenBy: text().array().$type<CheckedIssue[]>().notNull().default([]),
    isValid: boolean().notNull().default(true),
    isDuplicate: boolean().notNull().default(false),
    duplicateGroupId: uuid().references(() => duplicateGroups.id, { onDelete: "set null" }),
    duplicateOf: uuid().references((): AnyPgColumn => images.id, { onDelete: "set null" }),
    duplicateDistance: smallint(),
    duplicateTransform: text().$type<Transform>(),
    /** Hosts on which these very bytes were found, as of the last validation. */
    hostCount: integer().notNull().default(1),
    /** MEASURES_VERSION of the code that measured; below the present one the picture is due. */
    measuredWith: smallint().notNull().default(0),
    ...measurementColumns(),
    ...scoreColumns(),
    /** The mean of the scores that speak of quality, to sort by. */
    quality: real().notNull(),
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
    index("images_newest").on(t.datasetId, t.id),
    // No index holds a decision, a label or a verdict, so that changing thousands of them touches no index at all.
    index("images_quality").on(t.datasetId, t.quality, t.id),
    index("images_size").on(t.datasetId, sql`(width::bigint * height)`, t.id),
    index("images_group").on(t.duplicateGroupId),
    index("images_duplicate_of").on(t.duplicateOf),
    index("images_job").on(t.crawlJobId, t.seq),
    index("images_owner").on(t.ownerId),
    check("images_sides", sql`${t.width} > 0 and ${t.height} > 0 and ${t.sizeBytes} > 0`),
    check("images_sha256", sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
    ownRows(),
  ],
);

/** Deleted pictures as they were, until they can no longer be brought back; their files stay as long. */
export const deletedImages = pgTable(
  "deleted_images",
  {
    id: uuid().primaryKey(),
    ownerId: ownerId(),
    datasetId: datasetId(),
    changeId: uuid().notNull(),
    storageKey: text().notNull(),
    thumbnailKey: text().notNull(),
    /** The row of `images`, as to_jsonb writes it. */
    image: jsonb().$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    index("deleted_images_change").on(t.changeId),
    index("deleted_images_dataset").on(t.datasetId, t.createdAt),
    ownRows(),
  ],
);

/** Pairs that a person has called different, or kept both of: for ever, by their bytes, whatever becomes of the rows. */
export const notDuplicates = pgTable(
  "not_duplicates",
  {
    ownerId: ownerId(),
    datasetId: datasetId(),
    /** The lesser of the two in text order. */
    sha256A: text().notNull(),
    sha256B: text().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.datasetId, t.sha256A, t.sha256B] }),
    check("not_duplicates_order", sql`${t.sha256A} < ${t.sha256B}`),
    ownRows(),
  ],
);

/** Pictures that another dataset of the same person holds too, as of the last grouping. */
export const datasetOverlaps = pgTable(
  "dataset_overlaps",
  {
    ownerId: ownerId(),
    datasetId: datasetId(),
    imageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: "cascade" }),
    otherDatasetId: datasetId(),
    otherImageId: uuid()
      .notNull()
      .references(() => images.id, { onDelete: "cascade" }),
    distance: smallint().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.datasetId, t.otherDatasetId, t.imageId] }),
    index("dataset_overlaps_image").on(t.imageId),
    index("dataset_overlaps_other").on(t.otherImageId),
    index("dataset_overlaps_other_dataset").on(t.otherDatasetId),
    ownRows(),
  ],
);
