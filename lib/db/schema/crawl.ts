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
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  CHUNK_STATUSES,
  type CrawlFilters,
  JOB_STATUSES,
  type LabelledKeyword,
} from "@/lib/domain/crawl-job";
import type { ExpansionStrategy } from "@/lib/domain/expansion";
import type { Signal } from "@/lib/domain/image";
import { OUTCOMES } from "@/lib/domain/outcome";
import { SCHEDULE_STATUSES } from "@/lib/domain/schedule";
import type { SourceErrorClass, SourceKind } from "@/lib/domain/source";
import type { SourceOptions } from "@/lib/domain/source-options";
import type { StoredBytes } from "@/lib/domain/stored-bytes";
import { ownerId } from "./accounts";
import { datasets, validationLevelEnum } from "./collections";
import { at, createdAt, id, ownRows } from "./columns";

export const jobStatusEnum = pgEnum("job_status", JOB_STATUSES);
export const chunkStatusEnum = pgEnum("chunk_status", CHUNK_STATUSES);
export const scheduleStatusEnum = pgEnum("schedule_status", SCHEDULE_STATUSES);
export const outcomeEnum = pgEnum("outcome", OUTCOMES);

/** Progress and chunk counts are counted from job_chunks and candidates, so a crash cannot leave them wrong. */
export const crawlJobs = pgTable(
  "crawl_jobs",
  {
    id: id(),
    ownerId: ownerId(),
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id, { onDelete: "cascade" }),
    name: text().notNull(),
    keywords: jsonb().$type<LabelledKeyword[]>().notNull(),
    sources: text().array().$type<SourceKind[]>().notNull(),
    maxImages: integer().notNull(),
    validationLevel: validationLevelEnum().notNull(),
    filters: jsonb().$type<CrawlFilters>().notNull().default({}),
    /** Storage key of what a source of one's own reads: a list, addresses of pages, the manifest of an upload. */
    listKey: text(),
    sourceOptions: jsonb().$type<SourceOptions>().notNull().default({}),
    /** The schedule that this is a run of. */
    scheduleId: uuid().references((): AnyPgColumn => crawlSchedules.id, { onDelete: "set null" }),
    /** The owner's reason for not respecting opt-outs, as the project had it when the crawl was made. */
    optOutOverride: text(),
    /** A retry by cause: no new pages, and no target but what waits. */
    isRetryOnly: boolean().notNull().default(false),
    status: jobStatusEnum().notNull().default("pending"),
    error: text(),
    shortfall: text(),
    createdAt: createdAt(),
    startedAt: at(),
    finishedAt: at(),
    updatedAt: createdAt(),
  },
  (t) => [
    index("crawl_jobs_owner").on(t.ownerId, t.id),
    index("crawl_jobs_dataset").on(t.datasetId, t.id),
    index("crawl_jobs_running").on(t.status).where(sql`status = 'running'`),
    check("crawl_jobs_max_images", sql`${t.maxImages} between 1 and 100000`),
    check("crawl_jobs_keywords", sql`jsonb_array_length(${t.keywords}) between 1 and 1050`),
    index("crawl_jobs_schedule").on(t.scheduleId),
    ownRows(),
  ],
);

