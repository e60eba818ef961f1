import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { ChangeAction } from "@/lib/domain/curation";
import type { LabelColour } from "@/lib/domain/label";
import { BATCH_KINDS, BATCH_STATUSES, type BatchResult } from "@/lib/domain/validation";
import { ownerId } from "./accounts";
import { datasets, validationLevelEnum } from "./collections";
import { at, createdAt, id, ownRows } from "./columns";
import { decisionEnum, splitEnum } from "./images";

const datasetId = () =>
  uuid()
    .notNull()
    .references(() => datasets.id, { onDelete: "cascade" });

/** A label's looks and former names. Every label that an image carries has a row. */
export const datasetLabels = pgTable(
  "dataset_labels",
  {
    id: id(),
    ownerId: ownerId(),
    datasetId: datasetId(),
    name: text().notNull(),
    colour: text().$type<LabelColour>().notNull(),
    shortcut: smallint(),
    aliases: text().array().notNull().default([]),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("dataset_labels_once").on(t.datasetId, t.name),
    uniqueIndex("dataset_labels_shortcut").on(t.datasetId, t.shortcut),
    check("dataset_labels_name", sql`char_length(${t.name}) between 1 and 100`),
    check("dataset_labels_shortcuts", sql`${t.shortcut} between 1 and 9`),
    ownRows(),
  ],
);

/** One act on one or many pictures; its id is the token that takes it back. */
export const changes = pgTable(
  "changes",
  {
    id: id(),
    ownerId: ownerId(),
    datasetId: datasetId(),
    actor: text().notNull(),
    action: text().$type<ChangeAction>().notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    imageCount: integer().notNull().default(0),
    createdAt: createdAt(),
    undoneAt: at(),
  },
  (t) => [index("changes_dataset").on(t.datasetId, t.id), ownRows()],
);

/** What a change did to one picture. Before and after, so that undoing touches nothing that changed since. */
export const imageChanges = pgTable(
  "image_changes",
  {
    changeId: uuid()
      .notNull()
      .references(() => changes.id, { onDelete: "cascade" }),
    /** No reference: a deleted picture may come back. */
    imageId: uuid().notNull(),
    /** No reference either: the change's own goes with the person, and this one would be checked for each picture. */
    ownerId: uuid().notNull(),
    decisionBefore: decisionEnum(),
    decisionAfter: decisionEnum(),
    labelsBefore: text().array(),
    labelsAfter: text().array(),
    splitBefore: splitEnum(),
    splitAfter: splitEnum(),
    /** Where the picture stood among duplicates; null where the change did not touch that. */
    placeBefore: jsonb().$type<DuplicatePlace>(),
    placeAfter: jsonb().$type<DuplicatePlace>(),
  },
  (t) => [
    primaryKey({ columns: [t.changeId, t.imageId] }),
    index("image_changes_image").on(t.imageId, t.changeId),
    ownRows(),
  ],
);
export interface DuplicatePlace {
  readonly isDuplicate: boolean;
  readonly duplicateGroupId: string | null;
  readonly duplicateOf: string | null;
  readonly duplicateDistance: number | null;
  readonly duplicateTransform: string | null;
}

export const batchKindEnum = pgEnum("batch_kind", BATCH_KINDS);
export const batchStatusEnum = pgEnum("batch_status", BATCH_STATUSES);

/** Work over a whole dataset that a person may watch: judging it anew, or grouping its duplicates anew. */
export const validationBatches = pgTable(
  "validation_batches",
  {
    id: id(),
    ownerId: ownerId(),
    datasetId: datasetId(),
    kind: batchKindEnum().notNull(),
    level: validationLevelEnum().notNull(),
    status: batchStatusEnum().notNull().default("pending"),
    options: jsonb().$type<BatchOptions>().notNull().default({}),
    total: integer().notNull().default(0),
    done: integer().notNull().default(0),
    /** The id of the last picture that is done: after a crash the next attempt goes on there. */
    cursor: uuid(),
    result: jsonb().$type<Partial<BatchResult>>().notNull().default({}),
    error: text(),
    createdAt: createdAt(),
    startedAt: at(),
    finishedAt: at(),
  },
  (t) => [
    index("validation_batches_dataset").on(t.datasetId, t.id),
    index("validation_batches_owner").on(t.ownerId, t.id),
    ownRows(),
  ],
);
export interface BatchOptions {
  /** Only these; all of the dataset unless told. */
  readonly imageIds?: string[];
  /** Read every stored file again. */
  readonly remeasure?: boolean;
  /** Bits, of a grouping. */
  readonly radius?: number;
}
