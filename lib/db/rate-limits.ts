import { sql } from "drizzle-orm";
import type { Db } from "./client";

/** `burst` requests at once, refilled evenly over `perSeconds`. */
export interface RateLimit {
  readonly burst: number;
  readonly perSeconds: number;
}
export interface RateVerdict {
  readonly isAllowed: boolean;
  readonly remaining: number;
  /** Seconds until the next request would be allowed, or until the burst is full again when this one was. */
  readonly resetSeconds: number;
}

/**
 * GCRA in one statement, atomic under any concurrency: the row holds the theoretical arrival time
 * (tat); a request moves it by the emission interval T unless it would lie more than burst × T ahead.
 * The clock is read once the row is ours: one that waited for it would else come before those that it waited for.
 */
export async function take(db: Db, key: string, limit: RateLimit): Promise<RateVerdict> {
  const interval = limit.perSeconds / limit.burst;
  const [row] = await db.execute<{ ahead: number }>(sql`
    insert into rate_limits as r (key, arrives_at) values (${key}, clock_timestamp() + make_interval(secs => ${interval}))
    on conflict (key) do update set arrives_at = greatest(r.arrives_at, clock_timestamp()) + make_interval(secs => ${interval})
      where greatest(r.arrives_at, clock_timestamp()) + make_interval(secs => ${interval}) - clock_timestamp()
        <= make_interval(secs => ${limit.perSeconds})
    returning extract(epoch from arrives_at - clock_timestamp())::float8 as ahead`);
  if (!row) {
    const [full] = await db.execute<{ ahead: number }>(
      sql`select extract(epoch from arrives_at - clock_timestamp())::float8 as ahead from rate_limits where key = ${key}`,
    );
    const wait = (full?.ahead ?? 0) + interval - limit.perSeconds;
    return { isAllowed: false, remaining: 0, resetSeconds: Math.max(1, Math.ceil(wait)) };
  }
  return {
    isAllowed: true,
    remaining: Math.max(0, Math.floor((limit.perSeconds - row.ahead) / interval + 1e-6)),
    resetSeconds: Math.ceil(row.ahead),
  };
}

export const deleteStaleRates = (db: Db) =>
  db.execute(sql`delete from rate_limits where arrives_at < now() - interval '1 hour'`);
