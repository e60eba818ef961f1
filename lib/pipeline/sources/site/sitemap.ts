import { readMarkup, unescapeEntities } from "../page-images/markup";

export interface SitemapPicture {
  readonly pageUrl: string | null;
  readonly address: string;
  readonly title: string | null;
  readonly caption: string | null;
  readonly licence: string | null;
}
export interface Sitemap {
  readonly pages: readonly string[];
  readonly pictures: readonly SitemapPicture[];
  /** Other sitemaps, where this one is an index. */
  readonly sitemaps: readonly string[];
}

/** The protocol's own limit of one file (sitemaps.org), taken for pages and for pictures. */
const MAX_ENTRIES = 50_000;
const LEAVES = /^(?:loc|image:(?:loc|title|caption|license))$/;

/** Reads a sitemap or sitemap index, with Google's image extension; or a text file of one address a line. */
export function readSitemap(text: string): Sitemap {
  if (!text.trimStart().startsWith("<")) {
    const lines = text.split(/\r?\n/, MAX_ENTRIES).flatMap((line) => line.trim() || []);
    return { pages: lines, pictures: [], sitemaps: [] };
  }
  const pages: string[] = [];
  const sitemaps: string[] = [];
  const pictures: SitemapPicture[] = [];
  let entry: Record<string, string> = {};
  let picture: Record<string, string> = {};
  let value: string | null = null;
  for (const markup of readMarkup(text, { isXml: true })) {
    if (pages.length >= MAX_ENTRIES || pictures.length >= MAX_ENTRIES) break;
    if (markup.kind === "text") {
      if (value !== null)
        value += markup.isLiteral ? markup.text : unescapeEntities(markup.text.slice(0, 4_096));
    } else if (markup.kind === "open") {
      value = LEAVES.test(markup.name) ? "" : null;
      if (markup.name === "url" || markup.name === "sitemap") entry = {};
      if (markup.name === "image:image") picture = {};
    } else {
      const { name } = markup;
      if (value !== null) (name.startsWith("image:") ? picture : entry)[name] ??= value.trim();
      value = null;
      if (name === "url" && entry.loc) pages.push(entry.loc);
      if (name === "sitemap" && entry.loc) sitemaps.push(entry.loc);
      if (name === "image:image" && picture["image:loc"])
        pictures.push({
          pageUrl: entry.loc ?? null,
          address: picture["image:loc"],
          title: picture["image:title"] ?? null,
          caption: picture["image:caption"] ?? null,
          licence: picture["image:license"] ?? null,
        });
    }
  }
  return { pages, pictures, sitemaps };
}

/** The sitemaps that a robots.txt names. */
export const sitemapsOfRobots = (robotsTxt: string): string[] =>
  [...robotsTxt.matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S+)/gim)].flatMap(([, one]) => one ?? []);
