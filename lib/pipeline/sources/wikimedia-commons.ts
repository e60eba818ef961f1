import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { FetchError } from "../fetch-error";
import { plainText } from "./plain-text";
import type { Source } from "./source";
import { readAnswer, sourceError } from "./source-error";
import { CommonsFile, foundOf } from "./wikimedia-commons/file";

const API = "https://commons.wikimedia.org";
const PAGE_SIZE = 50;
/** The search answers nothing behind this offset. */
const MAX_PER_QUERY = 10_000;
/** Widths that the thumbnail servers make; any other is refused. The first has enough pixels for training. */
const WIDTHS = [1280, 1920, 3840] as const;
/** Seconds that the databases may lag behind before they ask programs to come back. */
const MAX_LAG = "5";
const FIELDS = [
  "LicenseShortName",
  "LicenseUrl",
  "License",
  "UsageTerms",
  "Artist",
  "Credit",
  "Attribution",
  "AttributionRequired",
  "Copyrighted",
  "Restrictions",
  "ImageDescription",
  "ObjectName",
  "DateTimeOriginal",
];

const Continue = z.record(z.string(), z.union([z.string(), z.number()]));
const Answer = z.looseObject({
  batchcomplete: z.boolean().optional(),
  continue: Continue.optional(),
  query: z.looseObject({ pages: z.array(CommonsFile) }).optional(),
});
const Failure = z.looseObject({
  error: z.looseObject({ code: z.string(), info: z.string().catch("") }),
});

/** The media archive of Wikipedia: files with their licences, and with their SHA-1 before anything is downloaded. */
export const wikimediaCommons: Source<"wikimedia-commons"> = {
  kind: "wikimedia-commons",
  name: "Wikimedia Commons",
  description:
    "More than 100 million free files: photographs, artworks, maps and drawings. Downloaded at 1280 pixels wide unless your filters need more.",
  terms:
    "Every file has a free licence that allows commercial use and changes; most ask for credit, many for share-alike.",
  termsUrl: "https://commons.wikimedia.org/wiki/Commons:Reusing_content_outside_Wikimedia",
  homepage: "https://commons.wikimedia.org",
  signUpUrl: null,
  capabilities: {
    group: "open",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    // 200 are allowed to programs that say who runs them (CRAWL_USER_AGENT_CONTACT).
    requestsPerMinute: 60,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "attribution",
    pushes: ["size", "formats"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const words = plainWords(keyword);
    if (!words) return { found: [], ignored: 0, cursor: null };
    const search = new URLSearchParams({
      ...(cursor === null ? {} : asStrings(JSON.parse(cursor))),
      action: "query",
      format: "json",
      formatversion: "2",
      generator: "search",
      gsrnamespace: "6",
      gsrsearch: [words, ...operatorsOf(filters)].join(" "),
      gsrlimit: String(PAGE_SIZE),
      prop: "imageinfo",
      iiprop: "url|size|mime|thumbmime|sha1|timestamp|user|extmetadata",
      iiurlwidth: String(widthFor(filters)),
      iiextmetadatafilter: FIELDS.join("|"),
      maxlag: MAX_LAG,
    });
    const body = await ctx.fetchJson(`${ctx.baseUrl ?? API}/w/api.php?${search.toString()}`);
    throwFailure(body);
    const answer = readAnswer("Wikimedia Commons", Answer, body);
    const pages = answer.query?.pages ?? [];
    const found = pages.flatMap((page) => foundOf(page, filters) ?? []);
    // A file whose facts are not in this part of a batch comes in the next one.
    const isComplete = answer.batchcomplete === true || !answer.continue;
    const told = isComplete ? pages : pages.filter(({ imageinfo }) => imageinfo);
    return {
      found,
      ignored: told.length - found.length,
      cursor: cursorOf(answer.continue),
    };
  },
};

const asStrings = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Continue.parse(value)).map(([key, one]) => [key, String(one)]));

function cursorOf(next: z.infer<typeof Continue> | undefined): string | null {
  const isWithin = Number(next?.gsroffset ?? 0) + PAGE_SIZE <= MAX_PER_QUERY;
  return next && isWithin ? JSON.stringify(next) : null;
}

/** The keyword without what the search would take for an operator: quotes, colons, leading minus signs, AND and OR. */
const plainWords = (keyword: string): string =>
  keyword
    .replace(/[^\p{L}\p{M}\p{N}'’-]+/gu, " ")
    .replace(/(^|\s)-+/g, " ")
    .toLowerCase()
    .trim();

function operatorsOf({ minWidth, minHeight, formats }: CrawlFilters): string[] {
  const [format] = formats ?? [];
  return [
    "filetype:bitmap|drawing",
    ...(minWidth ? [`filew:>${minWidth - 1}`] : []),
    ...(minHeight ? [`fileh:>${minHeight - 1}`] : []),
    ...(format && formats?.length === 1 ? [`filemime:image/${format}`] : []),
  ];
}

/** The narrowest rendition in which a picture of 16:9 has the pixels that are asked for. */
function widthFor({ minWidth = 0, minHeight = 0 }: CrawlFilters): number {
  const needed = Math.max(minWidth, (minHeight * 16) / 9);
  return WIDTHS.find((width) => width >= needed) ?? 3840;
}

/** Errors come as successful answers. Throws FetchError where another attempt may help. */
function throwFailure(body: unknown): void {
  const failure = Failure.safeParse(body);
  if (!failure.success) return;
  const { code, info } = failure.data.error;
  const said = `Wikimedia Commons says: ${plainText(info, 300) ?? code}`;
  if (code === "maxlag" || code === "ratelimited")
    throw new FetchError("rate-limited", said, {
      isRetryable: true,
      retryAfterSeconds: code === "maxlag" ? Number(MAX_LAG) : 60,
    });
  if (code === "readonly" || code.startsWith("internal_api_error"))
    throw new FetchError("http-5xx", said, { isRetryable: true });
  throw sourceError("refused", said);
}
