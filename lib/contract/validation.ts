import { z } from "zod";
import { CheckedIssue, Rule, RuleChanges, ValidationLevel } from "@/lib/domain/issue";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { Analysis, Quality, ValidationBatch, ValidationStats } from "@/lib/domain/validation";
import { operation } from "./operation";

const tag = "Validation";

export const analyzeImage = operation({
  id: "analyzeImage",
  method: "POST",
  path: "/validation/analyze",
  summary: "Hold one image against a level: issues, scores, reasons. Nothing is changed",
  tag,
  scope: "images:read",
  input: z.object({ imageId: Id, level: ValidationLevel.optional() }),
  output: Analysis,
  status: 200,
  errors: ["not-found"],
});
export const startValidation = operation({
  id: "startValidation",
  method: "POST",
  path: "/validation/batches",
  summary: "Validate a dataset or a list of its images again, from the stored files",
  tag,
  scope: "images:write",
  input: z.object({
    datasetId: Id,
    imageIds: z.array(Id).min(1).max(10_000).optional(),
    remeasure: z.boolean().default(false).meta({
      description: "Read every stored file again, also those measured by the present checks.",
    }),
  }),
  output: ValidationBatch,
  status: 202,
  errors: ["not-found", "limit-exceeded"],
});
export const listValidationBatches = operation({
  id: "listValidationBatches",
  method: "GET",
  path: "/validation/batches",
  summary: "List batches, the newest first",
  tag,
  scope: "images:read",
  input: z.object({ ...pageInput, datasetId: Id.optional() }),
  output: pageOf(ValidationBatch, "ValidationBatchPage"),
  status: 200,
  errors: [],
});
export const getValidationBatch = operation({
  id: "getValidationBatch",
  method: "GET",
  path: "/validation/batches/{batchId}",
  summary: "The progress and the results of a batch",
  tag,
  scope: "images:read",
  input: z.object({ batchId: Id }),
  output: ValidationBatch,
  status: 200,
  errors: ["not-found"],
});
export const getValidationStats = operation({
  id: "getValidationStats",
  method: "GET",
  path: "/validation/stats/{datasetId}",
  summary: "How much of a dataset is measured and valid",
  tag,
  scope: "images:read",
  input: z.object({ datasetId: Id }),
  output: ValidationStats,
  status: 200,
  errors: ["not-found"],
});
export const setValidationLevel = operation({
  id: "setValidationLevel",
  method: "PUT",
  path: "/validation/level",
  summary: "Change a dataset's level; its images are judged again on the queue",
  tag,
  scope: "datasets:write",
  input: z.object({ datasetId: Id, level: ValidationLevel }),
  output: z.object({ datasetId: Id, level: ValidationLevel, batch: ValidationBatch }),
  status: 200,
  errors: ["not-found"],
});
export const getQuality = operation({
  id: "getQuality",
  method: "GET",
  path: "/datasets/{datasetId}/quality",
  summary: "A histogram and the rule of every check",
  tag,
  scope: "images:read",
  input: z.object({ datasetId: Id }),
  output: Quality,
  status: 200,
  errors: ["not-found"],
});
export const updateQuality = operation({
  id: "updateQuality",
  method: "PATCH",
  path: "/datasets/{datasetId}/quality",
  summary: "Change rules (null: back to the usual one); images are judged again on the queue",
  tag,
  scope: "datasets:write",
  input: z.object({
    datasetId: Id,
    rules: z.partialRecord(CheckedIssue, Rule.nullable()),
  }),
  output: Quality,
  status: 200,
  errors: ["not-found"],
});
export const previewQuality = operation({
  id: "previewQuality",
  method: "POST",
  path: "/datasets/{datasetId}/quality/preview",
  summary: "What rules and a level would hide. Nothing is changed",
  tag,
  scope: "images:read",
  input: z.object({
    datasetId: Id,
    level: ValidationLevel.optional(),
    rules: RuleChanges.default({}),
  }),
  output: z.object({
    total: z.int(),
    hidden: z.int().meta({ description: "By any rule." }),
    issues: z.array(z.object({ issue: CheckedIssue, flagged: z.int(), hidden: z.int() })),
  }),
  status: 200,
  errors: ["not-found"],
});
