import { z } from "zod";
import { Issue, ValidationLevel } from "./issue";
import { Outcome, OutcomeCounts } from "./outcome";
import { Id, Time } from "./page";

export const Dataset = z
  .object({
    id: Id,
    projectId: Id,
    projectName: z.string(),
    name: z.string().trim().min(1).max(100),
    description: z.string().trim().max(1000).nullable(),
    validationLevel: ValidationLevel,
    imageCount: z.int().meta({ description: "Images kept: valid, not duplicates, not rejected." }),
    labels: z.array(z.string()),
    sizeBytes: z.int(),
    coverImageIds: z.array(Id).max(4),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: "Dataset", description: "A growing collection of images with labels." });
export type Dataset = z.infer<typeof Dataset>;

/** Of a chart, by width, so that a bar is a filter of the images: from `minWidth` up to the next one's, without it. */
export const WIDTH_BUCKETS = [
  { value: "under 256", minWidth: 1 },
  { value: "256–511", minWidth: 256 },
  { value: "512–1023", minWidth: 512 },
  { value: "1024–2047", minWidth: 1024 },
  { value: "2048 and up", minWidth: 2048 },
] as const;

const CountOf = <K extends z.ZodType>(key: K) => z.object({ value: key, count: z.int() });

export const DatasetStats = z
  .object({
    funnel: z.object({
      found: z.int(),
      waiting: z.int(),
      accepted: z.int(),
      duplicate: z.int(),
      rejected: z.int(),
      failed: z.int(),
      skipped: z.int(),
      outcomes: OutcomeCounts,
    }),
    labels: z.array(CountOf(z.string())).meta({
      description: "An image of several labels counts for each of them.",
    }),
    splits: z.array(CountOf(z.string())),
    issues: z.array(CountOf(Issue)).meta({
      description: "Of what nobody rejected, hidden or not.",
    }),
    sources: z.array(CountOf(z.string())),
    licences: z.array(CountOf(z.string())),
    formats: z.array(CountOf(z.string())),
    hosts: z.array(CountOf(z.string())),
    decisions: z.array(CountOf(z.string())).meta({
      description: "Of what neither the checks nor a better copy hide.",
    }),
    sizes: z.object({
      totalBytes: z.int(),
      medianWidth: z.number().nullable(),
      medianHeight: z.number().nullable(),
      buckets: z.array(CountOf(z.string())).meta({ description: "By width." }),
    }),
    aspects: z.array(CountOf(z.string())),
    hidden: z.int().meta({ description: "By the checks of the dataset." }),
    duplicates: z.object({
      groups: z.int(),
      open: z.int().meta({ description: "Groups that nobody has decided on." }),
      images: z.int(),
    }),
    losses: z.array(z.object({ source: z.string(), outcome: Outcome, count: z.int() })),
  })
  .meta({ id: "DatasetStats" });
export type DatasetStats = z.infer<typeof DatasetStats>;

export const HEALTH_ACTIONS = [
  "crawl",
  "review-duplicates",
  "review-issues",
  "balance-labels",
  "decide",
  "complete-licences",
  "validate",
  "export",
] as const;

/** What a dataset needs, in the order of what it gains. */
export const DatasetHealth = z
  .object({
    grade: z.enum(["empty", "poor", "fair", "good"]),
    summary: z.string(),
    facts: z.array(
      z.object({ name: z.string(), value: z.string(), isFine: z.boolean().nullable() }),
    ),
    next: z
      .array(
        z.object({
          action: z.enum(HEALTH_ACTIONS),
          text: z.string(),
          path: z.string().meta({ description: "Of the page that does it." }),
        }),
      )
      .max(3),
  })
  .meta({ id: "DatasetHealth" });
export type DatasetHealth = z.infer<typeof DatasetHealth>;
