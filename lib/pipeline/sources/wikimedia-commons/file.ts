import { load } from "cheerio/slim";
import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { licenceUrl } from "@/lib/domain/licence";
import { pixels, text } from "../answer-fields";
import { foundPicture } from "../found-picture";
import { parseLicence } from "../licence-filter";
import { plainText, rawRecord, webUrl } from "../plain-text";
import { chooseRendition, type Rendition } from "../smallest-enough";
import type { Found } from "../source";
import { statedDay } from "../stated-day";

const SITE = "https://commons.wikimedia.org";

/** PHP writes an empty map as a list. */
const Metadata = z.record(z.string(), z.looseObject({ value: z.unknown() })).catch({});
const ImageInfo = z.looseObject({
  url: z.string(),
  descriptionurl: text,
  width: pixels,
  height: pixels,
  mime: text,
  sha1: text,
  timestamp: text,
  thumburl: text,
  thumbwidth: pixels,
  thumbheight: pixels,
  thumbmime: text,
  extmetadata: Metadata.optional(),
});
type ImageInfo = z.infer<typeof ImageInfo>;
/** A file whose bytes are lost has facts all the same, among them no address. */
const presentOnly = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.filter((info) => !(typeof info === "object" && info !== null && "filemissing" in info))
    : value;
/** A file as the API lists it. */
export const CommonsFile = z.looseObject({
  pageid: z.number().int(),
  title: z.string(),
  imageinfo: z.preprocess(presentOnly, z.array(ImageInfo).optional()),
});
export type CommonsFile = z.infer<typeof CommonsFile>;

/** Null for a file that is gone or has no picture to download. */
export function foundOf(
  { pageid, title, imageinfo, ...page }: CommonsFile,
  filters: CrawlFilters,
): Found | null {
  const info = imageinfo?.[0];
  const rendition = info && chooseRendition(renditionsOf(info, filters), filters);
  if (!rendition) return null;
  const facts = (name: string): string | null => {
    const value = info.extmetadata?.[name]?.value;
    return typeof value === "string" || typeof value === "number" ? String(value) : null;
  };
  const licence = licenceOf(facts);
  const name = title.replace(/^File:/, "").replace(/\.[a-z0-9]{1,5}$/i, "");
  return foundPicture({
    ...rendition,
    pageUrl: webUrl(info.descriptionurl),
    thumbnailUrl: webUrl(info.thumburl),
    sourceId: String(pageid),
    title: plainText(facts("ObjectName")) ?? plainText(name),
    creator: plainText(facts("Artist")),
    creatorUrl: firstLink(facts("Artist")),
    licence,
    licenceUrl: webUrl(facts("LicenseUrl")) ?? licenceUrl(licence),
    attribution: plainText(facts("Attribution"), 1000),
    createdOn: dayOf(facts("DateTimeOriginal")) ?? statedDay(info.timestamp),
    sha1: /^[0-9a-f]{40}$/i.test(info.sha1 ?? "") ? (info.sha1 ?? null) : null,
    raw: rawRecord({ pageid, title, ...page, imageinfo: [info] }),
  });
}

/** The made rendition before the original, where it is smaller and of a wanted format. */
function renditionsOf(info: ImageInfo, { formats }: CrawlFilters): Rendition[] {
  const original = { url: info.url, width: info.width ?? null, height: info.height ?? null };
  const made = {
    url: info.thumburl ?? "",
    width: info.thumbwidth ?? null,
    height: info.thumbheight ?? null,
  };
  const isWanted = (mime: string | null | undefined) =>
    !formats || formats.some((format) => mime === `image/${format}`);
  const isPicture = info.mime !== "image/svg+xml";
  // Of an original that is not wider, the "rendition" is the original itself.
  const isSmaller = !isPicture || made.width === null || made.width < (original.width ?? Infinity);
  const isMade = isSmaller && (isWanted(info.thumbmime ?? info.mime) || !isWanted(info.mime));
  return [...(isMade ? [made] : []), ...(isPicture ? [original] : [])].filter(({ url }) =>
    webUrl(url),
  );
}

/** The link says the version; the short name says what has no link. */
function licenceOf(facts: (name: string) => string | null): string {
  for (const name of ["LicenseUrl", "LicenseShortName", "License", "UsageTerms"]) {
    const fact = plainText(facts(name));
    const id = parseLicence(
      fact && /^https?:/.test(fact) && !/creativecommons/.test(fact) ? null : fact,
    );
    if (id !== "unknown") return id;
  }
  return "unknown";
}

/** "2014-05-03 12:00:00", or a sentence with the date in a `time` element. */
const dayOf = (html: string | null): string | null =>
  statedDay(plainText(html)) ?? statedDay(/datetime="([^"]{10,40})"/.exec(html ?? "")?.[1]);

function firstLink(html: string | null): string | null {
  if (!html?.includes("<a")) return null;
  const href = load(html.slice(0, 10_000), null, false)("a[href]").first().attr("href");
  const url = href ? URL.parse(href, SITE)?.href : null;
  return webUrl(url);
}
