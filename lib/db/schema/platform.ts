import { index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { ownerId } from "./accounts";
import { at, createdAt } from "./columns";

/** GCRA: one "theoretical arrival time" a key. */
export const rateLimits = pgTable(
  "rate_limits",
  { key: text().primaryKey(), arrivesAt: at().notNull() },
  (t) => [index("rate_limits_stale").on(t.arrivesAt)],
).enableRLS();

/** The first answer to each Idempotency-Key, kept for 24 hours. `status` is null while the first request runs. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    ownerId: ownerId(),
    /** sha256 (hex) of the Idempotency-Key. */
    key: text().notNull(),
    fingerprint: text().notNull(),
    status: integer(),
    /** Sealed, see lib/api/sealed-answer.ts. */
    answer: text(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.ownerId, t.key] }),
    index("idempotency_keys_age").on(t.createdAt),
  ],
).enableRLS();
