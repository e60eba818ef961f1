import { FetchError } from "../../fetch-error";
import { foundPicture } from "../found-picture";
import { licenceStatement } from "../page-images/licence-statement";
import { pictureAddress } from "../page-images/picture-address";
import { isHostBusy, noteOf } from "../page-images/visit";
import { plainText, rawRecord, webUrl } from "../plain-text";
import type { DiscoverContext, Found } from "../source";
import type { Frontier, SiteState } from "./site-state";
import { readSitemap, type SitemapPicture, sitemapsOfRobots } from "./sitemap";

const LIMITS = { files: 50, characters: 50_000_000, pictures: 50_000 };
const MAX_FILE_BYTES = 10_000_000;
/** Where a site keeps its sitemap that does not say where. */
const USUAL_PLACE = "/sitemap.xml";

export interface SitemapStep {
  readonly found: readonly Found[];
  readonly ignored: number;
  readonly notes: readonly string[];
}
const NOTHING: SitemapStep = { found: [], ignored: 0, notes: [] };

/**
 * Reads the first waiting sitemap, or the robots.txt that names some: at most `most` of its pictures at a time, its
 * pages into the frontier. Throws a retryable FetchError("rate-limited") and leaves the state as it was.
 */
export async function readNextSitemap(
  ctx: DiscoverContext,
  state: SiteState,
  frontier: Frontier,
  most: number,
): Promise<SitemapStep> {
  const [address = ""] = state.sitemaps;
  const isSpent =
    state.sitemapFiles >= LIMITS.files ||
    state.sitemapCharacters >= LIMITS.characters ||
    state.sitemapPictures >= LIMITS.pictures;
  if (isSpent) {
    state.sitemaps = [];
    return NOTHING;
  }
  const isRobots = isRobotsTxt(address);
  let text: string;
  try {
    ({ text } = await ctx.fetchPage(address, { maxBytes: MAX_FILE_BYTES, isSitemap: true }));
  } catch (error) {
    if (!(error instanceof FetchError) || isHostBusy(error)) throw error;
    state.sitemaps.shift();
    if (isRobots) state.sitemaps.push(new URL(USUAL_PLACE, address).href);
    const isExpected = isRobots || new URL(address).pathname === USUAL_PLACE;
    return isExpected ? NOTHING : { ...NOTHING, notes: [noteOf(address, error.message)] };
  }
  if (isRobots) {
    const named = sitemapsOfRobots(text);
    state.sitemaps.shift();
    const places = named.length > 0 ? named : [new URL(USUAL_PLACE, address).href];
    queueSitemaps(state, places);
    return NOTHING;
  }

  const sitemap = readSitemap(text);
  const offset = state.sitemapOffset;
  const pictures = sitemap.pictures.slice(offset, offset + most);
  if (offset === 0) {
    state.sitemapFiles += 1;
    for (const page of sitemap.pages) frontier.follow(page, 1);
    queueSitemaps(state, sitemap.sitemaps);
  }
  state.sitemapCharacters += text.length;
  state.sitemapPictures += pictures.length;
  state.sitemapOffset += pictures.length;
  if (state.sitemapOffset >= sitemap.pictures.length) {
    state.sitemaps.shift();
    state.sitemapOffset = 0;
  }
  const found = pictures.flatMap((picture) => foundOf(picture, new URL(address)) ?? []);
  return { found, ignored: pictures.length - found.length, notes: [] };
}

const isRobotsTxt = (address: string) => new URL(address).pathname === "/robots.txt";

function queueSitemaps(state: SiteState, addresses: readonly string[]): void {
  const known = new Set(state.sitemaps);
  const room = Math.max(0, LIMITS.files - state.sitemaps.length);
  // Only a site's own start is a robots.txt: one that names the next would never end.
  const isSitemap = (one: string) => webUrl(one) && !isRobotsTxt(one);
  const fresh = addresses.filter((one) => isSitemap(one) && !known.has(one));
  state.sitemaps.push(...fresh.slice(0, room));
}

function foundOf(picture: SitemapPicture, base: URL): Found | null {
  const url = pictureAddress(picture.address, base);
  if (!url || url === "ignored") return null;
  const title = plainText(picture.title) ?? plainText(picture.caption);
  const pageUrl = webUrl(picture.pageUrl);
  const statement = licenceStatement(picture.licence, base);
  const raw = rawRecord({ element: "sitemap", ...picture });
  return foundPicture({ url, pageUrl, title, ...statement, raw });
}
