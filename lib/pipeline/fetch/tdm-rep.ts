import { z } from "zod";
import type { Signal } from "@/lib/domain/image";
import { FetchError } from "../fetch-error";
import { createOriginCache, type OriginCacheOptions } from "./origin-cache";
import { comparablePath, matchesPath, type PathPattern, toPathPattern } from "./path-pattern";
import { CHARACTERS_PER_RULE, FAILURE_TTL_MS, isOurDoing, SITE_FILE_TTL_MS } from "./robots";

/** A rule of a tdmrep.json; what does not look like one states nothing. */
const Rule = z.object({
  location: z.string().max(2_000),
  "tdm-reservation": z.literal([0, 1, "0", "1"]),
  "tdm-policy": z.string().optional().catch(undefined),
});

interface Reservation {
  readonly pattern: PathPattern;
  readonly signal: Signal;
}

interface Loaded {
  readonly reservations: readonly Reservation[];
  readonly characters: number;
  readonly ttlMs: number;
}

export interface TdmRepOptions extends OriginCacheOptions {
  /** The text of a tdmrep.json with redirects followed, of bounded length. Throws FetchError. */
  readonly fetchText: (
    url: URL,
    options: { signal: AbortSignal; crawlDelayMs: number },
  ) => Promise<string>;
}

export interface TdmRep {
  /**
   * What the origin's tdmrep.json says of `url`: at most one signal. Rejects with FetchError only where our own
   * politeness keeps the file from being asked for, else with the reason of `signal`, or a fault of ours.
   */
  wish(url: URL, options: { signal: AbortSignal; crawlDelayMs: number }): Promise<Signal[]>;
}

/** More are no publisher's: judging a quarter of a million of them takes half a second. */
const MAX_RULES = 10_000;

export const TDM_REP_PATH = "/.well-known/tdmrep.json";

/** The first rule that matches decides (TDMRep §6.2); its location is written as in robots.txt. */
export function parseTdmRep(text: string): Reservation[] {
  let rules: unknown;
  try {
    rules = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return [];
  }
  if (!Array.isArray(rules)) return [];
  return rules.slice(0, MAX_RULES).flatMap((each, index) => {
    const { data: rule } = Rule.safeParse(each);
    if (!rule) return [];
    const { location, "tdm-reservation": reservation, "tdm-policy": policy } = rule;
    const stated = `${location.slice(0, 200)} tdm-reservation=${reservation}`;
    const value = `${stated}${policy ? ` tdm-policy=${policy.slice(0, 200)}` : ""} (rule ${index + 1})`;
    const allows = Number(reservation) !== 1;
    return [
      { pattern: toPathPattern(location), signal: { signal: "tdm-rep" as const, value, allows } },
    ];
  });
}

export const judgeReservation = (reservations: readonly Reservation[], url: URL): Signal[] => {
  const path = comparablePath(url);
  const rule = reservations.find(({ pattern }) => matchesPath(pattern, path));
  return rule ? [rule.signal] : [];
};

/** tdmrep.json per origin, kept like robots.txt. */
export function createTdmRep({ fetchText, ...cacheOptions }: TdmRepOptions): TdmRep {
  const files = createOriginCache<Loaded>(cacheOptions);
  return {
    async wish(url, { signal, crawlDelayMs }) {
      const { origin } = url;
      const { reservations } = await files(origin, signal, (fetching) =>
        load(() => fetchText(new URL(TDM_REP_PATH, origin), { signal: fetching, crawlDelayMs })),
      );
      return judgeReservation(reservations, url);
    },
  };
}

/** A site that does not serve the file does not use the protocol (TDMRep §6.2); where that may change, it is asked again soon. */
async function load(fetchText: () => Promise<string>): Promise<Loaded> {
  try {
    const text = await fetchText();
    const reservations = parseTdmRep(text);
    const characters =
      reservations.length > 0 ? text.length + CHARACTERS_PER_RULE * reservations.length : 0;
    return { reservations, characters, ttlMs: SITE_FILE_TTL_MS };
  } catch (error) {
    if (!(error instanceof FetchError) || isOurDoing(error)) throw error;
    const ttlMs = error.isRetryable ? FAILURE_TTL_MS : SITE_FILE_TTL_MS;
    return { reservations: [], characters: 0, ttlMs };
  }
}
