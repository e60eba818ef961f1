import { z } from "zod";

/** A field that a picture can do without: what is no text counts as absent. */
export const text = z.string().nullish().catch(null);

/** A width or height, a number or digits; what is neither counts as absent. */
export const pixels = z.coerce.number().int().positive().nullable().catch(null);
