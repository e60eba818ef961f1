import { sql } from "drizzle-orm";
import type { SourceErrorClass, SourceKind } from "@/lib/domain/source";
import { db } from "./client";

/** Failures in a row that open the breaker. */
const THRESHOLD = 5;
/** It opens for half a minute, twice as long with each further failure, up to an hour. */
const FIRST_SECONDS = 30;
const MAX_SECONDS = 3600;
/** From so many failures on it opens for the full hour. */
const FULL_FAILURES = THRESHOLD + Math.ceil(Math.log2(MAX_SECONDS / FIRST_SECONDS));
/** A probe whose process died counts as lost after this; no page takes longer. */
const PROBE_SECONDS = 60;

/** Classes that say something of the service, and not of a key, a quota or a single question. */
const COUNTED: readonly SourceErrorClass[] = [
  "unreachable",
  "server-error",
  "rate-limited",
  "blocked",
  "changed-shape",
];

export interface SourceHealth {
  readonly lastSuccessAt: Date | null;
  readonly lastErrorAt: Date | null;
  readonly lastError: string | null;
  readonly lastErrorClass: SourceErrorClass | null;
  readonly breaker: "closed" | "half-open" | "open";
  /** Until the next probe; 0 unless the breaker is open. */
  readonly openSeconds: number;
}
export const NO_HEALTH: SourceHealth = {
  lastSuccessAt: null,
  lastErrorAt: null,
  lastError: null,
  lastErrorClass: null,
  breaker: "closed",
  openSeconds: 0,
};

type HealthRow = SourceHealth & {
  readonly source: SourceKind;
  readonly [column: string]: unknown;
};
const BREAKER = sql`
  case when open_until is null then 'closed' when open_until > now() then 'open' else 'half-open' end as breaker,
  greatest(0, coalesce(extract(epoch from open_until - now()), 0))::float8 as "openSeconds"`;

/** Of every source that was ever asked, in one query. */
export async function listSourceHealth(): Promise<Map<string, SourceHealth>> {
  const rows = await db().execute<HealthRow>(sql`
    select source, last_success_at as "lastSuccessAt", last_error_at as "lastErrorAt", last_error as "lastError",
      last_error_class as "lastErrorClass", ${BREAKER} from source_health`);
  return new Map(
    rows.map((row) => [
      row.source,
      {
        ...row,
        lastSuccessAt: row.lastSuccessAt && new Date(row.lastSuccessAt),
        lastErrorAt: row.lastErrorAt && new Date(row.lastErrorAt),
      },
    ]),
  );
}

export type Admission =
  | { readonly isAdmitted: true; readonly isProbe: boolean }
  | { readonly isAdmitted: false; readonly openSeconds: number; readonly lastError: string | null };

/** Passes the breaker. Of all that come while it is half-open, over all processes, exactly one does: the probe. */
export async function passBreaker(source: SourceKind): Promise<Admission> {
  const [row] = await db().execute<HealthRow>(
    sql`select last_error as "lastError", ${BREAKER} from source_health where source = ${source}`,
  );
  if (!row || row.breaker === "closed") return { isAdmitted: true, isProbe: false };
  const claimed =
    row.breaker === "half-open"
      ? await db().execute(sql`
          update source_health set open_until = now() + make_interval(secs => ${PROBE_SECONDS})
          where source = ${source} and open_until <= now() returning source`)
      : [];
  if (claimed.length > 0) return { isAdmitted: true, isProbe: true };
  const openSeconds = row.openSeconds || PROBE_SECONDS;
  return { isAdmitted: false, openSeconds, lastError: row.lastError };
}

/** A probe that learned nothing lets the next one try. */
export const returnProbe = (source: SourceKind) =>
  db().execute(
    sql`update source_health set open_until = now() where source = ${source} and open_until is not null`,
  );

export const recordSourceSuccess = (source: SourceKind) =>
  db().execute(sql`
    insert into source_health (source, last_success_at) values (${source}, now())
    on conflict (source) do update set last_success_at = now(), failures = 0, open_until = null`);

export interface SourceFailure {
  readonly message: string;
  readonly errorClass: SourceErrorClass;
  readonly isProbe: boolean;
}

/**
 * Counts a failure. Pages that were under way when the breaker opened say nothing new; a service that
 * blocks us is left alone for an hour at once.
 */
export async function recordSourceFailure(source: SourceKind, failure: SourceFailure) {
  const { errorClass, isProbe } = failure;
  const message = failure.message.slice(0, 500);
  const isBlocked = errorClass === "blocked";
  const step = COUNTED.includes(errorClass) ? 1 : 0;
  const isLate =
    isProbe || isBlocked ? sql`false` : sql`coalesce(s.open_until > clock_timestamp(), false)`;
  const floor = isBlocked ? FULL_FAILURES : 0;
  const first = Math.max(step, floor);
  const failures = sql`greatest(s.failures + ${step}::int, ${floor}::int)`;
  const opensUntil = (count: ReturnType<typeof sql>) => sql`
    case when ${count} >= ${THRESHOLD}::int then now() + make_interval(secs =>
      least(${MAX_SECONDS}::float8, ${FIRST_SECONDS}::float8 * power(2, least(${count}, ${FULL_FAILURES}::int) - ${THRESHOLD}::int)))
    end`;
  await db().execute(sql`
    insert into source_health as s (source, last_error_at, last_error, last_error_class, failures, open_until)
    values (${source}, now(), ${message}, ${errorClass}, ${first}::int, ${opensUntil(sql`${first}::int`)})
    on conflict (source) do update set last_error_at = now(), last_error = excluded.last_error,
      last_error_class = excluded.last_error_class,
      failures = case when ${isLate} then s.failures else ${failures} end,
      open_until = case when ${isLate} or ${step}::int = 0 then s.open_until else ${opensUntil(failures)} end`);
  if (isProbe && step === 0) await returnProbe(source);
}
