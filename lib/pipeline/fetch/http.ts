import type { LookupFunction } from "node:net";
import { Agent } from "undici";
import type { Signal } from "@/lib/domain/image";
import { FetchError } from "../fetch-error";
import { type FetchPolicy, guardedConnector, hostKey, parseFetchable } from "./address-guard";
import { type Exchange, exchange, isGzip, type TimeBudget } from "./exchange";
import type { HostLimit } from "./host-limit";
import type { OriginCacheOptions } from "./origin-cache";
import { createPublisherWishes } from "./publisher-wishes";
import { MAX_ROBOTS_BYTES } from "./robots";
import { parseRetryAfter, statusError } from "./transport-error";

export interface Timeouts {
  readonly connectMs: number;
  /** From the request to the end of the answer's headers. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly idleMs: number;
  /** All exchanges of one fetch together, redirects included; waiting for a host's turn does not count. */
  readonly totalMs: number;
}

export interface HttpOptions {
  readonly userAgent: string;
  readonly policy: FetchPolicy;
  readonly hostLimit: HostLimit;
  readonly timeouts?: Partial<Timeouts>;
  /** How robots.txt and tdmrep.json are kept. */
  readonly siteFiles?: OriginCacheOptions;
  /** How names become addresses; the system's way unless told. */
  readonly lookup?: LookupFunction;
}

export interface OpenOptions {
  readonly signal: AbortSignal;
  /** Sent to the first origin; after a redirect to another one only Accept and Accept-Language remain. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST as application/x-www-form-urlencoded; redirects are then not followed. */
  readonly form?: Readonly<Record<string, string>>;
  readonly maxRedirects?: number;
  /** Whether robots.txt and tdmrep.json are asked at each hop. APIs that we are invited to use, and these files, are not. */
  readonly respectRobots: boolean;
  /** False: what they say is recorded in `signals` but stops nothing, save for the pause that a site asks for. */
  readonly respectOptOuts?: boolean;
  /** The pause that the site asks for, where it is not asked itself. */
  readonly crawlDelayMs?: number;
  readonly acceptEncoding?: "identity" | "gzip";
}

/** A successful answer whose body waits: call `read` or `discard`. */
export interface HttpResponse extends Omit<Exchange, "drain"> {
  /** Where redirects led. */
  readonly url: URL;
  /** What robots.txt and tdmrep.json of every hop said. */
  readonly signals: readonly Signal[];
}

/** The only way to the network. */
export interface Http {
  /** Throws FetchError for anything but a 2xx answer, and the reason of `signal` when that aborts. */
  open(address: string | URL, options: OpenOptions): Promise<HttpResponse>;
  /** Ends all connections, those in use as well. */
  close(): Promise<void>;
}

const TIMEOUTS: Timeouts = { connectMs: 5_000, headersMs: 10_000, idleMs: 10_000, totalMs: 30_000 };
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 5;
/** Silence after a 429 that does not say for how long. */
const DEFAULT_BACK_OFF_SECONDS = 30;
/** Above what 256 fetches at once leave behind in idle connections; a bound, not a limit that is met. */
const MAX_ORIGINS = 20_000;
const ANYWHERE_HEADERS: readonly string[] = ["accept", "accept-language"];

