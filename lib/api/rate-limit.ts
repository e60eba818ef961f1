import type { Actor } from "@/lib/auth/actor";
import type { Operation } from "@/lib/contract/operation";
import { db } from "@/lib/db/client";
import { type RateLimit, type RateVerdict, take } from "@/lib/db/rate-limits";
import { AppError } from "@/lib/errors";
import { processGlobal } from "@/lib/process-global";

const PERSON: RateLimit = { burst: 1200, perSeconds: 60 };
const ANONYMOUS: RateLimit = { burst: 300, perSeconds: 60 };
/** A gallery asks for hundreds of thumbnails a second; these are counted in memory, per process. */
const BYTES: RateLimit = { burst: 12_000, perSeconds: 60 };
const MAX_REMEMBERED = 10_000;

function limitOf(actor: Actor | null, request: Request): { key: string; limit: RateLimit } {
  if (actor?.kind === "api-key")
    return {
      key: `key:${actor.keyId}`,
      limit: actor.rateLimit ? { burst: actor.rateLimit, perSeconds: 3600 } : PERSON,
    };
  if (actor?.kind === "user") return { key: `user:${actor.userId}`, limit: PERSON };
  const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";
  return { key: `address:${address.slice(0, 64)}`, limit: ANONYMOUS };
}

/** GCRA as in lib/db/rate-limits.ts, for one process. */
function takeInMemory(key: string, limit: RateLimit): RateVerdict {
  const arrivals = processGlobal("rate-limits", () => new Map<string, number>());
  if (arrivals.size > MAX_REMEMBERED) arrivals.clear();
  const now = performance.now() / 1000;
  const interval = limit.perSeconds / limit.burst;
  const arrivesAt = Math.max(arrivals.get(key) ?? now, now) + interval;
  const ahead = arrivesAt - now;
  if (ahead > limit.perSeconds)
    return { isAllowed: false, remaining: 0, resetSeconds: Math.ceil(ahead - limit.perSeconds) };
  arrivals.set(key, arrivesAt);
  return {
    isAllowed: true,
    remaining: Math.floor((limit.perSeconds - ahead) / interval),
    resetSeconds: Math.ceil(ahead),
  };
}

/** Counts the request, writes RateLimit and RateLimit-Policy, throws too-many-requests when it is one too many. */
export async function limitRate(
  op: Operation,
  actor: Actor | null,
  request: Request,
  headers: Headers,
): Promise<void> {
  const isBytes = op.answers === "bytes";
  // Health must answer while the database does not.
  const isInMemory = isBytes || op.scope === "public";
  const { key, limit: own } = limitOf(actor, request);
  const limit = isBytes ? BYTES : own;
  const verdict = isInMemory ? takeInMemory(key, limit) : await take(db(), key, limit);
  headers.set("ratelimit-policy", `"default";q=${limit.burst};w=${limit.perSeconds}`);
  headers.set("ratelimit", `"default";r=${verdict.remaining};t=${verdict.resetSeconds}`);
  if (!verdict.isAllowed)
    throw new AppError("too-many-requests", "Too many requests; wait a moment.", {
      retryAfter: verdict.resetSeconds,
    });
}
