import { z } from "zod";
import { CheckedIssue, Issue, Rule, RuleChanges, Scores, ValidationLevel } from "./issue";
import { Id, Time } from "./page";

export const BATCH_KINDS = ["validate", "dedupe"] as const;
export const BATCH_STATUSES = ["pending", "running", "completed", "failed", "superseded"] as const;
export const BatchStatus = z.enum(BATCH_STATUSES);

/** What a batch changed, counted as it goes. */
export const BatchResult = z.object({
  measured: z.int().meta({ description: "Pictures whose stored file was read again." }),
  hidden: z.int().meta({ description: "Pictures that were shown and are hidden now." }),
  shown: z.int().meta({ description: "Pictures that were hidden and are shown now." }),
  unreadable: z.int().meta({ description: "Pictures whose file is missing or broken." }),
  groups: z.int().meta({ description: "Groups of duplicates there are now." }),
  duplicates: z.int().meta({ description: "Pictures hidden in them." }),
});
export type BatchResult = z.infer<typeof BatchResult>;

export const ValidationBatch = z
  .object({
    id: Id,
    datasetId: Id,
    kind: z.enum(BATCH_KINDS),
    level: ValidationLevel,
    status: BatchStatus,
    total: z.int(),
    done: z.int(),
    progress: z.int().min(0).max(100),
    result: BatchResult,
    error: z.string().nullable(),
    createdAt: Time,
    startedAt: Time.nullable(),
    finishedAt: Time.nullable(),
  })
  .meta({ id: "ValidationBatch", description: "A re-validation, or a regrouping of duplicates." });
export type ValidationBatch = z.infer<typeof ValidationBatch>;

export const IssueReason = z.object({
  issue: Issue,
  score: z.number().min(0).max(1),
  threshold: z.number().min(0).max(1),
  hides: z.boolean(),
  reason: z.string(),
});

export const Analysis = z
  .object({
    imageId: Id,
    level: ValidationLevel,
    isValid: z.boolean(),
    issues: z.array(IssueReason),
    scores: Scores,
    measurements: z.record(z.string(), z.union([z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: "Analysis", description: "A picture against the checks of a level, and why." });
export type Analysis = z.infer<typeof Analysis>;

/** Bins of a histogram of scores: bin i holds scores from i / HISTOGRAM_BINS up to the next. A slider moves by one bin, so counts are exact. */
export const HISTOGRAM_BINS = 100;

export const CheckQuality = z.object({
  issue: CheckedIssue,
  rule: Rule,
  isDefault: z.boolean(),
  /** Whether the rule may hide at the dataset's level. */
  isActive: z.boolean(),
  bins: z.array(z.int()).length(HISTOGRAM_BINS).meta({
    description:
      "Pictures by score; the last bin includes 1. Duplicates and rejected ones are left out.",
  }),
  unmeasured: z.int(),
});

export const Quality = z
  .object({
    level: ValidationLevel,
    changes: RuleChanges,
    total: z
      .int()
      .meta({ description: "Pictures judged: no duplicates, none rejected by a person." }),
    hidden: z.int(),
    checks: z.array(CheckQuality),
    batch: ValidationBatch.nullable().meta({ description: "The newest batch." }),
  })
  .meta({ id: "Quality" });
export type Quality = z.infer<typeof Quality>;

export const ValidationStats = z
  .object({
    datasetId: Id,
    level: ValidationLevel,
    total: z.int(),
    valid: z.int(),
    hidden: z.int(),
    measured: z.int().meta({ description: "Measured by the present checks; the others are due." }),
    coverage: z.number().min(0).max(1),
    issues: z.array(z.object({ value: Issue, count: z.int(), hidden: z.int() })),
    batch: ValidationBatch.nullable(),
  })
  .meta({ id: "ValidationStats" });
export type ValidationStats = z.infer<typeof ValidationStats>;
