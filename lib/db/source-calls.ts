import { sql } from "drizzle-orm";
import { type Capabilities, KEYED_QUOTAS, type SourceKind } from "@/lib/domain/source";
import { sourceBaseUrl } from "@/lib/env";
import { db } from "./client";

export type Quota = Pick<Capabilities, "requestsPerMinute" | "requestsPerDay">;

/** Quotas are the public service's; a server of one's own has its own limits, and says so with 429. */
export function quotaOf(kind: SourceKind, capabilities: Quota, hasKey: boolean): Quota {
  if (sourceBaseUrl(kind)) return { requestsPerMinute: null, requestsPerDay: null };
  const { requestsPerMinute, requestsPerDay } = (hasKey && KEYED_QUOTAS[kind]) || capabilities;
  return { requestsPerMinute, requestsPerDay };
}

export interface Usage {
  /** Calls in the last minute and the last day. */
  readonly minute: number;
  readonly day: number;
  /** Seconds until the oldest of them no longer counts. */
  readonly minuteFrees: number;
  readonly dayFrees: number;
}
export const NO_USAGE: Usage = { minute: 0, day: 0, minuteFrees: 0, dayFrees: 0 };

// Of the statement: a call has its turn long after its transaction began, where others were before it.
const NOW = sql`statement_timestamp()`;

const usageOf = (buckets: readonly string[]) => sql`
  select source as bucket, count(*) filter (where at > ${NOW} - interval '1 minute')::int as minute, count(*)::int as day,
    coalesce(extract(epoch from min(at) filter (where at > ${NOW} - interval '1 minute') + interval '1 minute' - ${NOW}), 0)::float8 as "minuteFrees",
    extract(epoch from min(at) + interval '1 day' - ${NOW})::float8 as "dayFrees"
  from source_calls
  where source in (${sql.join(
    buckets.map((bucket) => sql`${bucket}`),
    sql`, `,
  )}) and at > ${NOW} - interval '1 day'
  group by source`;

type UsageRow = Usage & { readonly bucket: string; readonly [column: string]: unknown };

/**
 * Counts one call against a bucket's quotas, exact over any number of processes: a rolling
 * minute and a rolling day under one lock. Answers 0, or the seconds until a call is possible.
 */
export const takeSourceCall = (bucket: string, quota: Quota): Promise<number> =>
  db().transaction(async (tx) => {
    if (quota.requestsPerMinute === null && quota.requestsPerDay === null) return 0;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('source'), hashtext(${bucket}))`);
    const [usage = NO_USAGE] = await tx.execute<UsageRow>(usageOf([bucket]));
    if (quota.requestsPerDay !== null && usage.day >= quota.requestsPerDay)
      return Math.max(1, usage.dayFrees);
    if (quota.requestsPerMinute !== null && usage.minute >= quota.requestsPerMinute)
      return Math.max(1, usage.minuteFrees);
    await tx.execute(sql`insert into source_calls (source, at) values (${bucket}, ${NOW})`);
    return 0;
  });

/** How much of each bucket is used, in one query; what nobody called is left out. */
export async function readSourceUsage(buckets: readonly string[]): Promise<Map<string, Usage>> {
  if (buckets.length === 0) return new Map();
  const rows = await db().execute<UsageRow>(usageOf(buckets));
  return new Map(rows.map((row) => [row.bucket, row]));
}

export const deleteOldSourceCalls = () =>
  db().execute(sql`delete from source_calls where at < now() - interval '25 hours'`);
