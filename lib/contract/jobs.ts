import { z } from "zod";
import {
  CandidateRecord,
  Chunk,
  CrawlFilters,
  CrawlJob,
  JobProgress,
  JobStatus,
  LabelledKeyword,
  LogEntry,
} from "@/lib/domain/crawl-job";
import { ExpandKeywords } from "@/lib/domain/expansion";
import { ValidationLevel } from "@/lib/domain/issue";
import { Keyword } from "@/lib/domain/keyword";
import { OUTCOMES, Outcome } from "@/lib/domain/outcome";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { ListedSource } from "@/lib/domain/source";
import { SourceOptions } from "@/lib/domain/source-options";
import { UpstreamJob } from "@/lib/domain/upstream-config";
import { operation } from "./operation";

export const listJobs = operation({
  id: "listJobs",
  method: "GET",
  path: "/jobs",
  summary: "List crawl jobs",
  tag: "Jobs",
  scope: "jobs:read",
  input: z.object({ ...pageInput, datasetId: Id.optional(), status: JobStatus.optional() }),
  output: pageOf(CrawlJob, "CrawlJobPage"),
  status: 200,
  errors: [],
});
export const createJob = operation({
  id: "createJob",
  method: "POST",
  path: "/jobs",
  summary: "Create a crawl job, and start it unless told otherwise",
  tag: "Jobs",
  scope: "jobs:write",
  input: z.object({
    datasetId: Id.optional(),
    projectId: Id.optional(),
    name: z.string().trim().min(1).max(100),
    keywords: z
      .array(z.union([Keyword, LabelledKeyword]))
      .min(1)
      .max(50),
    sources: z.array(ListedSource).min(1).max(30),
    sourceOptions: SourceOptions.optional(),
    maxImages: z.int().min(1).max(100_000).default(1000),
    validationLevel: ValidationLevel.optional(),
    expandKeywords: ExpandKeywords.optional().meta({
      description: "Further keywords, searched only when the given ones run dry (default: none).",
    }),
    filters: CrawlFilters.optional(),
    urls: z.array(z.string().trim().min(1).max(2048)).max(10_000).optional().meta({
      description:
        "For url-list the pictures, for web-page and site the pages to read, under the label of the one keyword.",
    }),
    start: z.boolean().default(true),
  }),
  output: CrawlJob,
  status: 201,
  errors: ["not-found", "upstream-failed"],
  adapt: UpstreamJob,
});

const one = { tag: "Jobs", input: z.object({ jobId: Id }) } as const;
export const getJob = operation({
  ...one,
  id: "getJob",
  method: "GET",
  path: "/jobs/{jobId}",
  summary: "Read a crawl job",
  scope: "jobs:read",
  output: CrawlJob,
  status: 200,
  errors: ["not-found"],
});

const steer = {
  ...one,
  method: "POST",
  scope: "jobs:write",
  output: CrawlJob,
  status: 200,
  errors: ["not-found", "conflict"],
} as const;
export const startJob = operation({
  ...steer,
  id: "startJob",
  path: "/jobs/{jobId}/start",
  summary: "Start a pending job",
});
export const pauseJob = operation({
  ...steer,
  id: "pauseJob",
  path: "/jobs/{jobId}/pause",
  summary: "Pause a running job",
});
export const resumeJob = operation({
  ...steer,
  id: "resumeJob",
  path: "/jobs/{jobId}/resume",
  summary: "Resume a paused job",
});
export const cancelJob = operation({
  ...steer,
  id: "cancelJob",
  path: "/jobs/{jobId}/cancel",
  summary: "Cancel a job; requests stop within two seconds",
});
export const retryJob = operation({
  ...steer,
  id: "retryJob",
  path: "/jobs/{jobId}/retry",
  summary: "Run the candidates with these outcomes again (default: every failed one)",
  input: z.object({
    jobId: Id,
    outcomes: z
      .array(Outcome.exclude(["accepted"]))
      .min(1)
      .optional(),
  }),
});

export const getJobProgress = operation({
  ...one,
  id: "getJobProgress",
  method: "GET",
  path: "/jobs/{jobId}/progress",
  summary: "Funnel, lanes, rate and ETA",
  scope: "jobs:read",
  output: JobProgress,
  status: 200,
  errors: ["not-found"],
});
export const listJobChunks = operation({
  ...one,
  id: "listJobChunks",
  method: "GET",
  path: "/jobs/{jobId}/chunks",
  summary: "The job's chunks: keyword × source",
  scope: "jobs:read",
  input: z.object({ jobId: Id, ...pageInput }),
  output: pageOf(Chunk, "ChunkPage"),
  status: 200,
  errors: ["not-found"],
});
export const listJobCandidates = operation({
  ...one,
  id: "listJobCandidates",
  method: "GET",
  path: "/jobs/{jobId}/candidates",
  summary: "Every URL found, and why each did or did not become an image",
  scope: "jobs:read",
  input: z.object({
    jobId: Id,
    ...pageInput,
    outcome: z.enum([...OUTCOMES, "waiting"]).optional(),
  }),
  output: pageOf(CandidateRecord, "CandidatePage"),
  status: 200,
  errors: ["not-found"],
});
export const listJobLogs = operation({
  ...one,
  id: "listJobLogs",
  method: "GET",
  path: "/jobs/{jobId}/logs",
  summary: "What happened when, newest first",
  scope: "jobs:read",
  input: z.object({ jobId: Id, ...pageInput }),
  output: pageOf(LogEntry, "JobLogPage"),
  status: 200,
  errors: ["not-found"],
});
export const getJobReport = operation({
  ...one,
  id: "getJobReport",
  method: "GET",
  path: "/jobs/{jobId}/report",
  summary: "The run as Markdown",
  scope: "jobs:read",
  output: z.string(),
  status: 200,
  errors: ["not-found"],
  answers: "markdown",
});
export const streamJobEvents = operation({
  ...one,
  id: "streamJobEvents",
  method: "GET",
  path: "/jobs/{jobId}/events",
  summary: "Server-sent events: progress, image, status",
  scope: "jobs:read",
  output: z.void(),
  status: 200,
  errors: ["not-found"],
  answers: "events",
});