export function createHttp(options: HttpOptions): Http {
  const { policy, hostLimit } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const connectTimeoutMs = timeouts.connectMs;
  const agent = new Agent({
    connect: guardedConnector(policy, {
      connectTimeoutMs,
      ...(options.lookup && { lookup: options.lookup }),
    }),
    connections: 8,
    pipelining: 1,
    allowH2: false,
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.idleMs,
    keepAliveMaxTimeout: 30_000,
    maxOrigins: MAX_ORIGINS,
  });

  /** Asks the site of one hop, notes what it says, and answers the pause it wants. */
  async function askSite(url: URL, open: OpenOptions, signals: Signal[]): Promise<number> {
    const { signal, respectOptOuts = true } = open;
    const stated = await wishes(url, { signal, respectOptOuts });
    const isNew = (one: Signal) =>
      !signals.some((other) => other.signal === one.signal && other.value === one.value);
    signals.push(...stated.signals.filter(isNew));
    return stated.crawlDelayMs;
  }

  /** Throws what an answer that is neither a success nor a redirect means, after telling the host's limit. */
  async function refuse(url: URL, { status, headers, drain }: Exchange): Promise<never> {
    const isBusy = status === 429 || status === 503;
    const asked = isBusy ? parseRetryAfter(first(headers["retry-after"]), Date.now()) : null;
    const silence = asked ?? (status === 429 ? DEFAULT_BACK_OFF_SECONDS : 0);
    if (silence > 0) await hostLimit.backOff(hostKey(url), silence);
    await drain();
    throw statusError(status, hostKey(url), asked);
  }

  const http: Http = {
    async open(address, open) {
      const { signal, respectRobots, acceptEncoding = "identity" } = open;
      const own = { "user-agent": options.userAgent, "accept-encoding": acceptEncoding };
      const body = open.form ? new URLSearchParams(open.form).toString() : null;
      const form = body === null ? {} : { "content-type": "application/x-www-form-urlencoded" };
      let headers: Record<string, string> = { ...lowerCased(open.headers ?? {}), ...form };
      let url = withoutFragment(parseFetchable(address, policy));
      const seen = new Set([url.href]);
      const signals: Signal[] = [];
      const budget: TimeBudget = { leftMs: timeouts.totalMs };

      for (;;) {
        signal.throwIfAborted();
        const crawlDelayMs = respectRobots
          ? await askSite(url, open, signals)
          : (open.crawlDelayMs ?? 0);
        const hop = { agent, url, headers: { accept: "*/*", ...headers, ...own }, signal, budget };
        const answer = await exchange({ ...hop, body, hostLimit, crawlDelayMs });
        const location = first(answer.headers.location);
        if (!REDIRECTS.includes(answer.status) || location === null) {
          if (answer.status < 200 || answer.status > 299) return await refuse(url, answer);
          await assertEncoding(answer, acceptEncoding);
          return { ...answer, url, signals };
        }
        await answer.drain();
        const next = redirectTarget(location, url, policy);
        const most = body === null ? (open.maxRedirects ?? MAX_REDIRECTS) : 0;
        if (seen.has(next.href) || seen.size > most)
          throw new FetchError("too-many-redirects", `gave up after ${seen.size} redirects`);
        seen.add(next.href);
        if (next.origin !== url.origin) headers = onlyAnywhere(headers);
        url = next;
      }
    },
    close: () => agent.destroy(),
  };

  const wishes = createPublisherWishes({
    ...options.siteFiles,
    fetchText: async (url, site) => {
      const open = { ...site, respectRobots: false, acceptEncoding: "gzip" } as const;
      const answer = await http.open(url, open);
      const bytes = await answer.read({ maxBytes: MAX_ROBOTS_BYTES, overflow: "cut" });
      const text = bytes.toString();
      // A line that was cut in two would be another rule than the one that was written.
      return bytes.length < MAX_ROBOTS_BYTES ? text : text.slice(0, text.lastIndexOf("\n") + 1);
    },
  });
  return http;
}

const first = (value: string | string[] | undefined): string | null => [value].flat()[0] ?? null;

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const onlyAnywhere = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => ANYWHERE_HEADERS.includes(name)));

function withoutFragment(url: URL): URL {
  const bare = new URL(url);
  bare.hash = "";
  return bare;
}

/** Where a redirect leads, judged like any address. undici reads header bytes as Latin-1; what is not ASCII goes on as those bytes. */
function redirectTarget(location: string, from: URL, policy: FetchPolicy): URL {
  const escaped = location.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
  const next = URL.parse(escaped, from);
  if (!next) throw new FetchError("blocked-address", "redirects to something that is no address");
  if (from.protocol === "https:" && next.protocol === "http:")
    throw new FetchError("blocked-address", `redirects from https to ${next.host} without it`);
  return withoutFragment(parseFetchable(next, policy));
}

/** A body in an encoding that nobody asked for cannot be bounded by its declared size, so it is not read. */
async function assertEncoding(answer: Exchange, accepted: "identity" | "gzip"): Promise<void> {
  const encoding = first(answer.headers["content-encoding"])?.trim().toLowerCase();
  const isPlain = !encoding || encoding === "identity";
  if (isPlain || (accepted === "gzip" && isGzip(answer.headers))) return;
  await answer.discard();
  throw new FetchError(
    "http-5xx",
    `answered with content-encoding ${encoding}, asked for ${accepted}`,
    {
      httpStatus: answer.status,
    },
  );
}
