import { z } from "zod";
import { ImageFormat, Label } from "./image";
import { ValidationLevel } from "./issue";
import { Outcome, OutcomeCounts } from "./outcome";
import { Id, Time } from "./page";
import { SourceKind } from "./source";

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

export const Keyword = z.string().trim().min(1).max(200);
export const LabelledKeyword = z.object({ keyword: Keyword, label: Label });
export type LabelledKeyword = z.infer<typeof LabelledKeyword>;

export const ORIENTATIONS = ["landscape", "portrait", "square"] as const;
export const COLOURS = ["colour", "grayscale"] as const;
export const CrawlFilters = z
  .strictObject({
    minWidth: z.int().min(1).max(20_000).optional(),
    minHeight: z.int().min(1).max(20_000).optional(),
    formats: z.array(ImageFormat).min(1).optional(),
    licences: z
      .array(z.string().trim().min(1).max(100))
      .min(1)
      .max(50)
      .optional()
      .meta({ description: "SPDX-like ids or groups: CC0-1.0, CC-BY-4.0, CC-BY, …" }),
    safeSearch: z.boolean().optional(),
    colour: z.enum(COLOURS).optional(),
    orientation: z.enum(ORIENTATIONS).optional(),
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

export const CHUNK_STATUSES = ["pending", "active", "completed", "failed"] as const;
export const Chunk = z
  .object({
    id: Id,
    source: SourceKind,
    keyword: z.string(),
    label: z.string(),
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

export const JobProgress = z
  .object({
    status: JobStatus,
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
