import { z } from "zod";
import type { Context } from "@/lib/auth/context";
import type * as ops from "@/lib/contract/sources";
import { decodeCursor, pageFrom } from "@/lib/db/page";
import { findSourceHealth, type HealthRow, quotaOf, readSourceUsage } from "@/lib/db/source-calls";
import { SOURCES as KINDS, type SourceInfo, SourceKind } from "@/lib/domain/source";
import { sourceOf } from "@/lib/pipeline/sources";

function breakerOf(health: HealthRow | undefined) {
  if (!health || health.failures < 5) return "closed" as const;
  return health.openSeconds > 0 ? ("open" as const) : ("half-open" as const);
}

const left = (quota: number | null, used: number) =>
  quota === null ? null : Math.max(0, quota - used);
const iso = (date: Date | string | null | undefined) =>
  date ? new Date(date).toISOString() : null;

async function describeSource(kind: SourceKind): Promise<SourceInfo> {
  const { name, description, terms, termsUrl, homepage, capabilities } = sourceOf(kind);
  const [usage, health] = await Promise.all([readSourceUsage(kind), findSourceHealth(kind)]);
  const quota = quotaOf(kind, capabilities);
  const leftToday = left(quota.requestsPerDay, usage.day);
  return {
    kind,
    name,
    description,
    terms,
    termsUrl,
    homepage,
    isAvailable: breakerOf(health) !== "open" && leftToday !== 0,
    capabilities: { ...capabilities, ...quota },
    quota: { leftThisMinute: left(quota.requestsPerMinute, usage.minute), leftToday },
    health: {
      lastSuccessAt: iso(health?.lastSuccessAt),
      lastErrorAt: iso(health?.lastErrorAt),
      lastError: health?.lastError ?? null,
      breaker: breakerOf(health),
    },
  };
}

export const listSources = async (
  _ctx: Context,
  { limit, cursor }: z.output<(typeof ops.listSources)["input"]>,
) => {
  const after = decodeCursor(cursor, z.tuple([SourceKind]))?.[0];
  const following = KINDS.slice(after ? KINDS.indexOf(after) + 1 : 0);
  const page = pageFrom(
    following,
    limit,
    (kind) => [kind],
    (kind) => kind,
  );
  return { ...page, items: await Promise.all(page.items.map(describeSource)) };
};
