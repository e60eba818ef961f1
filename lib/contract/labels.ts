import { z } from "zod";
import { Label } from "@/lib/domain/image";
import { DatasetLabel, LabelColour } from "@/lib/domain/label";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { operation } from "./operation";

const tag = "Labels";
const Changed = z.object({ affected: z.int(), undoToken: Id.nullable() });

export const listLabels = operation({
  id: "listLabels",
  method: "GET",
  path: "/datasets/{datasetId}/labels",
  summary: "List a dataset's labels with colours, keys and counts",
  tag,
  scope: "images:read",
  input: z.object({ datasetId: Id, ...pageInput }),
  output: pageOf(DatasetLabel, "DatasetLabelPage"),
  status: 200,
  errors: ["not-found"],
});
export const createLabel = operation({
  id: "createLabel",
  method: "POST",
  path: "/datasets/{datasetId}/labels",
  summary: "Add a label before an image carries it",
  tag,
  scope: "images:write",
  input: z.object({
    datasetId: Id,
    name: Label,
    colour: LabelColour.optional(),
    shortcut: z.int().min(1).max(9).nullable().optional(),
  }),
  output: DatasetLabel,
  status: 201,
  errors: ["not-found", "conflict", "limit-exceeded"],
});
export const updateLabel = operation({
  id: "updateLabel",
  method: "PATCH",
  path: "/datasets/{datasetId}/labels/{labelId}",
  summary: "Rename a label on all its images, or change its colour or key",
  tag,
  scope: "images:write",
  input: z.object({
    datasetId: Id,
    labelId: Id,
    name: Label.optional(),
    colour: LabelColour.optional(),
    shortcut: z.int().min(1).max(9).nullable().optional(),
  }),
  output: DatasetLabel.extend({
    undoToken: Id.nullable().meta({ description: "Of a renaming; null where the name stays." }),
  }),
  status: 200,
  errors: ["not-found", "conflict"],
});
export const mergeLabels = operation({
  id: "mergeLabels",
  method: "POST",
  path: "/datasets/{datasetId}/labels/merge",
  summary: "Merge labels into one: their images carry that one instead",
  tag,
  scope: "images:write",
  input: z.object({
    datasetId: Id,
    from: z.array(Id).min(1).max(100),
    into: Id,
  }),
  output: Changed,
  status: 200,
  errors: ["not-found", "validation-failed"],
});
export const deleteLabel = operation({
  id: "deleteLabel",
  method: "DELETE",
  path: "/datasets/{datasetId}/labels/{labelId}",
  summary: "Delete a label that no image carries; 409 where some do: unlabel or merge them first",
  tag,
  scope: "images:write",
  input: z.object({ datasetId: Id, labelId: Id }),
  output: z.void(),
  status: 204,
  errors: ["not-found", "conflict"],
});
