import { z } from "zod";
import { ExpansionStrategy } from "./expansion";
import { ImageFormat, Label } from "./image";
import { ValidationLevel } from "./issue";
import { Keyword } from "./keyword";
import { Outcome, OutcomeCounts } from "./outcome";
import { Id, Time } from "./page";
import { SourceKind } from "./source";
import { SourceOptions } from "./source-options";

export const JOB_STATUSES = [
  "pending",
  "running",
  "paused",
  "completed",
  "failed",
  "cancelled",
] as const;
export const JobStatus = z.enum(JOB_STATUSES);
export type JobStatus = z.infer<typeof JobStatus>;
export const isFinished = (status: JobStatus): boolean =>
  status === "completed" || status === "failed" || status === "cancelled";

export const JOB_ACTIONS = ["start", "pause", "resume", "cancel", "retry"] as const;
export type JobAction = (typeof JOB_ACTIONS)[number];
/** From which states an action is possible, and where it leads. */
export const TRANSITIONS: Record<JobAction, { from: readonly JobStatus[]; to: JobStatus }> = {
  start: { from: ["pending"], to: "running" },
  pause: { from: ["running"], to: "paused" },
  resume: { from: ["paused"], to: "running" },
  cancel: { from: ["pending", "running", "paused"], to: "cancelled" },
  retry: { from: ["completed", "failed", "cancelled"], to: "running" },
};

/** An expansion keeps its parent's label, and says whose it is and how it was made. */
export const LabelledKeyword = z.object({
  keyword: Keyword,
  label: Label,
  expansionOf: Keyword.optional(),
  strategy: ExpansionStrategy.optional(),
});
export type LabelledKeyword = z.infer<typeof LabelledKeyword>;

export const ORIENTATIONS = ["landscape", "portrait", "square"] as const;
export const COLOURS = ["colour", "grayscale"] as const;
export const CrawlFilters = z
  .strictObject({
    minWidth: z.int().min(1).max(20_000).optional(),
    minHeight: z.int().min(1).max(20_000).optional(),
    formats: z.array(ImageFormat).min(1).optional(),
    licences: z.array(z.string().trim().min(1).max(100)).min(1).max(50).optional().meta({
      description:
        "SPDX-like ids, families and groups: CC-BY-4.0, CC-BY, commercial, modification, no-share-alike, public-domain.",
    }),
    safeSearch: z.boolean().optional(),
    colour: z.enum(COLOURS).optional(),
    orientation: z.enum(ORIENTATIONS).optional(),
    minAspectRatio: z.number().min(0.01).max(100).optional().meta({
      description: "Width divided by height.",
    }),
    maxAspectRatio: z.number().min(0.01).max(100).optional(),
    createdAfter: z.iso.date().optional().meta({
      description: "The day the source states; pictures without one do not pass.",
    }),
    createdBefore: z.iso.date().optional(),
  })
  .meta({ id: "CrawlFilters" });
export type CrawlFilters = z.infer<typeof CrawlFilters>;

/** Pictures below these are of no use to a model unless a person says otherwise (filters.minWidth, filters.minHeight). */
export const DEFAULT_MIN_SIDE = 64;

export const CrawlJob = z
  .object({
    id: Id,
    datasetId: Id,
    datasetName: z.string(),
    name: z.string(),
    keywords: z.array(LabelledKeyword),
    sources: z.array(SourceKind),
    maxImages: z.int(),
    validationLevel: ValidationLevel,
    filters: CrawlFilters,
    sourceOptions: SourceOptions,
    scheduleId: Id.nullable(),
    optOutOverride: z.string().nullable().meta({
      description: "The owner's reason for not respecting opt-outs in this crawl.",
    }),
    status: JobStatus,
    progress: z.int().min(0).max(100),
    totalChunks: z.int(),
    activeChunks: z.int(),
    completedChunks: z.int(),
    failedChunks: z.int(),
    totalImages: z.int().meta({ description: "Candidates found." }),
    downloadedImages: z.int().meta({ description: "Candidates whose bytes arrived." }),
    validImages: z.int().meta({ description: "Candidates accepted." }),
    outcomes: OutcomeCounts,
    error: z.string().nullable(),
    shortfall: z.string().nullable().meta({
      description: "Set when everything ran dry before the target: how many are missing and why.",
    }),
    createdAt: Time,
    startedAt: Time.nullable(),
    finishedAt: Time.nullable(),
  })
  .meta({ id: "CrawlJob", description: "One run of keywords × sources for a dataset." });
