import { createHash } from "node:crypto";
import { z } from "zod";

const Page = z.tuple([z.string(), z.int(), z.int()]);
/** Where a crawl of a site stands: all of it is the cursor, at most about a megabyte. */
export const SiteState = z.object({
  /** Hosts that are crawled, without `www.`. */
  hosts: z.array(z.string()),
  /** Pages to read, in order: address, depth, failed tries. */
  queue: z.array(Page),
  /** Short hashes of every page that was ever queued. */
  seen: z.array(z.string()),
  /** Short hash of a path → how many addresses with a query it has had. */
  queries: z.record(z.string(), z.int()),
  sitemaps: z.array(z.string()),
  sitemapFiles: z.int(),
  sitemapCharacters: z.int(),
  /** Pictures that sitemaps gave; `sitemapOffset` of them are of the file now being read. */
  sitemapPictures: z.int(),
  sitemapOffset: z.int(),
  read: z.int(),
  tried: z.int(),
});
export type SiteState = z.infer<typeof SiteState>;

export const freshState = (): SiteState => ({
  hosts: [],
  queue: [],
  seen: [],
  queries: {},
  sitemaps: [],
  sitemapFiles: 0,
  sitemapCharacters: 0,
  sitemapPictures: 0,
  sitemapOffset: 0,
  read: 0,
  tried: 0,
});

/** Addresses of one path that differ in their query only: calendars and sort orders never end. */
const MAX_QUERIES_PER_PATH = 50;
/** Keeps the cursor below a megabyte: 2,000 queued pages at most. */
const MAX_LINK_LENGTH = 400;
const NO_PAGE =
  /\.(?:jpe?g|png|webp|gif|avif|tiff?|bmp|svgz?|ico|css|m?js|json|xml|rss|atom|txt|csv|pdf|docx?|xlsx?|pptx?|epub|zip|gz|tgz|bz2|xz|7z|rar|tar|iso|dmg|exe|msi|apk|mp[34]|m4[av]|webm|og[gv]|mov|avi|mkv|wav|flac|woff2?|ttf|otf|eot|wasm)$/i;
/** Parameters that say how somebody arrived, or who they are, never which page it is. */
const NO_PART_OF_A_PAGE = /^(?:utm_\w+|fbclid|gclid|msclkid|phpsessid|jsessionid|sessionid)$/i;

const shortHash = (text: string): string =>
  createHash("sha256").update(text).digest("base64url").slice(0, 11);

/** The host that a site is known by: `www.` in front makes no other one. */
export const siteHost = (url: URL): string => url.host.replace(/^www\./, "");

/** Tells whether two addresses are the same page. */
function pageKey(url: URL): string {
  const parameters = new URLSearchParams(
    [...url.searchParams].filter(([name]) => !NO_PART_OF_A_PAGE.test(name)),
  );
  parameters.sort();
  const path = url.pathname.replace(/\/(?:index\.(?:html?|php))?$/i, "");
  return shortHash(`${siteHost(url)}${path}?${parameters}`);
}

/** Queues what can be a page of the site and was not queued before, as far as there is room. */
export function createFrontier(state: SiteState, maxPages: number) {
  const seen = new Set(state.seen);
  const see = (key: string) => {
    seen.add(key);
    state.seen.push(key);
  };
  const isWithin = (url: URL): boolean => state.hosts.includes(siteHost(url));

  const adopt = (url: URL): void => {
    if (!isWithin(url)) state.hosts.push(siteHost(url));
  };

  return {
    isWithin,
    /** Makes a host part of the site: one that a person named, or that a named address redirects to. */
    adopt,
    start(address: string): void {
      const url = new URL(address);
      adopt(url);
      if (seen.has(pageKey(url))) return;
      see(pageKey(url));
      state.queue.push([address, 0, 0]);
    },
    follow(address: string, depth: number): void {
      const url = URL.parse(address);
      if (!url || address.length > MAX_LINK_LENGTH || !isWithin(url)) return;
      const isFull = state.read + state.queue.length >= maxPages;
      if (isFull || NO_PAGE.test(url.pathname) || seen.has(pageKey(url))) return;
      if (url.search) {
        const path = shortHash(siteHost(url) + url.pathname);
        const queries = (state.queries[path] ?? 0) + 1;
        if (queries > MAX_QUERIES_PER_PATH) return;
        state.queries[path] = queries;
      }
      see(pageKey(url));
      state.queue.push([address, depth, 0]);
    },
    /** Another address of a page that has been read: where it redirected to, or its canonical one. */
    alias(address: string): void {
      const url = URL.parse(address);
      if (url && isWithin(url) && !seen.has(pageKey(url))) see(pageKey(url));
    },
  };
}
export type Frontier = ReturnType<typeof createFrontier>;
