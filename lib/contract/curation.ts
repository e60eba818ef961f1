import { z } from "zod";
import {
  BulkAction,
  Change,
  ImageFilter,
  ImageSort,
  ImageTile,
  imageFilters,
  MAX_BULK_IDS,
  Neighbour,
  Outline,
} from "@/lib/domain/curation";
import { Label } from "@/lib/domain/image";
import { Id, pageInput, pageOf } from "@/lib/domain/page";
import { Split } from "@/lib/domain/split";
import { operation } from "./operation";

const tag = "Curation";
const sort = ImageSort.default("newest");

export const listImageTiles = operation({
  id: "listImageTiles",
  method: "GET",
  path: "/datasets/{datasetId}/images/tiles",
  summary: "List a dataset's images with what a grid shows of each",
  tag,
  scope: "images:read",
  input: z.object({ datasetId: Id, ...pageInput, ...imageFilters, sort }),
  output: pageOf(ImageTile, "ImageTilePage"),
  status: 200,
  errors: ["not-found"],
});
export const outlineImages = operation({
  id: "outlineImages",
  method: "GET",
  path: "/datasets/{datasetId}/images/outline",
  summary: "Count a filtered list, with a cursor for each of its pages",
  tag,
  scope: "images:read",
  input: z.object({ datasetId: Id, ...imageFilters, sort }),
  output: Outline,
  status: 200,
  errors: ["not-found"],
});
export const bulkImages = operation({
  id: "bulkImages",
  method: "POST",
  path: "/datasets/{datasetId}/images/bulk",
  summary: "Decide on, label, split or delete many images, by their ids or by a filter",
  tag,
  scope: "images:write",
  input: z.object({
    datasetId: Id,
    imageIds: z.array(Id).min(1).max(MAX_BULK_IDS).optional(),
    filter: ImageFilter.optional().meta({ description: "Instead of imageIds; {} is every image." }),
    action: BulkAction,
    label: Label.optional().meta({ description: "Of label, unlabel and relabel." }),
    split: Split.nullable().optional().meta({ description: "Of the action split; null: none." }),
    expectedCount: z.int().min(0).optional().meta({
      description: "What was counted before; where it is not so any more, nothing is done (409).",
    }),
  }),
  output: z.object({
    affected: z.int(),
    undoToken: Id.nullable().meta({ description: "Null where nothing changed." }),
  }),
  status: 200,
  errors: ["not-found", "conflict", "validation-failed", "limit-exceeded"],
});
export const undoImages = operation({
  id: "undoImages",
  method: "POST",
  path: "/datasets/{datasetId}/images/undo",
  summary: "Take a change back; undoing that one does it again",
  tag,
  scope: "images:write",
  input: z.object({ datasetId: Id, undoToken: Id }),
  output: z.object({ affected: z.int(), undoToken: Id.nullable() }),
  status: 200,
  errors: ["not-found", "conflict", "gone"],
});
export const listImageChanges = operation({
  id: "listImageChanges",
  method: "GET",
  path: "/images/{imageId}/changes",
  summary: "The history of an image: what was decided, by whom and when",
  tag: "Images",
  scope: "images:read",
  input: z.object({ imageId: Id, ...pageInput }),
  output: pageOf(Change, "ChangePage"),
  status: 200,
  errors: ["not-found"],
});
export const getImageNeighbours = operation({
  id: "getImageNeighbours",
  method: "GET",
  path: "/images/{imageId}/neighbours",
  summary: "The images that look most like one, also in other datasets of one's own",
  tag: "Images",
  scope: "images:read",
  input: z.object({
    imageId: Id,
    limit: z.coerce.number().int().min(1).max(50).default(12),
    radius: z.coerce.number().int().min(0).max(256).default(100),
  }),
  output: z.object({ items: z.array(Neighbour) }),
  status: 200,
  errors: ["not-found"],
});
