import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { IMAGE_SORTS, ImageSort } from "@/lib/domain/curation";
import { CheckedIssue } from "@/lib/domain/issue";
import { type CursorValue, decodeCursor } from "./page";
import { images } from "./schema/images";
import { SCORE_COLUMNS } from "./schema/measurements";

/** The hashes of a picture as it is, mirrored, upside down and turned by 180°. */
export type Hashes = Pick<
  typeof images.$inferSelect,
  "perceptualHash" | "mirroredHash" | "flippedHash" | "turnedHash"
>;
/** A sort with the picture that it compares with. */
export type ImageOrder = Exclude<ImageSort, `similar:${string}`> | { readonly similarTo: Hashes };

/** Pictures that were measured before these hashes were have none of them. */
const isMeasured = (hash: string) => !/^0+$/.test(hash);

/** The least of the distances between a row's picture and another in its four orientations, in bits. */
export function distanceTo(of: Hashes): SQL<number> {
  const turned = [of.mirroredHash, of.flippedHash, of.turnedHash].filter(isMeasured);
  const distances = [of.perceptualHash, ...turned].map(
    (hash) => sql`bit_count(${images.perceptualHash} # ${sql.param(hash, images.perceptualHash)})`,
  );
  return sql`least(${sql.join(distances, sql`, `)})`;
}

interface Sorting {
  /** Null: by age alone, which is the order of ids. */
  readonly by: SQL | null;
  readonly isRising: boolean;
  /** Of the column or expression. A real is a score, from 0 to 1. */
  readonly type?: "real" | "bigint";
  /** What was not measured comes last, whichever way. */
  readonly isNullable?: boolean;
}

// As the index images_size has it.
const PIXELS = sql`(${images.width}::bigint * ${images.height})`;
const QUALITY = sql`${images.quality}`;

const SORTINGS: Record<(typeof IMAGE_SORTS)[number], Sorting> = {
  newest: { by: null, isRising: false },
  oldest: { by: null, isRising: true },
  quality: { by: QUALITY, isRising: false },
  worst: { by: QUALITY, isRising: true },
  size: { by: PIXELS, isRising: false, type: "bigint" },
  smallest: { by: PIXELS, isRising: true, type: "bigint" },
};

function sortingOf(order: ImageOrder): Sorting {
  if (typeof order === "object")
    return { by: distanceTo(order.similarTo), isRising: true, type: "bigint" };
  if (order in SORTINGS) return SORTINGS[order as keyof typeof SORTINGS];
  const issue = CheckedIssue.parse(order.slice(order.indexOf(":") + 1));
  const by = sql`${images[SCORE_COLUMNS[issue]]}`;
  return { by, isRising: !order.startsWith("-"), isNullable: true };
}

/** What a cursor may hold, as nothing but numbers of the type can be compared with it. */
const VALUES = { real: z.number().min(0).max(1), bigint: z.int() } as const;

/** An order in SQL. Ties are broken by id, in the same direction. */
export interface Ordering {
  /** What is ordered by; null where that is the age, or was not measured. */
  readonly value: SQL<number | null>;
  readonly orderBy: SQL;
  /** The rows that follow a cursor; throws validation-failed for a cursor of no such list. */
  readonly after: (cursor: string | undefined) => SQL | undefined;
}

export function orderingOf(order: ImageOrder): Ordering {
  const { by, isRising, type = "real", isNullable = false } = sortingOf(order);
  const direction = isRising ? sql`asc` : sql`desc`;
  const isPast = isRising ? sql`>` : sql`<`;
  const nullsLast = isNullable ? sql` nulls last` : sql``;
  return {
    // The driver reads a bigint as text.
    value: sql<number | null>`${by ?? sql`null`}::${sql.raw(type === "real" ? "real" : "float8")}`,
    orderBy: by
      ? sql`${by} ${direction}${nullsLast}, ${images.id} ${direction}`
      : sql`${images.id} ${direction}`,
    after: (cursor) => {
      const place = decodeCursor(cursor, z.tuple([VALUES[type].nullable(), z.uuid()]));
      if (!place) return undefined;
      const [value, id] = place;
      const isLater = sql`${images.id} ${isPast} ${id}::uuid`;
      if (!by) return isLater;
      if (value === null) return sql`(${by} is null and ${isLater})`;
      // Rounded to what a real can be, or the database refuses numbers that are too small for one.
      const bound = type === "real" ? Math.fround(value) : value;
      const isPastValue = sql`(${by}, ${images.id}) ${isPast} (${bound}::${sql.raw(type)}, ${id}::uuid)`;
      return isNullable ? sql`(${isPastValue} or ${by} is null)` : isPastValue;
    },
  };
}

export const cursorValues = (row: { value: number | null; id: string }): CursorValue[] => [
  row.value,
  row.id,
];
