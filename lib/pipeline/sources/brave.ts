import { z } from "zod";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { plainText, webUrl } from "./plain-text";
import { answerForKey, keyField, rawWithoutKey } from "./service-key";
import type { Source } from "./source";
import { readAnswer } from "./source-error";

const API = "https://api.search.brave.com";
const NAME = "Brave Search";
/** All there is of a query: the API has no pages. */
const MAX_PER_QUERY = 200;
const MAX_QUERY_LENGTH = 400;
const MAX_QUERY_WORDS = 50;

const Result = z.looseObject({
  url: text,
  title: text,
  thumbnail: z.looseObject({ src: text }).nullish().catch(null),
  properties: z.looseObject({ url: z.string(), width: pixels, height: pixels }),
});
const Answer = z.looseObject({ results: z.array(Result) });

/** An index of the web of its own, with an API that is meant for programs. */
export const brave: Source<"brave"> = {
  kind: "brave",
  name: NAME,
  description:
    "Pictures from the whole web, out of Brave's own index. At most 200 a keyword: more keywords bring more.",
  terms:
    "Your plan says whether results may be stored; every picture belongs to its site: check the rights before you publish.",
  termsUrl: "https://api-dashboard.search.brave.com/terms-of-service",
  homepage: "https://brave.com/search/api/",
  signUpUrl: "https://api-dashboard.search.brave.com/register",
  capabilities: {
    group: "keyed",
    needsKey: true,
    takes: "keyword",
    isScraping: false,
    pageSize: MAX_PER_QUERY,
    maxPerQuery: MAX_PER_QUERY,
    /** One a second on the smallest plan. */
    requestsPerMinute: 60,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: ["safeSearch"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, _cursor, ctx) {
    const token = keyField(brave, ctx.key, "apiKey");
    const search = new URLSearchParams({
      q: keyword.split(/\s+/).slice(0, MAX_QUERY_WORDS).join(" ").slice(0, MAX_QUERY_LENGTH),
      count: String(MAX_PER_QUERY),
      country: "ALL",
      safesearch: filters.safeSearch === false ? "off" : "strict",
      spellcheck: "false",
    });
    const url = `${ctx.baseUrl ?? API}/res/v1/images/search?${search.toString()}`;
    const headers = { accept: "application/json", "x-subscription-token": token };
    // Brave answers 422 to a token that it does not know.
    const body = await answerForKey(NAME, ctx.fetchJson(url, { headers }), [401, 403, 422]);
    const { results } = readAnswer(NAME, Answer, body);
    const usable = results.filter(({ properties }) => webUrl(properties.url));
    return {
      found: usable.map((result) =>
        foundPicture({
          url: result.properties.url,
          pageUrl: webUrl(result.url),
          thumbnailUrl: webUrl(result.thumbnail?.src),
          title: plainText(result.title),
          width: result.properties.width,
          height: result.properties.height,
          raw: rawWithoutKey(result, ctx.key),
        }),
      ),
      ignored: results.length - usable.length,
      cursor: null,
    };
  },
};
