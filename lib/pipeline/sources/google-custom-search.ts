import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { plainText, webUrl } from "./plain-text";
import { answerForKey, keyField, rawWithoutKey } from "./service-key";
import type { Source } from "./source";
import { readAnswer } from "./source-error";

const API = "https://www.googleapis.com";
const NAME = "Google Custom Search";
const PAGE_SIZE = 10;
/** The first result of the last page: the API ends after a hundred. */
const LAST_START = 91;

const Item = z.looseObject({
  link: z.string(),
  title: text,
  image: z
    .looseObject({ contextLink: text, thumbnailLink: text, width: pixels, height: pixels })
    .nullish()
    .catch(null),
});
const Answer = z.looseObject({
  items: z.array(Item).optional(),
  queries: z.looseObject({ nextPage: z.array(z.unknown()).optional() }),
});

/** Google's API for keys from before it was closed to new customers. */
export const googleCustomSearch: Source<"google-custom-search"> = {
  kind: "google-custom-search",
  name: NAME,
  description:
    "Google's image results for keys that exist already: new ones are not given out, and the API ends on 1 January 2027. " +
    "Google's pages themselves are not read: its terms forbid it, and every few weeks the pages change to prevent it. SerpApi brings the same pictures.",
  terms:
    "Google's terms restrict storing results, and every picture belongs to its site: check the rights before you publish.",
  termsUrl: "https://developers.google.com/custom-search/terms",
  homepage: "https://developers.google.com/custom-search/v1/overview",
  signUpUrl: "https://developers.google.com/custom-search/v1/overview",
  capabilities: {
    group: "keyed",
    needsKey: true,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: 100,
    requestsPerMinute: 60,
    /** The free share of every key. */
    requestsPerDay: 100,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: ["safeSearch", "colour"],
    sunsetDate: "2027-01-01",
  },
  async page({ keyword, filters }, cursor, ctx) {
    const apiKey = keyField(googleCustomSearch, ctx.key, "apiKey");
    const cx = keyField(googleCustomSearch, ctx.key, "cx");
    const start = Number(cursor ?? 1);
    const search = searchOf(keyword, filters);
    search.set("cx", cx);
    search.set("start", String(start));
    const url = `${ctx.baseUrl ?? API}/customsearch/v1?${search.toString()}`;
    // Google answers 400 to a key or a cx that it does not know.
    const body = await answerForKey(
      NAME,
      ctx.fetchJson(url, { headers: { "x-goog-api-key": apiKey } }),
      [400, 401, 403],
    );
    const { items = [], queries } = readAnswer(NAME, Answer, body);
    const usable = items.filter(({ link }) => webUrl(link));
    const next = start + PAGE_SIZE;
    const isLast = items.length === 0 || !queries.nextPage?.length || next > LAST_START;
    return {
      found: usable.map((item) =>
        foundPicture({
          url: item.link,
          pageUrl: webUrl(item.image?.contextLink),
          thumbnailUrl: webUrl(item.image?.thumbnailLink),
          title: plainText(item.title),
          width: item.image?.width ?? null,
          height: item.image?.height ?? null,
          raw: rawWithoutKey(item, ctx.key),
        }),
      ),
      ignored: items.length - usable.length,
      cursor: isLast ? null : String(next),
    };
  },
};

function searchOf(keyword: string, filters: CrawlFilters): URLSearchParams {
  const { colour, safeSearch } = filters;
  return new URLSearchParams({
    q: keyword,
    searchType: "image",
    num: String(PAGE_SIZE),
    safe: safeSearch === false ? "off" : "active",
    ...(colour && { imgColorType: colour === "grayscale" ? "gray" : "color" }),
  });
}
