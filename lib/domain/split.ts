import { z } from "zod";

/** Hugging Face's names; exporters that say `val` translate. */
export const SPLITS = ["train", "validation", "test"] as const;
export const Split = z.enum(SPLITS);
export type Split = z.infer<typeof Split>;
