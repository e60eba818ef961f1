import { AppError } from "@/lib/errors";

/** Somebody else's row is as absent as one that never was. */
export function orNotFound<T>(row: T | undefined | null, noun: string): T {
  if (row === undefined || row === null)
    throw new AppError("not-found", `There is no such ${noun}.`);
  return row;
}
