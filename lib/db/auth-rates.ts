import { inArray } from "drizzle-orm";
import type { Db } from "./client";
import { rateLimits } from "./schema/platform";

/** Gives back the whole burst. */
export const deleteRates = (db: Db, keys: readonly string[]) =>
  db.delete(rateLimits).where(inArray(rateLimits.key, [...keys]));
