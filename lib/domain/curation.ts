import { z } from "zod";
import { Aspect, Decision, Image, ImageFormat, Label } from "./image";
import { CheckedIssue, Issue, ScoreRanges } from "./issue";
import { Flag, Id, Time } from "./page";
import { SPLITS, Split } from "./split";

export const BULK_ACTIONS = [
  "accept",
  "reject",
  "clear",
  "label",
  "unlabel",
  "relabel",
  "split",
  "delete",
] as const;
export const BulkAction = z.enum(BULK_ACTIONS);
export type BulkAction = z.infer<typeof BulkAction>;

/** Everything that changes pictures, as the history names it. */
export const CHANGE_ACTIONS = [
  ...BULK_ACTIONS,
  "update",
  "rename-label",
  "merge-labels",
  "resolve-duplicates",
  "undo",
] as const;
export const ChangeAction = z.enum(CHANGE_ACTIONS);
export type ChangeAction = z.infer<typeof ChangeAction>;

const side = z.coerce.number().int().min(1).optional();

/** The filters of a dataset's images, as query parameters. */
export const imageFilters = {
  label: Label.optional(),
  decision: Decision.optional(),
  issue: Issue.optional(),
  score: ScoreRanges.optional(),
  source: z.string().max(100).optional(),
  licence: z.string().max(100).optional(),
  keyword: z.string().max(200).optional(),
  host: z.string().max(255).optional(),
  format: ImageFormat.optional(),
  aspect: Aspect.optional(),
  split: z.enum([...SPLITS, "none"]).optional(),
  minWidth: side,
  maxWidth: side,
  minHeight: side,
  maxHeight: side,
  duplicateGroupId: Id.optional(),
  isDuplicate: Flag.optional(),
  isValid: Flag.optional().meta({ description: "false: those that the checks hide." }),
  isHidden: Flag.optional().meta({
    description: "true: duplicates and what the checks hide, unless a person accepted it.",
  }),
  isKept: Flag.optional().meta({
    description: "true: what belongs to the dataset, neither hidden nor rejected by a person.",
  }),
  isJudged: Flag.optional().meta({
    description: "true: what thresholds are set for, neither duplicates nor rejected by a person.",
  }),
  crawlJobId: Id.optional(),
  q: z.string().trim().max(200).optional(),
};

/** The same as values of a JSON body. */
export const ImageFilter = z
  .object({
    ...imageFilters,
    minWidth: z.int().min(1).optional(),
    maxWidth: z.int().min(1).optional(),
    minHeight: z.int().min(1).optional(),
    maxHeight: z.int().min(1).optional(),
    isDuplicate: z.boolean().optional(),
    isValid: z.boolean().optional(),
    isHidden: z.boolean().optional(),
    isKept: z.boolean().optional(),
    isJudged: z.boolean().optional(),
  })
  .strict()
  .meta({ id: "ImageFilter" });
export type ImageFilter = z.output<typeof ImageFilter>;

export const IMAGE_SORTS = ["newest", "oldest", "quality", "worst", "size", "smallest"] as const;
/** `similar:<imageId>` orders by Hamming distance to that image; `score:<issue>` from the lowest score, `-score:<issue>` from the highest. */
export const ImageSort = z.union([
  z.enum(IMAGE_SORTS),
  z.templateLiteral(["similar:", z.uuid()]),
  z.templateLiteral(["score:", CheckedIssue]),
  z.templateLiteral(["-score:", CheckedIssue]),
]);
export type ImageSort = z.infer<typeof ImageSort>;

/** What a grid shows of an image: some 300 bytes instead of 2,000. */
export const ImageTile = Image.pick({
  id: true,
  width: true,
  height: true,
  label: true,
  labels: true,
  decision: true,
  split: true,
  isValid: true,
  hiddenBy: true,
  isDuplicate: true,
  duplicateGroupId: true,
  issues: true,
  source: true,
  title: true,
  quality: true,
})
  .extend({
    duplicateCount: z.int().meta({
      description: "Pictures of its duplicate group, itself among them; 0 without a group.",
    }),
    value: z.number().nullable().meta({
      description: "What the list is ordered by: a score, pixels, or bits of distance.",
    }),
  })
  .meta({ id: "ImageTile" });
export type ImageTile = z.infer<typeof ImageTile>;

/** A filtered and ordered list before it is read: how long it is, and a cursor for each of its pages, so that any part can be shown at once. */
export const Outline = z
  .object({
    count: z.int(),
    pageSize: z.int(),
    cursors: z.array(z.string().nullable()).meta({
      description:
        "Of page 0, 1, 2 …, to be given to the list with limit = pageSize; null for the first.",
    }),
  })
  .meta({ id: "Outline" });
export type Outline = z.infer<typeof Outline>;

export const OUTLINE_PAGE = 200;
/** Of one bulk request that names its images. */
export const MAX_BULK_IDS = 10_000;

export const Change = z
  .object({
    id: Id,
    action: ChangeAction,
    actor: z.string().meta({ description: "user, api-key:<id> or system." }),
    decision: Decision.nullable().meta({ description: "After it; null where it did not change." }),
    labels: z.array(z.string()).nullable(),
    split: Split.nullable(),
    imageCount: z
      .int()
      .meta({ description: "Of the whole change, which this picture was part of." }),
    createdAt: Time,
    undoneAt: Time.nullable(),
  })
  .meta({ id: "Change", description: "One step of a picture's history." });
export type Change = z.infer<typeof Change>;

export const Neighbour = z
  .object({
    image: Image.pick({
      id: true,
      datasetId: true,
      width: true,
      height: true,
      label: true,
      decision: true,
      isDuplicate: true,
    }),
    datasetName: z.string(),
    isElsewhere: z.boolean().meta({ description: "In another dataset of one's own." }),
    distance: z.int().min(0).max(256),
  })
  .meta({
    id: "Neighbour",
    description: "A picture that looks alike, and by how many bits it differs.",
  });
export type Neighbour = z.infer<typeof Neighbour>;
