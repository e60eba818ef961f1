import { FetchError } from "./fetch-error";
import { judgePath, type PathVerdict, parseRobotsTxt, type RobotsTxt } from "./robots-txt";
import { PRODUCT_TOKEN } from "./user-agent";

export interface RobotsVerdict extends PathVerdict {
  readonly crawlDelayMs: number;
  /** Why robots.txt could not be read; nothing is allowed then, but it may be asked again. */
  readonly failure: FetchError | null;
}

export interface Robots {
  /** What the publisher of `url` wishes. Rejects only with the reason of `signal`, or a fault of ours. */
  verdict(url: URL, signal: AbortSignal): Promise<RobotsVerdict>;
}

export interface RobotsOptions {
  /** The text of a robots.txt with redirects followed, at most MAX_ROBOTS_BYTES of it. Throws FetchError. */
  readonly fetchText: (url: URL, signal: AbortSignal) => Promise<string>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly maxOrigins?: number;
  readonly ttlMs?: number;
}

/** The least a crawler must read (RFC 9309 §2.5); what follows is ignored. */
export const MAX_ROBOTS_BYTES = 500 * 1_024;
/** All cached rules together; the origins asked least recently go first. */
const MAX_CACHED_CHARACTERS = 64 * 1_024 * 1_024;
const DAY_MS = 86_400_000;
const FAILURE_TTL_MS = 300_000;

interface Loaded {
  readonly robotsTxt: RobotsTxt;
  /** Set when there is no robots.txt to judge by: what is recorded instead of a rule. */
  readonly absence: string | null;
  readonly failure: FetchError | null;
  readonly characters: number;
  readonly ttlMs: number;
}

interface Entry {
  readonly loading: Promise<Loaded>;
  readonly fetching: AbortController;
  loaded: Loaded | null;
  expiresAtMs: number;
  waiting: number;
}

const EMPTY: RobotsTxt = { rules: [], crawlDelayMs: 0 };

/** robots.txt per origin: fetched once for all who ask at the same time, kept for `ttlMs`, for five minutes after a failure. */
export function createRobots({
  fetchText,
  now = Date.now,
  maxOrigins = 5_000,
  ttlMs = DAY_MS,
}: RobotsOptions): Robots {
  const entries = new Map<string, Entry>();
  let characters = 0;

  const drop = (origin: string, entry: Entry) => {
    if (entries.get(origin) !== entry) return;
    entries.delete(origin);
    characters -= entry.loaded?.characters ?? 0;
  };

  const evict = () => {
    for (const [origin, entry] of entries) {
      if (entries.size <= maxOrigins && characters <= MAX_CACHED_CHARACTERS) return;
      if (entry.loaded) drop(origin, entry);
    }
  };

  const startEntry = (origin: string): Entry => {
    const fetching = new AbortController();
    const loading = load(new URL("/robots.txt", origin), { fetchText, ttlMs }, fetching.signal);
    const entry: Entry = { loading, fetching, loaded: null, expiresAtMs: 0, waiting: 0 };
    entries.set(origin, entry);
    loading.then(
      (loaded) => {
        entry.loaded = loaded;
        entry.expiresAtMs = now() + loaded.ttlMs;
        if (entries.get(origin) === entry) characters += loaded.characters;
        evict();
      },
      () => drop(origin, entry),
    );
    return entry;
  };

  const entryOf = (origin: string): Entry => {
    const known = entries.get(origin);
    if (known?.loaded && known.expiresAtMs <= now()) drop(origin, known);
    const entry = entries.get(origin) ?? startEntry(origin);
    // A Map keeps the order of insertion: the first is the one asked least recently.
    entries.delete(origin);
    entries.set(origin, entry);
    return entry;
  };

  /** The fetch is shared, so one caller's cancel ends only that caller's wait; the last one ends the fetch. */
  const wait = async (origin: string, entry: Entry, signal: AbortSignal): Promise<Loaded> => {
    entry.waiting += 1;
    try {
      return await untilAborted(entry.loading, signal);
    } finally {
      entry.waiting -= 1;
      if (entry.waiting === 0 && !entry.loaded) {
        drop(origin, entry);
        entry.fetching.abort(signal.reason);
      }
    }
  };

  return {
    async verdict(url, signal) {
      signal.throwIfAborted();
      const entry = entryOf(url.origin);
      const loaded = entry.loaded ?? (await wait(url.origin, entry, signal));
      const { robotsTxt, absence, failure } = loaded;
      if (absence === null)
        return { ...judgePath(robotsTxt, url), crawlDelayMs: robotsTxt.crawlDelayMs, failure };
      const isAllowed = failure === null;
      const signals = [{ signal: "robots-txt" as const, value: absence, allows: isAllowed }];
      return { isAllowed, signals, crawlDelayMs: 0, failure };
    },
  };
}

/** RFC 9309 §2.3.1: a site without robots.txt (4xx, endless redirects) allows all, one that cannot answer allows nothing. */
async function load(
  url: URL,
  { fetchText, ttlMs }: Required<Pick<RobotsOptions, "fetchText" | "ttlMs">>,
  signal: AbortSignal,
): Promise<Loaded> {
  try {
    const text = await fetchText(url, signal);
    const robotsTxt = parseRobotsTxt(text, PRODUCT_TOKEN);
    return { robotsTxt, absence: null, failure: null, characters: text.length, ttlMs };
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    const nothing = { robotsTxt: EMPTY, characters: 0 };
    const isMissing = error.outcome === "http-4xx" || error.outcome === "too-many-redirects";
    if (isMissing && !error.isRetryable)
      return { ...nothing, absence: `no robots.txt (${error.message})`, failure: null, ttlMs };
    // Our own politeness may have refused the request (no status then): nothing was learned about the site.
    const isOurs = error.outcome === "rate-limited" && error.httpStatus === null;
    return {
      ...nothing,
      absence: `robots.txt could not be read (${error.message})`,
      failure: toFailure(error),
      ttlMs: isOurs ? 0 : FAILURE_TTL_MS,
    };
  }
}

/** A site that cannot be reached at all is told as that; one that answers but not this is told as robots.txt. */
function toFailure(error: FetchError): FetchError {
  if (error.outcome !== "http-5xx" && error.outcome !== "http-4xx") return error;
  return new FetchError("robots-txt", `robots.txt could not be read: ${error.message}`, {
    isRetryable: true,
    retryAfterSeconds: error.retryAfterSeconds ?? FAILURE_TTL_MS / 1_000,
    cause: error,
    ...(error.httpStatus !== null && { httpStatus: error.httpStatus }),
  });
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  return Promise.race([promise, aborted]).finally(() =>
    signal.removeEventListener("abort", onAbort),
  );
}
