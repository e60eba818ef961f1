import { untilAborted } from "./until-aborted";

/** A file that a site keeps for crawlers, as it was read. */
interface Kept {
  /** About what it takes in memory. */
  readonly characters: number;
  /** How long it may be used. */
  readonly ttlMs: number;
}

interface Entry<T> {
  readonly loading: Promise<T>;
  readonly fetching: AbortController;
  loaded: T | null;
  expiresAtMs: number;
  waiting: number;
}

export interface OriginCacheOptions {
  /** Milliseconds since the epoch. */
  readonly now?: (() => number) | undefined;
  readonly maxOrigins?: number | undefined;
}

/** Rejects only with the reason of `signal`, or with what `load` threw. */
export type OriginCache<T> = (
  origin: string,
  signal: AbortSignal,
  load: (signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/** All files of one cache together; the origins asked least recently go first. */
const MAX_CACHED_CHARACTERS = 64 * 1_024 * 1_024;

/** One file per origin: loaded once for all who ask at the same time, kept as long as it says itself. */
export function createOriginCache<T extends Kept>({
  now = Date.now,
  maxOrigins = 5_000,
}: OriginCacheOptions): OriginCache<T> {
  const entries = new Map<string, Entry<T>>();
  let characters = 0;

  const drop = (origin: string, entry: Entry<T>) => {
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

  const start = (origin: string, load: (signal: AbortSignal) => Promise<T>): Entry<T> => {
    const fetching = new AbortController();
    const loading = load(fetching.signal);
    const entry: Entry<T> = { loading, fetching, loaded: null, expiresAtMs: 0, waiting: 0 };
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

  /** The fetch is shared, so one caller's cancel ends only that caller's wait; the last one ends the fetch. */
  const wait = async (origin: string, entry: Entry<T>, signal: AbortSignal): Promise<T> => {
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

  return async (origin, signal, load) => {
    signal.throwIfAborted();
    const known = entries.get(origin);
    if (known?.loaded && known.expiresAtMs <= now()) drop(origin, known);
    const entry = entries.get(origin) ?? start(origin, load);
    // A Map keeps the order of insertion: the first is the one asked least recently.
    entries.delete(origin);
    entries.set(origin, entry);
    return entry.loaded ?? (await wait(origin, entry, signal));
  };
}