/** A crawl that repeats: at each time a copy of `jobId` runs, for what is missing to the target. */
export const crawlSchedules = pgTable(
  "crawl_schedules",
  {
    id: id(),
    ownerId: ownerId(),
    datasetId: uuid()
      .notNull()
      .references(() => datasets.id, { onDelete: "cascade" }),
    jobId: uuid()
      .notNull()
      .references((): AnyPgColumn => crawlJobs.id, { onDelete: "cascade" }),
    cron: text().notNull(),
    timezone: text().notNull(),
    target: integer().notNull(),
    status: scheduleStatusEnum().notNull().default("active"),
    nextRunAt: at(),
    lastRunAt: at(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [
    index("crawl_schedules_owner").on(t.ownerId, t.id),
    index("crawl_schedules_due").on(t.nextRunAt).where(sql`status = 'active'`),
    index("crawl_schedules_job").on(t.jobId),
    index("crawl_schedules_dataset").on(t.datasetId),
    check("crawl_schedules_target", sql`${t.target} between 1 and 100000`),
    ownRows(),
  ],
);

export const jobChunks = pgTable(
  "job_chunks",
  {
    id: id(),
    ownerId: ownerId(),
    crawlJobId: uuid()
      .notNull()
      .references(() => crawlJobs.id, { onDelete: "cascade" }),
    source: text().$type<SourceKind>().notNull(),
    keyword: text().notNull(),
    label: text().notNull(),
    expansionOf: text(),
    strategy: text().$type<ExpansionStrategy>(),
    /** 0 is searched first; what is above only where the tiers below run dry. */
    tier: smallint().notNull().default(0),
    status: chunkStatusEnum().notNull().default("pending"),
    /** Where the source goes on; null before the first page. */
    cursor: text(),
    pages: integer().notNull().default(0),
    /** Lines or records of the source that named no usable URL. */
    ignored: integer().notNull().default(0),
    failures: integer().notNull().default(0),
    error: text(),
    createdAt: createdAt(),
    updatedAt: createdAt(),
  },
  (t) => [uniqueIndex("job_chunks_once").on(t.crawlJobId, t.source, t.keyword, t.label), ownRows()],
);

/** An image URL found but not yet an image. `outcome` is null while it waits; a lease says that a worker has it. */
export const candidates = pgTable(
  "candidates",
  {
    id: id(),
    ownerId: ownerId(),
    crawlJobId: uuid()
      .notNull()
      .references(() => crawlJobs.id, { onDelete: "cascade" }),
    chunkId: uuid()
      .notNull()
      .references(() => jobChunks.id, { onDelete: "cascade" }),
    url: text().notNull(),
    /** sha256 (hex) of the canonical URL. */
    urlHash: text().notNull(),
    /** "name:port", the unit of politeness. */
    host: text().notNull(),
    pageUrl: text(),
    sourceId: text(),
    title: text(),
    creator: text(),
    creatorUrl: text(),
    licence: text().notNull().default("unknown"),
    licenceUrl: text(),
    attribution: text(),
    label: text().notNull(),
    /** Further labels that came with it. */
    labels: text().array().notNull().default([]),
    /** SHA-1 (hex) of the original file, as the source lists it. */
    sourceSha1: text(),
    /** What the page that it was found on refuses. */
    signals: jsonb().$type<Signal[]>().notNull().default([]),
    /** Where the bytes of an uploaded picture lie; null for what is fetched from `url`. */
    stored: jsonb().$type<StoredBytes>(),
    raw: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    outcome: outcomeEnum(),
    detail: text(),
    httpStatus: integer(),
    isDownloaded: boolean().notNull().default(false),
    attempts: integer().notNull().default(0),
    notBefore: at().notNull().defaultNow(),
    leaseToken: uuid(),
    leaseUntil: at(),
    /** No foreign key: the image may be deleted later, and what became of the URL stays true. */
    imageId: uuid(),
    createdAt: createdAt(),
    finishedAt: at(),
  },
  (t) => [
    uniqueIndex("candidates_once").on(t.crawlJobId, t.urlHash),
    index("candidates_waiting").on(t.chunkId, t.id).where(sql`outcome is null`),
    index("candidates_outcome").on(t.crawlJobId, t.outcome, t.id),
    index("candidates_counts").on(t.crawlJobId, t.chunkId, t.outcome, t.isDownloaded),
    index("candidates_job").on(t.crawlJobId, t.id),
    index("candidates_lease").on(t.leaseToken).where(sql`lease_token is not null`),
    index("candidates_image").on(t.imageId),
    check("candidates_url", sql`char_length(${t.url}) <= 2048`),
    ownRows(),
  ],
);

/** What happened when, in words, for the person who runs the crawl. */
export const jobLogs = pgTable(
  "job_logs",
  {
    id: id(),
    ownerId: ownerId(),
    crawlJobId: uuid()
      .notNull()
      .references(() => crawlJobs.id, { onDelete: "cascade" }),
    level: text().$type<"info" | "warning" | "error">().notNull(),
    message: text().notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (t) => [
    index("job_logs_job").on(t.crawlJobId, t.id),
    check("job_logs_level", sql`${t.level} in ('info', 'warning', 'error')`),
    ownRows(),
  ],
);

/** Politeness that holds across processes: at most `slot` requests at once on a host, and none before `not_before`. */
export const fetchHosts = pgTable("fetch_hosts", {
  host: text().primaryKey(),
  notBefore: at().notNull().defaultNow(),
}).enableRLS();

export const hostSlots = pgTable(
  "host_slots",
  {
    host: text().notNull(),
    slot: integer().notNull(),
    leaseToken: uuid().notNull(),
    leaseUntil: at().notNull(),
  },
  (t) => [uniqueIndex("host_slots_once").on(t.host, t.slot)],
).enableRLS();

/** Calls to a source's API, for quotas that hold across processes and days. */
export const sourceCalls = pgTable(
  "source_calls",
  {
    seq: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    source: text().notNull(),
    at: createdAt(),
  },
  (t) => [index("source_calls_recent").on(t.source, t.at)],
).enableRLS();

export const sourceHealth = pgTable("source_health", {
  source: text().primaryKey(),
  lastSuccessAt: at(),
  lastErrorAt: at(),
  lastError: text(),
  lastErrorClass: text().$type<SourceErrorClass>(),
  failures: integer().notNull().default(0),
  /** The breaker: no call leaves until then; the first one after it is the probe. */
  openUntil: at(),
}).enableRLS();

/** Keys of one's own for sources, sealed (lib/secrets.ts); `hint` is the end of the last field. */
export const sourceKeys = pgTable(
  "source_keys",
  {
    ownerId: ownerId(),
    source: text().$type<SourceKind>().notNull(),
    sealed: text().notNull(),
    hint: text().notNull(),
    updatedAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.ownerId, t.source] }), ownRows()],
);
