import { z } from "zod";
import { Label } from "./image";
import { Id, Time } from "./page";

/** Names of colours that are told apart in light and dark, also by colour-blind people; CSS has one variable each. */
export const LABEL_COLOURS = [
  "slate",
  "red",
  "orange",
  "amber",
  "green",
  "teal",
  "blue",
  "violet",
  "pink",
] as const;
export const LabelColour = z.enum(LABEL_COLOURS);
export type LabelColour = z.infer<typeof LabelColour>;

export const MAX_LABELS_PER_DATASET = 1_000;
export const MAX_LABELS_PER_IMAGE = 50;
/** Former names that a label remembers; beyond it the oldest are forgotten. */
export const MAX_ALIASES = 100;

export const DatasetLabel = z
  .object({
    id: Id,
    datasetId: Id,
    name: Label,
    colour: LabelColour,
    shortcut: z.int().min(1).max(9).nullable().meta({ description: "The key that gives it." }),
    imageCount: z.int().meta({ description: "Kept images that carry it." }),
    aliases: z.array(z.string()).meta({
      description: "Former names and merged labels: what arrives under one gets this label.",
    }),
    createdAt: Time,
  })
  .meta({ id: "DatasetLabel", description: "A label of a dataset." });
export type DatasetLabel = z.infer<typeof DatasetLabel>;
