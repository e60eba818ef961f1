import { buffer } from "node:stream/consumers";
import { db } from "@/lib/db/client";
import { quotaOf } from "@/lib/db/source-calls";
import { recordSourceFailure, recordSourceSuccess, returnProbe } from "@/lib/db/source-health";
import { listSourceKeys, quotaBucketOf, serverKeyOf, type UsedKey } from "@/lib/db/source-keys";
import { messageOf } from "@/lib/errors";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { cannotPass } from "@/lib/pipeline/sources/licence-filter";
import type { DiscoverContext, Query, Source, SourcePage } from "@/lib/pipeline/sources/source";
import { errorClassOf, sourceError } from "@/lib/pipeline/sources/source-error";
import { storage } from "@/lib/storage";
import { discoverContext } from "./discover-context";
import { networkOf } from "./network";
import { NoTurnError, type Turns, turnsOf } from "./source-turn";

/** Who asks, and for how long. */
export interface Asker {
  readonly ownerId: string;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly respectOptOuts: boolean;
  /** A list that lies in no storage. */
  readonly list?: Uint8Array;
}

/** The person's own key, else the server's, else none. */
async function keyFor(ownerId: string, { kind, name }: Source): Promise<UsedKey | null> {
  const own = (await listSourceKeys(db(), ownerId, kind)).get(kind);
  if (own?.key) return { from: "own", key: own.key };
  if (own)
    throw sourceError("key-refused", `Your key for ${name} can no longer be read; give it again.`);
  const key = serverKeyOf(kind);
  return key && { from: "server", key };
}

const listIn =
  (list: Uint8Array): DiscoverContext["readList"] =>
  async (_key, offset, length) =>
    list.subarray(offset, offset + length);

const listInStorage: DiscoverContext["readList"] = async (key, offset, length) => {
  const { sizeBytes } = (await storage().head(key)) ?? { sizeBytes: 0 };
  if (offset >= sizeBytes) return new Uint8Array();
  return buffer(await storage().get(key, { start: offset, end: offset + length - 1 }));
};

/** What people bring themselves (a list, a web site) has no health that concerns others. */
const hasHealth = ({ capabilities }: Source) => capabilities.group !== "own";

async function recordFailure(source: Source, turns: Turns, error: unknown): Promise<void> {
  const errorClass = error instanceof NoTurnError ? null : errorClassOf(error);
  const isOfKey = errorClass === null || /^(key-|quota)/.test(errorClass);
  if (hasHealth(source) && !isOfKey)
    await recordSourceFailure(source.kind, {
      message: messageOf(error),
      errorClass,
      isProbe: turns.isProbe(),
    });
  else if (turns.isProbe()) await returnProbe(source.kind);
}

const knowsNoLicence = ({ name }: Source) =>
  `${name} knows no licence of its pictures, and this crawl asks for one; it was not asked.`;

/**
 * One page of a source: with the asker's key, within its quota, past its breaker, and noted in its health.
 * Throws RetryAfterError where waiting is worth it, and FetchError or AppError for what the asker can be told.
 */
export async function askSource(
  source: Source,
  query: Query,
  cursor: string | null,
  { ownerId, signal, deadlineMs, respectOptOuts, list }: Asker,
): Promise<SourcePage> {
  if (cannotPass(source.capabilities, query.filters))
    return { found: [], ignored: 0, cursor: null, notes: [knowsNoLicence(source)] };
  const deadline = AbortSignal.timeout(deadlineMs);
  const used = await keyFor(ownerId, source);
  const quota = quotaOf(source.kind, source.capabilities, used !== null);
  const turns = turnsOf(source, quotaBucketOf(source.kind, used), quota);
  const ctx = discoverContext(source, {
    signal: AbortSignal.any([signal, deadline]),
    key: used?.key ?? null,
    respectOptOuts,
    http: () => networkOf(source.kind),
    takeTurn: turns.take,
    readList: list ? listIn(list) : listInStorage,
  });
  try {
    const page = await source.page(query, cursor, ctx);
    if (hasHealth(source) && turns.hasAsked()) await recordSourceSuccess(source.kind);
    return page;
  } catch (reason) {
    const isLate = deadline.aborted && !signal.aborted && errorClassOf(reason) === null;
    const error = isLate
      ? new FetchError("timeout", `${source.name} did not answer within ${deadlineMs / 1000} s.`, {
          isRetryable: true,
          cause: reason,
        })
      : reason;
    await recordFailure(source, turns, error);
    throw error;
  }
}