export type CrawlJob = z.infer<typeof CrawlJob>;

/** Keywords with their expansions, times sources: what a crawl plans over and a page can show. */
export const MAX_CHUNKS = 5000;

export const CHUNK_STATUSES = ["pending", "active", "completed", "failed"] as const;
export const Chunk = z
  .object({
    id: Id,
    source: SourceKind,
    keyword: z.string(),
    label: z.string(),
    expansionOf: z.string().nullable(),
    strategy: ExpansionStrategy.nullable(),
    status: z.enum(CHUNK_STATUSES),
    pages: z.int(),
    found: z.int(),
    waiting: z.int(),
    accepted: z.int(),
    outcomes: OutcomeCounts,
    error: z.string().nullable(),
    updatedAt: Time,
  })
  .meta({ id: "Chunk", description: "One keyword on one source within a crawl job." });
export type Chunk = z.infer<typeof Chunk>;

export const CandidateRecord = z
  .object({
    id: Id,
    url: z.string(),
    pageUrl: z.string().nullable(),
    source: SourceKind,
    keyword: z.string(),
    label: z.string(),
    outcome: Outcome.nullable(),
    detail: z.string().nullable(),
    httpStatus: z.int().nullable(),
    attempts: z.int(),
    imageId: Id.nullable().meta({
      description: "The image it became, or, for a duplicate, the image it duplicates.",
    }),
    foundAt: Time,
    finishedAt: Time.nullable(),
  })
  .meta({ id: "Candidate", description: "An image URL that was found, and what became of it." });
export type CandidateRecord = z.infer<typeof CandidateRecord>;

/** What would help a crawl that came up short, with what to do it with. */
export const Advice = z
  .object({
    kind: z.enum(["retry", "add-source", "expand", "loosen-filter", "wait", "give-key", "balance"]),
    text: z.string(),
    outcomes: z.array(Outcome).optional(),
    sources: z.array(SourceKind).optional(),
  })
  .meta({ id: "Advice" });
export type Advice = z.infer<typeof Advice>;

export const JobProgress = z
  .object({
    status: JobStatus,
    isRetryOnly: z.boolean().meta({
      description: "Runs candidates that were lost again, and asks no source for more.",
    }),
    progress: z.int().min(0).max(100),
    maxImages: z.int(),
    found: z.int(),
    fetched: z.int(),
    valid: z.int(),
    unique: z.int(),
    accepted: z.int(),
    waiting: z.int(),
    outcomes: OutcomeCounts,
    imagesPerMinute: z.number().nullable(),
    etaMs: z.int().nullable(),
    shortfall: z.string().nullable(),
    error: z.string().nullable(),
    warnings: z.array(z.string()).meta({ description: "Such as a label left behind the others." }),
    advice: z.array(Advice),
    labels: z.array(z.object({ label: z.string(), accepted: z.int(), goal: z.int() })),
    lanes: z.array(Chunk),
  })
  .meta({
    id: "JobProgress",
    description: "The funnel and the lanes of a crawl, counted from rows.",
  });
export type JobProgress = z.infer<typeof JobProgress>;

export const LogEntry = z
  .object({
    id: Id,
    at: Time,
    level: z.enum(["info", "warning", "error"]),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "JobLogEntry" });
export type LogEntry = z.infer<typeof LogEntry>;
