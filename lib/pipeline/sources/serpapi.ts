import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { parseLicence } from "./licence-filter";
import { type LicenceScope, licenceScope } from "./licence-scope";
import { plainText, webUrl } from "./plain-text";
import { answerForKey, keyField, rawWithoutKey } from "./service-key";
import type { Source } from "./source";
import { readAnswer, sourceError } from "./source-error";

const API = "https://serpapi.com";
const NAME = "SerpApi (Google Images)";
const PAGE_SIZE = 100;
const MAX_PAGES = 10;

const LICENCES: Record<LicenceScope, string> = {
  "public-domain": "fmc",
  "modify-commercially": "fmc",
  "use-commercially": "fc",
  modify: "fm",
  share: "f",
};
const ASPECTS = { landscape: "w", portrait: "t", square: "s" } as const;

const Result = z.looseObject({
  original: z.string(),
  link: text,
  thumbnail: text,
  title: text,
  original_width: pixels,
  original_height: pixels,
  license_details_url: text,
});
/** A query without results has an `error` and no list, and is still a success. */
const Answer = z.looseObject({
  images_results: z.array(Result).optional(),
  search_metadata: z.looseObject({ status: text }),
});

/** A paid service that reads Google's result pages. */
export const serpapi: Source<"serpapi"> = {
  kind: "serpapi",
  name: NAME,
  description:
    "Google's image results, read by a paid service on your behalf. A hundred a request; the licence is known for few.",
  terms:
    "SerpApi reads Google's pages and answers for it; every picture belongs to its site: check the rights before you publish.",
  termsUrl: "https://serpapi.com/legal",
  homepage: "https://serpapi.com",
  signUpUrl: "https://serpapi.com/users/sign_up",
  capabilities: {
    group: "keyed",
    needsKey: true,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: PAGE_SIZE * MAX_PAGES,
    requestsPerMinute: 30,
    requestsPerDay: null,
    licenceData: "partial",
    machineLearningUse: "restricted",
    pushes: ["licences", "safeSearch", "colour", "orientation"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const apiKey = keyField(serpapi, ctx.key, "apiKey");
    const page = Number(cursor ?? 0);
    const asked = filters.licences && { licenceFilter: LICENCES[licenceScope(filters.licences)] };
    const search = searchOf(keyword, filters);
    search.set("ijn", String(page));
    search.set("api_key", apiKey);
    const body = await answerForKey(
      NAME,
      ctx.fetchJson(`${ctx.baseUrl ?? API}/search.json?${search.toString()}`),
    );
    const { search_metadata: about, images_results: results = [] } = readAnswer(NAME, Answer, body);
    if (about.status === "Error")
      throw sourceError("server-error", "SerpApi could not read Google's results.");
    const usable = results.filter(({ original }) => webUrl(original));
    return {
      found: usable.map((result) =>
        foundPicture({
          url: result.original,
          pageUrl: webUrl(result.link),
          thumbnailUrl: webUrl(result.thumbnail),
          title: plainText(result.title),
          licence: parseLicence(result.license_details_url),
          licenceUrl: webUrl(result.license_details_url),
          width: result.original_width,
          height: result.original_height,
          raw: rawWithoutKey({ ...result, ...asked }, ctx.key),
        }),
      ),
      ignored: results.length - usable.length,
      cursor: results.length === 0 || page + 1 >= MAX_PAGES ? null : String(page + 1),
    };
  },
};

function searchOf(keyword: string, filters: CrawlFilters): URLSearchParams {
  const { licences, colour, orientation, safeSearch } = filters;
  return new URLSearchParams({
    engine: "google_images",
    q: keyword,
    safe: safeSearch === false ? "off" : "active",
    ...(licences && { licenses: LICENCES[licenceScope(licences)] }),
    ...(colour === "grayscale" && { image_color: "bw" }),
    ...(orientation && { imgar: ASPECTS[orientation] }),
  });
}
