import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { licenceUrl } from "@/lib/domain/licence";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { matchesLicences } from "./licence-filter";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { Found, Source } from "./source";
import { readAnswer } from "./source-error";

const API = "https://api.artic.edu";
const IIIF = "https://www.artic.edu/iiif/2";
const PAGE_SIZE = 100;
const MAX_PER_QUERY = 10_000;
/** Widths that the museum keeps ready; the larger one only of works in the public domain. */
const WIDTHS = [843, 1686] as const;
const THUMBNAIL_WIDTH = 400;
const LICENCE = "CC0-1.0";
const FIELDS = [
  "id",
  "title",
  "image_id",
  "is_public_domain",
  "artist_display",
  "artist_titles",
  "date_display",
  "medium_display",
  "credit_line",
  "thumbnail",
];

const Artwork = z.looseObject({
  id: z.number().int(),
  title: text,
  image_id: text,
  is_public_domain: z.boolean(),
  artist_display: text,
  artist_titles: z.array(z.string()).nullish().catch(null),
  /** Its size is that of the original. */
  thumbnail: z.looseObject({ width: pixels, height: pixels }).nullish().catch(null),
});
const Answer = z.looseObject({
  pagination: z.looseObject({ total_pages: z.number().int() }),
  data: z.array(Artwork),
  config: z.looseObject({ iiif_url: text }).optional(),
});

/** The public-domain part of the Art Institute's collection. */
export const artInstituteChicago: Source<"art-institute-chicago"> = {
  kind: "art-institute-chicago",
  name: "Art Institute of Chicago",
  description:
    "Paintings, prints, photographs and objects of the museum in Chicago that are in the public domain, up to 1686 pixels wide.",
  terms:
    "Dedicated to the public domain (CC0): any use, without asking. The museum likes a credit.",
  termsUrl: "https://www.artic.edu/image-licensing",
  homepage: "https://www.artic.edu/collection",
  signUpUrl: null,
  capabilities: {
    group: "open",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    requestsPerMinute: 60,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "allowed",
    pushes: [],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    if (filters.licences && !matchesLicences(LICENCE, filters.licences))
      return { found: [], ignored: 0, cursor: null };
    const page = Number(cursor ?? 1);
    const search = new URLSearchParams({
      q: keyword,
      "query[term][is_public_domain]": "true",
      fields: FIELDS.join(","),
      page: String(page),
      limit: String(PAGE_SIZE),
    });
    const answer = readAnswer(
      "The Art Institute of Chicago",
      Answer,
      await ctx.fetchJson(`${ctx.baseUrl ?? API}/api/v1/artworks/search?${search.toString()}`),
    );
    const iiif = webUrl(answer.config?.iiif_url) ?? IIIF;
    const found = answer.data.flatMap((work) => foundOf(work, iiif, filters) ?? []);
    const isLast =
      answer.data.length === 0 ||
      page >= answer.pagination.total_pages ||
      page * PAGE_SIZE >= MAX_PER_QUERY;
    return {
      found,
      ignored: answer.data.length - found.length,
      cursor: isLast ? null : String(page + 1),
    };
  },
};

/** Null for a work without a picture, or one that is not in the public domain after all. */
function foundOf(work: z.infer<typeof Artwork>, iiif: string, filters: CrawlFilters): Found | null {
  const { image_id: image, is_public_domain: isPublicDomain, thumbnail } = work;
  if (!image || !isPublicDomain) return null;
  const address = (width: number) =>
    `${iiif}/${encodeURIComponent(image)}/full/${width},/0/default.jpg`;
  const size = { width: thumbnail?.width ?? null, height: thumbnail?.height ?? null };
  const { width, height } = sizeFor(size, filters);
  const url = address(width);
  if (!webUrl(url)) return null;
  return foundPicture({
    url,
    width: height === null ? null : width,
    height,
    pageUrl: `https://www.artic.edu/artworks/${work.id}`,
    thumbnailUrl: webUrl(address(Math.min(THUMBNAIL_WIDTH, size.width ?? THUMBNAIL_WIDTH))),
    sourceId: String(work.id),
    title: plainText(work.title),
    creator: plainText(work.artist_titles?.join(", ")) ?? plainText(work.artist_display),
    licence: LICENCE,
    licenceUrl: licenceUrl(LICENCE),
    raw: rawRecord(work),
  });
}

interface Size {
  readonly width: number | null;
  readonly height: number | null;
}

/** The usual width, unless the filters need the larger one. Nothing is enlarged; of an unknown size the height stays so. */
function sizeFor({ width, height }: Size, { minWidth = 0, minHeight = 0 }: CrawlFilters) {
  const [usual, large] = WIDTHS;
  if (width === null || height === null) return { width: usual, height: null };
  const made = (most: number) => {
    const side = Math.min(most, width);
    return { width: side, height: Math.round((height * side) / width) };
  };
  const small = made(usual);
  return small.width >= minWidth && small.height >= minHeight ? small : made(large);
}
