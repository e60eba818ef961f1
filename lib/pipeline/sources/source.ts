import type { CrawlFilters } from "@/lib/domain/crawl-job";
import type { Capabilities, SourceKind } from "@/lib/domain/source";

/** One image URL somebody might want, and where it came from. Nothing has been downloaded yet. */
export interface Found {
  readonly url: string;
  readonly pageUrl: string | null;
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
  /** Pixels as the source states them; null when unknown. */
  readonly width: number | null;
  readonly height: number | null;
  /** A label the source itself carries (a column of a list); null takes the keyword's label. */
  readonly label: string | null;
  /** The source's record, kept as it came. */
  readonly raw: Record<string, unknown>;
}

export interface Query {
  readonly keyword: string;
  readonly filters: CrawlFilters;
  /** url-list only: key of the uploaded list, read with ctx.readList. */
  readonly listKey: string | null;
}

export interface DiscoverContext {
  readonly signal: AbortSignal;
  /** The only way to the network: guarded, paced and counted against the source's quota. Throws FetchError. */
  readonly fetchJson: (
    url: string,
    init?: { headers?: Record<string, string> },
  ) => Promise<unknown>;
  /** Replaces the host part of the service's API (SOURCE_BASE_URLS), without a trailing slash. */
  readonly baseUrl: string | null;
  /** Bytes of an uploaded list from `offset`: exactly `length` of them, fewer only at its end. */
  readonly readList: (key: string, offset: number, length: number) => Promise<Uint8Array>;
}

export interface SourcePage {
  readonly found: readonly Found[];
  /** Records of this page that name no usable picture: the person is told how many, and the crawl goes on. */
  readonly ignored: number;
  /** Where to go on after a crash; null when this was the last page. Saved in the same transaction as the candidates. */
  readonly cursor: string | null;
}

/** A place that pictures come from. One file each; it reaches the network only through its context. */
export interface Source<K extends SourceKind = SourceKind> {
  readonly kind: K;
  readonly name: string;
  readonly description: string;
  /** One plain sentence on what its terms allow. */
  readonly terms: string;
  readonly termsUrl: string | null;
  readonly homepage: string | null;
  readonly capabilities: Capabilities;
  page(query: Query, cursor: string | null, ctx: DiscoverContext): Promise<SourcePage>;
}
