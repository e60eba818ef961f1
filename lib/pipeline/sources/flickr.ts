import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { licenceUrl } from "@/lib/domain/licence";
import type { SourceKey } from "@/lib/domain/source";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { isOpenLicence, matchesLicences } from "./licence-filter";
import { plainText, webUrl } from "./plain-text";
import { answerForKey, keyField, keyRefused, rawWithoutKey } from "./service-key";
import { chooseRendition } from "./smallest-enough";
import type { Found, Source } from "./source";
import { readAnswer, sourceError } from "./source-error";
import { statedDay } from "./stated-day";

const API = "https://api.flickr.com";
const NAME = "Flickr";
const PAGE_SIZE = 250;
/** Flickr repeats itself behind the first 4,000 results. */
const MAX_PER_QUERY = 4000;

/** By Flickr's own number, as flickr.photos.licenses.getInfo lists them. */
const LICENCES: readonly string[] = [
  "LicenseRef-Flickr-ARR",
  "CC-BY-NC-SA-2.0",
  "CC-BY-NC-2.0",
  "CC-BY-NC-ND-2.0",
  "CC-BY-2.0",
  "CC-BY-SA-2.0",
  "CC-BY-ND-2.0",
  "LicenseRef-No-Known-Restrictions",
  "LicenseRef-US-Government-Work",
  "CC0-1.0",
  "PDM-1.0",
  "CC-BY-4.0",
  "CC-BY-SA-4.0",
  "CC-BY-ND-4.0",
  "CC-BY-NC-4.0",
  "CC-BY-NC-SA-4.0",
  "CC-BY-NC-ND-4.0",
];
/** Renditions from small to large: longer side 500, 640, 800, 1024, 1600, 2048, the original. */
const SIZES = ["m", "z", "c", "l", "h", "k", "o"];
const EXTRAS = [
  "license,owner_name,path_alias,description,tags,date_taken,o_dims",
  "url_n",
  ...SIZES.map((size) => `url_${size}`),
].join(",");
/** Of its error codes (stat "fail"): login, permission and key. */
const KEY_CODES: readonly number[] = [98, 99, 100];

const Photo = z.looseObject({
  id: z.string(),
  owner: z.string(),
  license: z.union([z.string(), z.number()]),
  title: text,
  ownername: text,
  pathalias: text,
  datetaken: text,
  datetakenunknown: z.coerce.number().catch(0),
  url_n: text,
});
const Answer = z.looseObject({
  photos: z.looseObject({ pages: z.number().int().min(0), photo: z.array(Photo) }),
});
const Failure = z.looseObject({ stat: z.literal("fail"), code: z.coerce.number() });

/** The photographs that people share on Flickr. */
export const flickr: Source<"flickr"> = {
  kind: "flickr",
  name: NAME,
  description:
    "Photographs of people from all over the world. Openly licensed ones only, unless the licence filter names LicenseRef-Flickr-ARR.",
  terms:
    "Every photograph carries its own licence; most ask for credit. New keys need a Pro account.",
  termsUrl: "https://www.flickr.com/help/terms/api",
  homepage: "https://www.flickr.com",
  signUpUrl: "https://www.flickr.com/services/apps/create/",
  capabilities: {
    group: "keyed",
    needsKey: true,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    /** 3,600 an hour for a key. */
    requestsPerMinute: 60,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "attribution",
    pushes: ["licences", "safeSearch", "date"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const apiKey = keyField(flickr, ctx.key, "apiKey");
    const page = Number(cursor ?? 1);
    const search = searchOf(keyword, filters);
    if (!search) return { found: [], ignored: 0, cursor: null };
    search.set("page", String(page));
    search.set("api_key", apiKey);
    const body = await answerForKey(
      NAME,
      ctx.fetchJson(`${ctx.baseUrl ?? API}/services/rest/?${search.toString()}`),
    );
    const failure = Failure.safeParse(body);
    if (failure.success) throw failureOf(failure.data.code);
    const { photo: photos, pages } = readAnswer(NAME, Answer, body).photos;
    const found = photos.flatMap((photo) => foundOf(photo, filters, ctx.key) ?? []);
    const isLast = photos.length === 0 || page >= Math.min(pages, MAX_PER_QUERY / PAGE_SIZE);
    return {
      found,
      ignored: photos.length - found.length,
      cursor: isLast ? null : String(page + 1),
    };
  },
};

const failureOf = (code: number) => {
  if (KEY_CODES.includes(code)) return keyRefused(NAME);
  return code === 10 || code === 105
    ? sourceError("server-error", "Flickr's search is not available at the moment.")
    : sourceError("refused", `Flickr refused the search (code ${code}).`);
};

/** The query string without page and key, or null when no licence of Flickr can pass the filter. */
function searchOf(keyword: string, filters: CrawlFilters): URLSearchParams | null {
  const { licences, safeSearch, createdAfter, createdBefore } = filters;
  const isWanted = (id: string) => (licences ? matchesLicences(id, licences) : isOpenLicence(id));
  const numbers = LICENCES.flatMap((id, number) => (isWanted(id) ? number : []));
  if (numbers.length === 0) return null;
  return new URLSearchParams({
    method: "flickr.photos.search",
    format: "json",
    nojsoncallback: "1",
    text: keyword,
    sort: "relevance",
    media: "photos",
    content_types: "0",
    license: numbers.join(","),
    safe_search: safeSearch === false ? "3" : "1",
    per_page: String(PAGE_SIZE),
    extras: EXTRAS,
    ...(createdAfter && { min_taken_date: `${createdAfter} 00:00:00` }),
    ...(createdBefore && { max_taken_date: `${createdBefore} 23:59:59` }),
  });
}

function foundOf(
  photo: z.infer<typeof Photo>,
  filters: CrawlFilters,
  key: SourceKey | null,
): Found | null {
  const renditions = SIZES.flatMap((size) => {
    const url = text.parse(photo[`url_${size}`]);
    if (!url || !webUrl(url)) return [];
    const width = pixels.parse(photo[`width_${size}`]);
    return { url, width, height: pixels.parse(photo[`height_${size}`]) };
  });
  const rendition = chooseRendition(renditions, filters);
  if (!rendition) return null;
  const licence = LICENCES[Number(photo.license)] ?? "unknown";
  const owner = encodeURIComponent(photo.pathalias || photo.owner);
  return foundPicture({
    ...rendition,
    pageUrl: `https://www.flickr.com/photos/${owner}/${encodeURIComponent(photo.id)}`,
    thumbnailUrl: webUrl(photo.url_n),
    sourceId: photo.id,
    title: plainText(photo.title),
    creator: plainText(photo.ownername),
    creatorUrl: `https://www.flickr.com/people/${owner}/`,
    licence,
    licenceUrl: licenceUrl(licence),
    createdOn: photo.datetakenunknown ? null : statedDay(photo.datetaken),
    raw: rawWithoutKey(photo, key),
  });
}
