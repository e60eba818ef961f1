import { type SQL, sql } from "drizzle-orm";

/**
 * Images that belong to the dataset: what a person accepted, and of what nobody decided on whatever neither the checks
 * nor a better copy hide. For queries that call the table `i`, or `o` where it is another, or by its own name.
 */
export const isKept = (table: "i" | "o" | "images" = "images"): SQL =>
  sql.raw(
    `(${table}.decision = 'accepted' or (${table}.decision = 'undecided' and ${table}.is_valid and not ${table}.is_duplicate))`,
  );

/** Images that the gallery leaves out unless asked; rejected ones are not, so that a person sees what they did. */
export const isHidden = (table: "i" | "images" = "images"): SQL =>
  sql.raw(`(${table}.decision <> 'accepted' and (${table}.is_duplicate or not ${table}.is_valid))`);

/** Images that thresholds are set for: neither duplicates nor rejected by a person. Unlike what is kept, no threshold moves it. */
export const isJudged = (): SQL =>
  sql.raw("(images.decision <> 'rejected' and not images.is_duplicate)");
