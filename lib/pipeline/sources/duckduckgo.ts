import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { DiscoverContext, Source } from "./source";
import { readAnswer } from "./source-error";
import { askEngine, blockedBy, ENGINE_REQUESTS_PER_MINUTE, readEngineJson } from "./web-engine";

const ORIGIN = "https://duckduckgo.com";
const NAME = "DuckDuckGo Images";
const PAGE_SIZE = 100;
const MAX_PER_QUERY = 1000;
const MAX_QUERY_LENGTH = 499;
const TOKEN_SECONDS = 3600;

const LAYOUTS = { landscape: "Wide", portrait: "Tall", square: "Square" } as const;
const COLOURS = { colour: "color", grayscale: "Monochrome" } as const;

const Result = z.looseObject({
  image: z.string(),
  url: text,
  thumbnail: text,
  title: text,
  width: pixels,
  height: pixels,
});
const Answer = z.looseObject({ results: z.array(Result), next: text });

/** DuckDuckGo's image search, whose results are Bing's. */
export const duckduckgo: Source<"duckduckgo"> = {
  kind: "duckduckgo",
  name: NAME,
  description:
    "Pictures from the whole web, by asking what DuckDuckGo's result page asks. Often refuses servers in data centres.",
  terms:
    "DuckDuckGo's terms restrict automated reading, and every picture belongs to its site: check the rights before you publish.",
  termsUrl: "https://duckduckgo.com/terms",
  homepage: "https://duckduckgo.com",
  signUpUrl: null,
  capabilities: {
    group: "web-engine",
    needsKey: false,
    takes: "keyword",
    isScraping: true,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    requestsPerMinute: ENGINE_REQUESTS_PER_MINUTE,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: ["safeSearch", "colour", "orientation"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const q = keyword.slice(0, MAX_QUERY_LENGTH);
    const origin = ctx.baseUrl ?? ORIGIN;
    const from = Number(cursor ?? 0);
    const search = new URLSearchParams({
      q,
      o: "json",
      l: "wt-wt",
      s: String(from),
      p: filters.safeSearch === false ? "-1" : "1",
      f: filterOf(filters),
      vqd: await ctx.cached(`vqd ${q}`, TOKEN_SECONDS, () => tokenOf(q, origin, ctx)),
    });
    const { text: body } = await askEngine(NAME, ctx, `${origin}/i.js?${search.toString()}`, {
      accept: "application/json",
      referer: `${origin}/`,
    });
    const { results, next } = readAnswer(NAME, Answer, readEngineJson(NAME, body));
    const usable = results.filter(({ image }) => webUrl(image));
    const following = Number(/[?&]s=(\d+)/.exec(next ?? "")?.[1] ?? 0);
    const isLast = results.length === 0 || following <= from || following >= MAX_PER_QUERY;
    return {
      found: usable.map((result) =>
        foundPicture({
          url: result.image,
          pageUrl: webUrl(result.url),
          thumbnailUrl: webUrl(result.thumbnail),
          title: plainText(result.title),
          width: result.width,
          height: result.height,
          raw: rawRecord(result),
        }),
      ),
      ignored: results.length - usable.length,
      cursor: isLast ? null : String(following),
    };
  },
};

/** The token that the result page gives for one query; without one the page was meant to keep programs out. */
async function tokenOf(q: string, origin: string, ctx: DiscoverContext): Promise<string> {
  const search = new URLSearchParams({ q, iar: "images" });
  const { text: page } = await askEngine(NAME, ctx, `${origin}/?${search.toString()}`, {
    accept: "text/html",
  });
  const token = /\bvqd=["']?([\w-]{1,200})/.exec(page)?.[1];
  if (!token) throw blockedBy(NAME);
  return token;
}

/** Six slots by position: time, size, colour, type, layout, licence. */
const filterOf = ({ colour, orientation }: CrawlFilters): string =>
  [
    "",
    "",
    colour ? `color:${COLOURS[colour]}` : "",
    "",
    orientation ? `layout:${LAYOUTS[orientation]}` : "",
    "",
  ].join(",");
