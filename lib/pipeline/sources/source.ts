import type { CrawlFilters } from "@/lib/domain/crawl-job";
import type { Signal } from "@/lib/domain/image";
import type { Capabilities, SourceKey, SourceKind } from "@/lib/domain/source";
import type { SourceOptions } from "@/lib/domain/source-options";
import type { StoredBytes } from "@/lib/domain/stored-bytes";

/** One image URL somebody might want, and where it came from. Nothing has been downloaded yet. Made with `foundPicture`. */
export interface Found {
  /** What is downloaded: the rendition that the filters need, not always the original. */
  readonly url: string;
  readonly pageUrl: string | null;
  /** A small rendition of the source's own, for sample searches. */
  readonly thumbnailUrl: string | null;
  /** The source's own id of the picture. */
  readonly sourceId: string | null;
  readonly title: string | null;
  readonly creator: string | null;
  readonly creatorUrl: string | null;
  /** SPDX-like id, see lib/domain/licence.ts. */
  readonly licence: string;
  readonly licenceUrl: string | null;
  /** The source's own credit sentence, where it has one. */
  readonly attribution: string | null;
  /** Pixels of `url` as the source states them; null when unknown. */
  readonly width: number | null;
  readonly height: number | null;
  /** The day the picture was made, else published: YYYY-MM-DD; null when unknown. */
  readonly createdOn: string | null;
  /** SHA-1 (hex) of the original file, where the listing has it. */
  readonly sha1: string | null;
  /** A label the source itself carries (a column of a list); null takes the keyword's label. */
  readonly label: string | null;
  /** Further labels of the same picture. */
  readonly labels: readonly string[];
  /** What the page that it was found on refuses: only a crawl that sets opt-outs aside finds any. */
  readonly signals: readonly Signal[];
  /** Where the bytes lie, for what was uploaded; null for what is fetched from `url`. */
  readonly stored: StoredBytes | null;
  /** The source's record, kept as it came. */
  readonly raw: Record<string, unknown>;
}

export interface Query {
  readonly keyword: string;
  readonly filters: CrawlFilters;
  /** Sources of one's own: key of what they read (a list, addresses of pages, a manifest), see ctx.readList. */
  readonly listKey: string | null;
  readonly options: SourceOptions;
}

export interface FetchedText {
  readonly text: string;
  /** Where redirects led. */
  readonly url: string;
  /** Names in lower case; of a header that came more than once, the first. */
  readonly headers: Readonly<Record<string, string>>;
  /** `name=value` of each Set-Cookie, without its attributes. */
  readonly cookies: readonly string[];
  /** Of a page: every wish of its publisher that was read on the way to it. */
  readonly signals?: readonly Signal[];
}
export interface FetchInit {
  readonly headers?: Record<string, string>;
  /** Sent as application/x-www-form-urlencoded by POST; without it a GET is sent. */
  readonly form?: Record<string, string>;
}

export interface DiscoverContext {
  readonly signal: AbortSignal;
  /**
   * The only ways to the network: guarded, paced and counted against the source's quota. They throw FetchError.
   * These two ask an API, which invites us: robots.txt is not asked.
   */
  readonly fetchJson: (url: string, init?: FetchInit) => Promise<unknown>;
  readonly fetchText: (url: string, init?: FetchInit) => Promise<FetchedText>;
  /**
   * A page made for people: robots.txt, X-Robots-Tag and TDMRep are asked first (FetchError "robots-txt" and
   * "ai-opt-out"). `render` runs its scripts in a headless browser; every request of it goes the same guarded way.
   */
  readonly fetchPage: (
    url: string,
    options?: {
      readonly render?: boolean;
      readonly maxBytes?: number;
      /** X-Robots-Tag keeps sitemaps out of search results, and says nothing about what they list. */
      readonly isSitemap?: boolean;
    },
  ) => Promise<FetchedText>;
  /** False: the person overrides the wishes of publishers; fetchPage knows it by itself. */
  readonly respectOptOuts?: boolean;
  /** Replaces the host part of the service's API (SOURCE_BASE_URLS), without a trailing slash. */
  readonly baseUrl: string | null;
  /** The person's own key, else the server's; null where there is none. */
  readonly key: SourceKey | null;
  /** What `make` gave at most `seconds` ago in this process, for this source and key: tokens, cookies. */
  readonly cached: <T>(name: string, seconds: number, make: () => Promise<T>) => Promise<T>;
  /** Bytes of an uploaded list from `offset`: exactly `length` of them, fewer only at its end. */
  readonly readList: (key: string, offset: number, length: number) => Promise<Uint8Array>;
}

export interface SourcePage {
  readonly found: readonly Found[];
  /** Records of this page that name no usable picture: the person is told how many, and the crawl goes on. */
  readonly ignored: number;
  /** What went wrong with parts of this page, for the person who runs the crawl: at most 20 sentences. */
  readonly notes?: readonly string[];
  /** Where to go on after a crash; null when this was the last page. Saved in the same transaction as the candidates. */
  readonly cursor: string | null;
}

/** What is known of a service before it is asked. */
export interface SourceFacts<K extends string> {
  readonly kind: K;
  readonly name: string;
  readonly description: string;
  /** One plain sentence on what its terms allow. */
  readonly terms: string;
  readonly termsUrl: string | null;
  readonly homepage: string | null;
  /** Where to get a key. */
  readonly signUpUrl: string | null;
  readonly capabilities: Capabilities;
}

/** A place that pictures come from. One file each; it reaches the network only through its context. */
export interface Source<K extends SourceKind = SourceKind> extends SourceFacts<K> {
  page(query: Query, cursor: string | null, ctx: DiscoverContext): Promise<SourcePage>;
}
