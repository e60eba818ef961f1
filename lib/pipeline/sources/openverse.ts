import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import type { ImageFormat } from "@/lib/domain/image";
import { creativeCommonsId } from "@/lib/domain/licence";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { codesWithin } from "./licence-filter";
import { plainText, rawRecord, webUrl } from "./plain-text";
import { answerForKey } from "./service-key";
import type { DiscoverContext, Found, Source } from "./source";
import { readAnswer } from "./source-error";

const API = "https://api.openverse.org";
/** More than 20 a page answers 401 without a key, more than 50 with one. Both divide the depth. */
const PAGE_SIZE = 20;
const KEYED_PAGE_SIZE = 40;
/** All that a query gives, with a key or without one. */
const MAX_PER_QUERY = 240;
/** A token lives for hours; a new one twice an hour also outlasts one that was taken back early. */
const TOKEN_SECONDS = 1800;
/** Pixels below which Openverse calls a picture small, and medium. */
const MEDIUM_PIXELS = 640 * 480;
const LARGE_PIXELS = 1600 * 1200;

const EXTENSIONS: Record<ImageFormat, string> = {
  jpeg: "jpg,jpeg",
  png: "png",
  webp: "webp",
  gif: "gif",
  avif: "avif",
  tiff: "tif,tiff",
  bmp: "bmp",
};
const ASPECT_RATIOS = { landscape: "wide", portrait: "tall", square: "square" } as const;

const Result = z.looseObject({
  id: z.string(),
  url: z.string(),
  license: z.string(),
  license_version: text,
  license_url: text,
  title: text,
  creator: text,
  creator_url: text,
  foreign_landing_url: text,
  attribution: text,
  thumbnail: text,
  mature: z.boolean().nullish(),
  width: pixels,
  height: pixels,
});
const Answer = z.looseObject({ page_count: z.number().int().min(0), results: z.array(Result) });
const Token = z.looseObject({ access_token: z.string().min(1) });

/** WordPress's index of openly licensed works: no key, and every picture with licence and credit. */
export const openverse: Source<"openverse"> = {
  kind: "openverse",
  name: "Openverse",
  description:
    "About 800 million openly licensed and public-domain pictures, each with its licence, creator and credit line. An optional key raises how fast it may be asked.",
  terms:
    "Every picture carries its own open licence; most ask for credit. The index itself may not be copied wholesale.",
  termsUrl: "https://docs.openverse.org/terms_of_service.html",
  homepage: "https://openverse.org",
  signUpUrl: "https://api.openverse.org/v1/#tag/auth",
  capabilities: {
    group: "open",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    requestsPerMinute: 20,
    requestsPerDay: 200,
    licenceData: "full",
    machineLearningUse: "attribution",
    pushes: ["licences", "formats", "safeSearch", "orientation", "aspect", "size"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const search = searchOf(keyword, filters);
    if (!search) return { found: [], ignored: 0, cursor: null };
    const offset = Number(cursor ?? 0);
    // A crawl that began without the key may stand in the middle of one of its larger pages.
    const isKeyed = ctx.key !== null && offset % KEYED_PAGE_SIZE === 0;
    const size = isKeyed ? KEYED_PAGE_SIZE : PAGE_SIZE;
    const page = offset / size + 1;
    search.set("page", String(page));
    search.set("page_size", String(size));
    const answer = readAnswer("Openverse", Answer, await askApi(search, ctx));
    const isSafe = filters.safeSearch !== false;
    const found = answer.results.flatMap((result) => {
      const isUsable = webUrl(result.url) && !(isSafe && result.mature);
      return isUsable ? [foundOf(result)] : [];
    });
    const next = offset + size;
    const isLast =
      answer.results.length === 0 || page >= answer.page_count || next >= MAX_PER_QUERY;
    return {
      found,
      ignored: answer.results.length - found.length,
      cursor: isLast ? null : String(next),
    };
  },
};

/** Throws sourceError "key-refused" where the person's client id and secret are not accepted. */
async function askApi(search: URLSearchParams, ctx: DiscoverContext): Promise<unknown> {
  const base = `${ctx.baseUrl ?? API}/v1`;
  const url = `${base}/images/?${search.toString()}`;
  const { key } = ctx;
  if (!key) return ctx.fetchJson(url);
  const form = {
    grant_type: "client_credentials",
    client_id: key.clientId ?? "",
    client_secret: key.clientSecret ?? "",
  };
  const askWithToken = async () => {
    const token = await ctx.cached("token", TOKEN_SECONDS, async () =>
      readAnswer("Openverse", Token, await ctx.fetchJson(`${base}/auth_tokens/token/`, { form })),
    );
    return ctx.fetchJson(url, { headers: { authorization: `Bearer ${token.access_token}` } });
  };
  return answerForKey("Openverse", askWithToken());
}

/** The query string without its page, or null when no licence of Openverse can pass the filter. */
function searchOf(keyword: string, filters: CrawlFilters): URLSearchParams | null {
  const search = new URLSearchParams({
    q: Array.from(keyword).slice(0, 200).join(""),
    mature: String(filters.safeSearch === false),
  });
  if (filters.licences) {
    const codes = codesWithin(filters.licences);
    if (codes.length === 0) return null;
    search.set("license", codes.join(","));
  }
  if (filters.formats)
    search.set("extension", filters.formats.map((format) => EXTENSIONS[format]).join(","));
  const aspect = aspectOf(filters);
  if (aspect) search.set("aspect_ratio", aspect);
  const pixels = (filters.minWidth ?? 1) * (filters.minHeight ?? 1);
  if (pixels >= LARGE_PIXELS) search.set("size", "large");
  else if (pixels >= MEDIUM_PIXELS) search.set("size", "medium,large");
  return search;
}

function aspectOf({ orientation, minAspectRatio = 0, maxAspectRatio = 100 }: CrawlFilters) {
  if (orientation) return ASPECT_RATIOS[orientation];
  if (minAspectRatio > 1.1) return "wide";
  return maxAspectRatio < 0.9 ? "tall" : null;
}

function foundOf(result: z.infer<typeof Result>): Found {
  return foundPicture({
    url: result.url,
    pageUrl: webUrl(result.foreign_landing_url),
    thumbnailUrl: webUrl(result.thumbnail),
    sourceId: result.id,
    title: plainText(result.title),
    creator: plainText(result.creator),
    creatorUrl: webUrl(result.creator_url),
    licence: creativeCommonsId(result.license, result.license_version),
    licenceUrl: webUrl(result.license_url),
    attribution: plainText(result.attribution, 1000),
    width: result.width ?? null,
    height: result.height ?? null,
    raw: rawRecord(result),
  });
}
