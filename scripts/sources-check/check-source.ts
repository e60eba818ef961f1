import { discoverContext } from "@/jobs/crawl/discover-context";
import { serverKeyOf } from "@/lib/db/source-keys";
import type { SourceErrorClass, SourceKind } from "@/lib/domain/source";
import { AppError, messageOf } from "@/lib/errors";
import type { Http } from "@/lib/pipeline/fetch/http";
import { FetchError } from "@/lib/pipeline/fetch-error";
import type { Source } from "@/lib/pipeline/sources/source";
import { errorClassOf } from "@/lib/pipeline/sources/source-error";

const KEYWORD = "lighthouse";
const DEADLINE_MS = 30_000;

/** What one call to a live service gave. */
export type CheckResult = { readonly kind: SourceKind } & (
  | { readonly outcome: "no-key" }
  | {
      readonly outcome: "found";
      readonly pictures: number;
      readonly licensed: number;
      readonly ms: number;
    }
  | {
      readonly outcome: "failed";
      readonly errorClass: SourceErrorClass | null;
      readonly message: string;
      readonly ms: number;
    }
);

const noList = () => Promise.resolve(new Uint8Array());

/** Asks a service for its first page with the server's key; no quota is counted, and no database needed. Never rejects for what the service does. */
export async function checkSource(source: Source, http: Http): Promise<CheckResult> {
  const { kind, capabilities } = source;
  const key = serverKeyOf(kind);
  if (capabilities.needsKey && !key) return { kind, outcome: "no-key" };
  const startedAt = performance.now();
  const msSince = () => Math.round(performance.now() - startedAt);
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const ctx = discoverContext(source, {
    signal,
    key,
    respectOptOuts: true,
    http: () => Promise.resolve(http),
    takeTurn: () => Promise.resolve(),
    readList: noList,
  });
  const query = { keyword: KEYWORD, filters: {}, listKey: null, options: {} };
  try {
    const { found } = await source.page(query, null, ctx);
    const licensed = found.filter(({ licence }) => licence !== "unknown").length;
    return { kind, outcome: "found", pictures: found.length, licensed, ms: msSince() };
  } catch (error) {
    const isKnown = error instanceof FetchError || error instanceof AppError;
    if (!isKnown && !signal.aborted) throw error;
    const errorClass = signal.aborted ? "unreachable" : errorClassOf(error);
    const message = signal.aborted ? "No answer in time." : messageOf(error);
    return { kind, outcome: "failed", errorClass, message, ms: msSince() };
  }
}

/** Whether a service gave what it should: pictures, or nothing for want of a key. */
export const isHealthy = (result: CheckResult): boolean =>
  result.outcome === "no-key" || (result.outcome === "found" && result.pictures > 0);
