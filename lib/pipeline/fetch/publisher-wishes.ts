import type { Signal } from "@/lib/domain/image";
import { FetchError } from "../fetch-error";
import { optOutOf, wordingOf } from "./ai-signals";
import type { OriginCacheOptions } from "./origin-cache";
import { createRobots } from "./robots";
import { createTdmRep, TDM_REP_PATH } from "./tdm-rep";

export interface WishesOptions extends OriginCacheOptions {
  /** The text of a site's file with redirects followed, of bounded length. Throws FetchError. */
  readonly fetchText: (
    url: URL,
    options: { signal: AbortSignal; crawlDelayMs: number },
  ) => Promise<string>;
}

export interface Wishes {
  readonly signals: readonly Signal[];
  readonly crawlDelayMs: number;
}

/** What a site says in robots.txt and tdmrep.json about one address, asked before the address itself. */
export type PublisherWishes = (
  url: URL,
  options: { signal: AbortSignal; respectOptOuts: boolean },
) => Promise<Wishes>;

/** Longer pauses are refused and not shortened: at one picture a minute a site is as good as closed to a crawl. */
const MAX_CRAWL_DELAY_MS = 60_000;

/**
 * The function throws FetchError "robots-txt" or "ai-opt-out" where the site refuses and opt-outs are respected. A
 * crawl-delay is respected always. tdmrep.json is asked for where robots.txt allows that and the address itself.
 */
export function createPublisherWishes({ fetchText, ...options }: WishesOptions): PublisherWishes {
  const robots = createRobots({
    ...options,
    fetchText: (url, signal) => fetchText(url, { signal, crawlDelayMs: 0 }),
  });
  const tdmRep = createTdmRep({ ...options, fetchText });

  return async (url, { signal, respectOptOuts }) => {
    const { isAllowed, signals, crawlDelayMs, failure } = await robots.verdict(url, signal);
    if (respectOptOuts) {
      if (failure) throw failure;
      if (!isAllowed)
        throw new FetchError("robots-txt", `robots.txt of ${url.host}: ${signals[0]?.value}`);
      refuseOptOut(signals, url);
    }
    if (crawlDelayMs > MAX_CRAWL_DELAY_MS)
      throw new FetchError(
        "robots-txt",
        `robots.txt of ${url.host}: Crawl-delay: ${crawlDelayMs / 1_000} is above ${MAX_CRAWL_DELAY_MS / 1_000} s`,
      );
    const file = await robots.verdict(new URL(TDM_REP_PATH, url), signal);
    if (!file.isAllowed) return { signals, crawlDelayMs };
    const reserved = await tdmRep.wish(url, { signal, crawlDelayMs });
    if (respectOptOuts) refuseOptOut(reserved, url);
    return { signals: [...signals, ...reserved], crawlDelayMs };
  };
}

function refuseOptOut(signals: readonly Signal[], url: URL): void {
  const optOut = optOutOf(signals);
  if (optOut) throw new FetchError("ai-opt-out", `${wordingOf(optOut)}, at ${url.host}`);
}
