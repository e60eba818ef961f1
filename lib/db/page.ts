import { z } from "zod";
import { isStorable } from "@/lib/domain/storable-text";
import { AppError } from "@/lib/errors";

const Cursor = z.array(z.union([z.string().refine(isStorable), z.number(), z.null()])).max(4);
export type CursorValue = z.infer<typeof Cursor>[number];

/** The place after a row, opaque to the caller: the values that the list is ordered by. */
export const encodeCursor = (values: CursorValue[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

/** Throws validation-failed for anything that `encodeCursor` did not make with as many values. */
export function decodeCursor<T extends z.ZodTuple>(cursor: string | undefined, shape: T) {
  if (!cursor) return null;
  try {
    return shape.parse(Cursor.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))));
  } catch {
    throw new AppError("validation-failed", "This cursor is not valid.", {
      details: {
        errors: [{ pointer: "#/cursor", detail: "Use a nextCursor as it was answered." }],
      },
    });
  }
}

/** A cursor of lists ordered by id alone. */
export const idCursor = (cursor: string | undefined): string | null =>
  decodeCursor(cursor, z.tuple([z.uuid()]))?.[0] ?? null;

/** Of `limit + 1` rows read, the page and where to go on. */
export function pageFrom<R, T>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => CursorValue[],
  toItem: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
}
