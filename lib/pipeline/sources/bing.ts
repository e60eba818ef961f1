import { createHash } from "node:crypto";
import { load } from "cheerio/slim";
import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { Found, Source } from "./source";
import { sourceError } from "./source-error";
import { askEngine, blockedBy, ENGINE_REQUESTS_PER_MINUTE } from "./web-engine";

const ORIGIN = "https://www.bing.com";
const NAME = "Bing Images";
const PAGE_SIZE = 35;
const MAX_PER_QUERY = 1000;
/** Pages whose addresses the cursor remembers: Bing repeats its last pages instead of ending. */
const REMEMBERED = 10 * PAGE_SIZE;

const ASPECTS = { landscape: "wide", portrait: "tall", square: "square" } as const;

/** `seen` holds short hashes of the addresses of the pages before. */
const Cursor = z.object({ first: z.int().min(1), seen: z.array(z.string()) });

/** What a result carries in its attribute `m`. */
const Result = z.looseObject({ murl: z.string(), purl: text, turl: text, t: text, mid: text });

/** The result pages of Bing's image search, which has no API since August 2025. */
export const bing: Source<"bing"> = {
  kind: "bing",
  name: NAME,
  description:
    "Pictures from the whole web, by reading Bing's result pages. Gives some hundred a keyword, without any licence.",
  terms:
    "Microsoft's terms restrict automated reading, and every picture belongs to its site: check the rights before you publish.",
  termsUrl: "https://www.microsoft.com/servicesagreement",
  homepage: "https://www.bing.com/images",
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
    pushes: ["size", "safeSearch", "colour", "orientation"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const { first, seen } =
      cursor === null ? { first: 1, seen: [] } : Cursor.parse(JSON.parse(cursor));
    const search = searchOf(keyword, filters);
    search.set("first", String(first));
    const answer = await askEngine(
      NAME,
      ctx,
      `${ctx.baseUrl ?? ORIGIN}/images/async?${search.toString()}`,
    );
    const { found, ignored } = resultsOf(answer.text, first === 1);
    const hashes = [...new Set(found.map(({ url }) => hashOf(url)))];
    const fresh = hashes.filter((hash) => !seen.includes(hash));
    const next = first + PAGE_SIZE;
    const isLast = fresh.length === 0 || fresh.length * 2 < hashes.length || next > MAX_PER_QUERY;
    const remembered = [...seen, ...fresh].slice(-REMEMBERED);
    return {
      found,
      ignored,
      cursor: isLast ? null : JSON.stringify({ first: next, seen: remembered }),
    };
  },
};

/** 36 bits: enough to tell a few hundred addresses apart. */
const hashOf = (url: string) => createHash("sha256").update(url).digest("base64url").slice(0, 6);

function searchOf(keyword: string, filters: CrawlFilters): URLSearchParams {
  const { minWidth, minHeight, colour, orientation } = filters;
  const chosen = [
    (minWidth || minHeight) && `imagesize-custom_${minWidth ?? 1}_${minHeight ?? 1}`,
    colour && (colour === "grayscale" ? "color2-bw" : "color2-color"),
    orientation && `aspect-${ASPECTS[orientation]}`,
  ].filter((filter) => typeof filter === "string");
  return new URLSearchParams({
    q: keyword.slice(0, 500),
    async: "1",
    count: String(PAGE_SIZE),
    adlt: filters.safeSearch === false ? "off" : "strict",
    mkt: "en-US",
    ...(chosen.length > 0 && { qft: chosen.map((filter) => `+filterui:${filter}`).join("") }),
  });
}

/** Throws "blocked" for a page that is no result page, "changed-shape" for one whose results cannot be read. */
function resultsOf(html: string, isFirstPage: boolean) {
  const page = load(html, null, false);
  const isResultPage = page(".iusc, .imgpt, .dgControl, .dgControl_list, .no_results").length > 0;
  // Behind the last page there may be nothing at all.
  if (!isResultPage && (isFirstPage || html.trim() !== "")) throw blockedBy(NAME);
  const anchors = page("a.iusc[m]").toArray();
  const found = anchors.flatMap((anchor): Found[] => {
    const result = readResult(page(anchor).attr("m") ?? "");
    if (!result || !webUrl(result.murl)) return [];
    const spans = page(anchor).closest(".imgpt").find("span").toArray();
    const [, width, height] =
      spans.map((span) => /(\d{1,5}) ?[x×] ?(\d{1,5})/.exec(page(span).text())).find(Boolean) ?? [];
    return [
      foundPicture({
        url: result.murl,
        pageUrl: webUrl(result.purl),
        thumbnailUrl: webUrl(result.turl),
        sourceId: result.mid || null,
        // Bing marks the words that were searched for with two characters of the private use area.
        title: plainText(result.t?.replace(/[\ue000\ue001]/g, "")),
        width: Number(width) || null,
        height: Number(height) || null,
        raw: rawRecord(result),
      }),
    ];
  });
  if (anchors.length > 0 && found.length === 0)
    throw sourceError(
      "changed-shape",
      `${NAME} answered in an unexpected shape: no result has a murl.`,
      { field: "murl" },
    );
  return { found, ignored: anchors.length - found.length };
}

function readResult(json: string): z.infer<typeof Result> | null {
  try {
    return Result.parse(JSON.parse(json));
  } catch {
    return null;
  }
}
