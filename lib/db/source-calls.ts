import { sql } from "drizzle-orm";
import type { Capabilities, SourceKind } from "@/lib/domain/source";
import { sourceBaseUrl } from "@/lib/env";
import { db } from "./client";

type Quota = Pick<Capabilities, "requestsPerMinute" | "requestsPerDay">;
/** Quotas are the public service's; a server of one's own has its own limits, and says so with 429. */
export const quotaOf = (kind: SourceKind, { requestsPerMinute, requestsPerDay }: Quota): Quota =>
  sourceBaseUrl(kind)
    ? { requestsPerMinute: null, requestsPerDay: null }
    : { requestsPerMinute, requestsPerDay };

interface Usage {
  [column: string]: unknown;
  minute: number;
  day: number;
  minute_frees: number | null;
  day_frees: number | null;
}

const usageOf = (source: SourceKind) => sql`
  select count(*) filter (where at > now() - interval '1 minute')::int as minute, count(*)::int as day,
    extract(epoch from min(at) filter (where at > now() - interval '1 minute') + interval '1 minute' - now())::float8 as minute_frees,
    extract(epoch from min(at) + interval '1 day' - now())::float8 as day_frees
  from source_calls where source = ${source} and at > now() - interval '1 day'`;

/**
 * Counts one call against the source's quotas, exact over any number of processes: a rolling
 * minute and a rolling day under one lock. Answers 0, or the seconds until a call is possible.
 */
export const takeSourceCall = (source: SourceKind, quota: Quota): Promise<number> =>
  db().transaction(async (tx) => {
    if (quota.requestsPerMinute === null && quota.requestsPerDay === null) return 0;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('source'), hashtext(${source}))`);
    const [usage] = await tx.execute<Usage>(usageOf(source));
    if (quota.requestsPerDay !== null && (usage?.day ?? 0) >= quota.requestsPerDay)
      return Math.max(1, usage?.day_frees ?? 1);
    if (quota.requestsPerMinute !== null && (usage?.minute ?? 0) >= quota.requestsPerMinute)
      return Math.max(1, usage?.minute_frees ?? 1);
    await tx.execute(sql`insert into source_calls (source) values (${source})`);
    return 0;
  });

export async function readSourceUsage(
  source: SourceKind,
): Promise<{ minute: number; day: number }> {
  const [usage] = await db().execute<Usage>(usageOf(source));
  return { minute: usage?.minute ?? 0, day: usage?.day ?? 0 };
}

export interface HealthRow {
  [column: string]: unknown;
  lastSuccessAt: Date | null;
  lastErrorAt: Date | null;
  lastError: string | null;
  failures: number;
  openSeconds: number;
}
export async function findSourceHealth(source: SourceKind): Promise<HealthRow | undefined> {
  const [row] = await db().execute<HealthRow>(sql`
    select last_success_at as "lastSuccessAt", last_error_at as "lastErrorAt", last_error as "lastError", failures,
      greatest(0, coalesce(extract(epoch from open_until - now()), 0))::float8 as "openSeconds"
    from source_health where source = ${source}`);
  return row;
}

export const recordSourceSuccess = (source: SourceKind) =>
  db().execute(sql`
    insert into source_health (source, last_success_at) values (${source}, now())
    on conflict (source) do update set last_success_at = now(), failures = 0, open_until = null`);

/** Five failures in a row open the breaker for half a minute, doubling up to an hour. */
export const recordSourceFailure = (source: SourceKind, error: string) =>
  db().execute(sql`
    insert into source_health as s (source, last_error_at, last_error, failures) values (${source}, now(), ${error}, 1)
    on conflict (source) do update set last_error_at = now(), last_error = excluded.last_error, failures = s.failures + 1,
      open_until = case when s.failures + 1 >= 5
        then now() + least(interval '1 hour', interval '30 seconds' * power(2, least(s.failures - 4, 7))) end`);

export const deleteOldSourceCalls = () =>
  db().execute(sql`delete from source_calls where at < now() - interval '25 hours'`);
