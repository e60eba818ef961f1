import { buffer } from "node:stream/consumers";
import { findSourceHealth, quotaOf, takeSourceCall } from "@/lib/db/source-calls";
import { sourceBaseUrl } from "@/lib/env";
import { RetryAfterError } from "@/lib/errors";
import { fetchJson } from "@/lib/pipeline/fetch/download";
import { FetchError } from "@/lib/pipeline/fetch/fetch-error";
import type { DiscoverContext, Source } from "@/lib/pipeline/sources/source";
import { storage } from "@/lib/storage";
import { networkOf } from "./network";

/** Longer than this is not waited for: the other sources fill up meanwhile. */
const MAX_QUOTA_WAIT_SECONDS = 300;

/** Waits its turn in the source's quota; throws RetryAfterError, or FetchError where waiting is pointless. */
async function takeTurn({ kind, name, capabilities }: Source): Promise<void> {
  const health = await findSourceHealth(kind);
  if (health && health.openSeconds > 0)
    throw new FetchError(
      "rate-limited",
      `${name} failed too often just now (${health.lastError}).`,
      {
        isRetryable: true,
        retryAfterSeconds: Math.min(60, health.openSeconds),
      },
    );
  const waitSeconds = await takeSourceCall(kind, quotaOf(kind, capabilities));
  if (waitSeconds > MAX_QUOTA_WAIT_SECONDS)
    throw new FetchError(
      "rate-limited",
      `The quota of ${name} is used up; it frees in ${Math.ceil(waitSeconds / 60)} minutes.`,
    );
  if (waitSeconds > 0) throw new RetryAfterError(waitSeconds, `the quota of ${name}`);
}

/** What a source may do: fetch within its quota, and read the list it was given. */
export const sourceContext = (source: Source, signal: AbortSignal): DiscoverContext => ({
  signal,
  baseUrl: sourceBaseUrl(source.kind),
  async fetchJson(url, init = {}) {
    await takeTurn(source);
    return fetchJson(await networkOf(source.kind), url, { signal, ...init });
  },
  readList: async (key, offset, length) => {
    const { sizeBytes } = (await storage().head(key)) ?? { sizeBytes: 0 };
    if (offset >= sizeBytes) return new Uint8Array();
    return buffer(await storage().get(key, { start: offset, end: offset + length - 1 }));
  },
});
