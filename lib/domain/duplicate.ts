import { z } from "zod";
import { Image } from "./image";
import { Id, Time } from "./page";
import { Transform } from "./transform";

export const KEEPER_REASONS = [
  "only-one",
  "more-pixels",
  "fewer-faults",
  "less-compression",
  "better-licence",
  "earlier",
  "decided",
  "chosen",
] as const;
export const KeeperReason = z.enum(KEEPER_REASONS);
export type KeeperReason = z.infer<typeof KeeperReason>;

/** As a person reads it. */
export const KEEPER_REASON_LABELS: Record<KeeperReason, string> = {
  "only-one": "the only copy",
  "more-pixels": "more pixels",
  "fewer-faults": "fewer faults",
  "less-compression": "less compression",
  "better-licence": "better licence",
  earlier: "found earlier",
  decided: "decided by a person",
  chosen: "chosen by a person",
};

export const RESOLUTIONS = ["accepted", "chosen", "kept-all"] as const;
export const Resolution = z.enum(RESOLUTIONS);
export type Resolution = z.infer<typeof Resolution>;

/** Most members of one group; copies beyond it found another group. */
export const MAX_GROUP_MEMBERS = 100;

export const DuplicateMember = z.object({
  image: Image,
  isKeeper: z.boolean(),
  distance: z.int().min(0).max(256).meta({ description: "Bits from the keeper; 0 for itself." }),
  transform: Transform,
});

export const DuplicateGroup = z
  .object({
    id: Id,
    datasetId: Id,
    keeperId: Id.nullable(),
    keeperReason: KeeperReason.nullable(),
    reasonText: z.string().meta({ description: "Why this one is kept, with the numbers." }),
    distance: z.int().meta({ description: "Of the member farthest from the keeper, in bits." }),
    members: z.array(DuplicateMember).max(MAX_GROUP_MEMBERS),
    resolution: Resolution.nullable(),
    resolvedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "DuplicateGroup", description: "Pictures that show the same, the keeper first." });
export type DuplicateGroup = z.infer<typeof DuplicateGroup>;

export const Overlap = z
  .object({
    datasetId: Id,
    datasetName: z.string(),
    count: z.int().meta({ description: "Pictures of this dataset that are in that one too." }),
    exact: z.int().meta({ description: "Of these, the same to the pixel." }),
    imageIds: z.array(Id).max(12).meta({ description: "Some of them, of this dataset." }),
  })
  .meta({
    id: "Overlap",
    description: "Another dataset of one's own that holds the same pictures.",
  });
export type Overlap = z.infer<typeof Overlap>;
