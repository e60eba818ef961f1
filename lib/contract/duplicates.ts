import { z } from "zod";
import { DuplicateGroup, Overlap } from "@/lib/domain/duplicate";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { ValidationBatch } from "@/lib/domain/validation";
import { operation } from "./operation";

const tag = "Duplicates";
const bits = z.int().min(0).max(256);
const Resolved = z.object({
  groups: z.int(),
  affected: z
    .int()
    .meta({ description: "Pictures that are shown or hidden now and were not before." }),
  undoToken: Id.nullable(),
});

export const listDuplicateGroups = operation({
  id: "listDuplicateGroups",
  method: "GET",
  path: "/datasets/{datasetId}/duplicates",
  summary: "List groups of near-duplicates, the most certain first",
  tag,
  scope: "images:read",
  input: z.object({
    datasetId: Id,
    ...pageInput,
    limit: z.coerce.number().int().min(1).max(50).default(20),
    status: z.enum(["open", "resolved", "all"]).default("open"),
    maxDistance: z.coerce.number().int().min(0).max(256).optional(),
    from: Id.optional().meta({
      description: "Without a cursor: start at this group. One that is gone starts at the first.",
    }),
  }),
  output: pageOf(DuplicateGroup, "DuplicateGroupPage").extend({
    open: z.int().meta({ description: "Groups that wait for a decision." }),
    resolved: z.int(),
    before: z.int().meta({ description: "Groups of this list ahead of the first one here." }),
  }),
  status: 200,
  errors: ["not-found"],
});
export const resolveDuplicates = operation({
  id: "resolveDuplicates",
  method: "POST",
  path: "/datasets/{datasetId}/duplicates/{duplicateGroupId}/resolve",
  summary: "Say which of a group are kept; with notDuplicates they are never grouped again",
  tag,
  scope: "images:write",
  input: z.object({
    datasetId: Id,
    duplicateGroupId: Id,
    keep: z.array(Id).min(1).max(100),
    notDuplicates: z.boolean().optional(),
  }),
  output: Resolved,
  status: 200,
  errors: ["not-found", "validation-failed"],
});
export const resolveAllDuplicates = operation({
  id: "resolveAllDuplicates",
  method: "POST",
  path: "/datasets/{datasetId}/duplicates/resolve-all",
  summary: "Accept the suggestion for every open group up to a distance",
  tag,
  scope: "images:write",
  input: z.object({
    datasetId: Id,
    maxDistance: bits,
    dryRun: z.boolean().default(false).meta({ description: "Only count." }),
  }),
  output: Resolved,
  status: 200,
  errors: ["not-found"],
});
export const dedupeDataset = operation({
  id: "dedupeDataset",
  method: "POST",
  path: "/datasets/{datasetId}/dedupe",
  summary: "Group all near-duplicates of a dataset anew, on the queue",
  tag,
  scope: "images:write",
  input: z.object({
    datasetId: Id,
    radius: bits.max(100).optional().meta({ description: "Bits; 64 unless told." }),
  }),
  output: ValidationBatch,
  status: 202,
  errors: ["not-found"],
});
export const listOverlaps = operation({
  id: "listOverlaps",
  method: "GET",
  path: "/datasets/{datasetId}/overlaps",
  summary: "Other datasets of one's own that hold the same pictures",
  tag,
  scope: "images:read",
  input: z.object({ datasetId: Id, ...pageInput }),
  output: pageOf(Overlap, "OverlapPage"),
  status: 200,
  errors: ["not-found"],
});
