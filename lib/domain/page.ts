import { z } from "zod";

/** In lower case, as everything that is known by its id is looked up and locked by that text. */
export const Id = z.uuid().toLowerCase().meta({ description: "A UUIDv7." });
/** What Postgres takes as a time too: it knows no year 0, and reads so many characters at most. */
export const Time = z.iso
  .datetime()
  .refine((time) => time.length <= 40 && !time.startsWith("0000"), "Write a time since the year 1.")
  .meta({ description: "ISO 8601 in UTC." });

/** The query parameters of every list. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
};

/** The answer of every list. `nextCursor` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T, id: string) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() }).meta({ id });

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A query flag: `?archived=true`. */
export const Flag = z.enum(["true", "false"]).transform((value) => value === "true");
