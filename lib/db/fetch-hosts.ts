import { sql } from "drizzle-orm";
import { uuidv7 } from "uuidv7";
import { db } from "./client";

/** How long a crashed process can block a host; a live one renews its slots well before. */
const LEASE_SECONDS = 15;

/** A free slot of a host, or null: never more than `limit` at once over all processes on this database. */
export async function claimHostSlot(
  host: string,
  limit: number,
): Promise<{ slot: number; token: string } | null> {
  const token = uuidv7();
  const [row] = await db().execute<{ slot: number }>(sql`
    insert into host_slots as held (host, slot, lease_token, lease_until)
      select ${host}, s, ${token}, now() + make_interval(secs => ${LEASE_SECONDS}) from generate_series(1, ${limit}::int) s
      where not exists (select 1 from host_slots o where o.host = ${host} and o.slot = s and o.lease_until > now())
      order by random() limit 1
    on conflict (host, slot) do update set lease_token = excluded.lease_token, lease_until = excluded.lease_until
      where held.lease_until <= now()
    returning slot`);
  return row ? { slot: row.slot, token } : null;
}

export const extendHostSlots = (tokens: readonly string[]) =>
  db().execute(sql`update host_slots set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where lease_token = any(${sql.param(tokens)}::uuid[])`);

export const releaseHostSlot = (host: string, held: { slot: number; token: string }) =>
  db().execute(sql`delete from host_slots
    where host = ${host} and slot = ${held.slot} and lease_token = ${held.token}`);

/** Seconds for which nothing may leave to the host; 0 when it may. */
export async function secondsOfSilence(host: string): Promise<number> {
  const [row] = await db().execute<{ seconds: number }>(sql`
    select greatest(0, extract(epoch from not_before - now()))::float8 as seconds from fetch_hosts where host = ${host}`);
  return row?.seconds ?? 0;
}

/** Only ever lengthens the silence. */
export const silenceHost = (host: string, seconds: number) =>
  db().execute(sql`
    insert into fetch_hosts as h (host, not_before) values (${host}, now() + make_interval(secs => ${seconds}))
    on conflict (host) do update set not_before = greatest(h.not_before, excluded.not_before)`);

/**
 * Reserves the host's next moment, `delayMs` after the last one, and answers how long to wait for it. One further
 * away than `maxWaitMs` is not reserved, only told: whoever will not wait for it must not take it from others.
 */
export async function reserveHostMoment(
  host: string,
  { delayMs, maxWaitMs }: { delayMs: number; maxWaitMs: number },
): Promise<{ isReserved: boolean; waitMs: number }> {
  const delay = sql`make_interval(secs => ${delayMs / 1000})`;
  const [reserved] = await db().execute<{ ms: number }>(sql`
    insert into fetch_hosts as h (host, not_before) values (${host}, now() + ${delay})
    on conflict (host) do update set not_before = greatest(h.not_before, now()) + ${delay}
      where h.not_before <= now() + make_interval(secs => ${maxWaitMs / 1000})
    returning (extract(epoch from not_before - now()) * 1000)::float8 - ${delayMs} as ms`);
  if (reserved) return { isReserved: true, waitMs: Math.max(0, reserved.ms) };
  return { isReserved: false, waitMs: (await secondsOfSilence(host)) * 1000 };
}

export const deleteIdleHosts = async () => {
  await db().execute(sql`delete from host_slots where lease_until < now()`);
  await db().execute(sql`delete from fetch_hosts where not_before < now() - interval '1 day'`);
};
