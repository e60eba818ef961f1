import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import type { ImageFormat } from "@/lib/domain/image";
import { creativeCommonsId } from "@/lib/domain/licence";
import { AppError } from "@/lib/errors";
import { licenceFamily, matchesLicences } from "./licence-filter";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { Found, Source } from "./source";

const API = "https://api.openverse.org";
/** More than 20 a page answers 401 without a key; 240 results a query is all it gives, with or without one. */
const PAGE_SIZE = 20;
const MAX_PER_QUERY = 240;
const MAX_PAGES = MAX_PER_QUERY / PAGE_SIZE;

const CODES = ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd", "cc0", "pdm"];
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

const text = z.string().nullish();
const pixels = z.number().int().positive().nullish().catch(null);
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
  mature: z.boolean().nullish(),
  width: pixels,
  height: pixels,
});
const Answer = z.looseObject({ page_count: z.number().int().min(0), results: z.array(Result) });

/** WordPress's index of openly licensed works: no key, and every picture with licence and credit. */
export const openverse: Source<"openverse"> = {
  kind: "openverse",
  name: "Openverse",
  description:
    "About 800 million openly licensed and public-domain pictures, each with its licence, creator and credit line.",
  terms:
    "Every picture carries its own open licence; most ask for credit. The index itself may not be copied wholesale.",
  termsUrl: "https://docs.openverse.org/terms_of_service.html",
  homepage: "https://openverse.org",
  capabilities: {
    needsKey: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    requestsPerMinute: 20,
    requestsPerDay: 200,
    licenceData: "full",
    machineLearningUse: "attribution",
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const page = Number(cursor ?? 1);
    const search = searchOf(keyword, filters);
    if (!search) return { found: [], ignored: 0, cursor: null };
    search.set("page", String(page));
    const answer = parseAnswer(
      await ctx.fetchJson(`${ctx.baseUrl ?? API}/v1/images/?${search.toString()}`),
    );
    const isSafe = filters.safeSearch !== false;
    const found = answer.results.flatMap((result) => {
      const isUsable = webUrl(result.url) && !(isSafe && result.mature);
      return isUsable ? [foundOf(result)] : [];
    });
    const isLast = answer.results.length === 0 || page >= Math.min(answer.page_count, MAX_PAGES);
    return {
      found,
      ignored: answer.results.length - found.length,
      cursor: isLast ? null : String(page + 1),
    };
  },
};

/** The query string without its page, or null when no licence of Openverse can pass the filter. */
function searchOf(keyword: string, filters: CrawlFilters): URLSearchParams | null {
  const search = new URLSearchParams({
    q: keyword.slice(0, 200),
    page_size: String(PAGE_SIZE),
    mature: String(filters.safeSearch === false),
  });
  if (filters.licences) {
    const wanted = filters.licences.map(licenceFamily);
    const codes = CODES.filter((code) =>
      matchesLicences(licenceFamily(creativeCommonsId(code)), wanted),
    );
    if (codes.length === 0) return null;
    search.set("license", codes.join(","));
  }
  if (filters.formats)
    search.set("extension", filters.formats.map((format) => EXTENSIONS[format]).join(","));
  if (filters.orientation) search.set("aspect_ratio", ASPECT_RATIOS[filters.orientation]);
  return search;
}

function parseAnswer(body: unknown): z.infer<typeof Answer> {
  const parsed = Answer.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") || "the whole answer";
  throw new AppError(
    "upstream-failed",
    `Openverse answered in an unexpected shape: ${field} (${issue?.message}).`,
    { details: { field } },
  );
}

function foundOf(result: z.infer<typeof Result>): Found {
  return {
    url: result.url,
    pageUrl: webUrl(result.foreign_landing_url),
    sourceId: result.id,
    title: plainText(result.title),
    creator: plainText(result.creator),
    creatorUrl: webUrl(result.creator_url),
    licence: creativeCommonsId(result.license, result.license_version),
    licenceUrl: webUrl(result.license_url),
    attribution: plainText(result.attribution, 1000),
    width: result.width ?? null,
    height: result.height ?? null,
    label: null,
    raw: rawRecord(result),
  };
}
