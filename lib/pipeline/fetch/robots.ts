import { PRODUCT_TOKEN } from "@/lib/domain/opt-out";
import { FetchError } from "../fetch-error";
import { createOriginCache, type OriginCacheOptions } from "./origin-cache";
import { judgePath, type PathVerdict, parseRobotsTxt, type RobotsTxt } from "./robots-txt";

export interface RobotsVerdict extends PathVerdict {
  /** As asked for, however long. */
  readonly crawlDelayMs: number;
  /** Why robots.txt could not be read; nothing is allowed then, but it may be asked again. */
  readonly failure: FetchError | null;
}

export interface Robots {
  /** What the publisher of `url` wishes. Rejects only with the reason of `signal`, or a fault of ours. */
  verdict(url: URL, signal: AbortSignal): Promise<RobotsVerdict>;
}

export interface RobotsOptions extends OriginCacheOptions {
  /** The text of a robots.txt with redirects followed, at most MAX_ROBOTS_BYTES of it. Throws FetchError. */
  readonly fetchText: (url: URL, signal: AbortSignal) => Promise<string>;
}

/** The least a crawler must read (RFC 9309 §2.5); what follows is ignored. */
export const MAX_ROBOTS_BYTES = 500 * 1_024;
/** RFC 9309 §2.4: not used for longer without asking again. */
export const SITE_FILE_TTL_MS = 86_400_000;
/** How soon a site is asked again that could not answer. */
export const FAILURE_TTL_MS = 300_000;

interface Loaded {
  readonly robotsTxt: RobotsTxt;
  /** Set when there is no robots.txt to judge by: what is recorded instead of a rule. */
  readonly absence: string | null;
  readonly failure: FetchError | null;
  readonly characters: number;
  readonly ttlMs: number;
}

/** What a parsed rule takes in memory, in characters of text: many short lines weigh more than they look. */
export const CHARACTERS_PER_RULE = 300;

const EMPTY: RobotsTxt = { rules: [], crawlDelayMs: 0 };

/** robots.txt per origin: kept for a day, for five minutes after a failure. */
export function createRobots({ fetchText, ...cacheOptions }: RobotsOptions): Robots {
  const files = createOriginCache<Loaded>(cacheOptions);
  return {
    async verdict(url, signal) {
      const { origin } = url;
      const { robotsTxt, absence, failure } = await files(origin, signal, (fetching) =>
        load(new URL("/robots.txt", origin), fetchText, fetching),
      );
      if (absence === null)
        return { ...judgePath(robotsTxt, url), crawlDelayMs: robotsTxt.crawlDelayMs, failure };
      const isAllowed = failure === null;
      const signals = [{ signal: "robots-txt" as const, value: absence, allows: isAllowed }];
      return { isAllowed, signals, crawlDelayMs: 0, failure };
    },
  };
}

/**
 * RFC 9309 §2.3.1: a site without robots.txt (4xx, endless redirects) allows all, one that cannot answer allows
 * nothing. 408, 425 and 429 do not say that there is none: they are asked again, as the RFC leaves us free to.
 */
async function load(
  url: URL,
  fetchText: RobotsOptions["fetchText"],
  signal: AbortSignal,
): Promise<Loaded> {
  try {
    const text = await fetchText(url, signal);
    const robotsTxt = parseRobotsTxt(text, PRODUCT_TOKEN);
    const characters = text.length + CHARACTERS_PER_RULE * robotsTxt.rules.length;
    return { robotsTxt, absence: null, failure: null, characters, ttlMs: SITE_FILE_TTL_MS };
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    const nothing = { robotsTxt: EMPTY, characters: 0 };
    const isMissing = error.outcome === "http-4xx" || error.outcome === "too-many-redirects";
    if (isMissing && !error.isRetryable) {
      const absence = `no robots.txt (${error.message})`;
      return { ...nothing, absence, failure: null, ttlMs: SITE_FILE_TTL_MS };
    }
    return {
      ...nothing,
      absence: `robots.txt could not be read (${error.message})`,
      failure: toFailure(error),
      ttlMs: isOurDoing(error) ? 0 : FAILURE_TTL_MS,
    };
  }
}

/** Our own politeness refused the request (no status then): nothing was learned about the site. */
export const isOurDoing = ({ outcome, httpStatus }: FetchError): boolean =>
  outcome === "rate-limited" && httpStatus === null;

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
