import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { licenceUrl } from "@/lib/domain/licence";
import { text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { plainText, rawRecord, webUrl } from "./plain-text";
import { chooseRendition, type Rendition } from "./smallest-enough";
import type { Found, Source } from "./source";
import { readAnswer } from "./source-error";
import { statedDay } from "./stated-day";

const API = "https://www.loc.gov";
const PAGE_SIZE = 100;
/** Pages behind this one are refused. */
const MAX_PER_QUERY = 100_000;
const FREE = "LicenseRef-No-Known-Restrictions";

/** A field that is a sentence in some records and a list of them in others. */
const texts = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .nullish()
  .catch(null);
const Result = z.looseObject({
  id: z.string(),
  title: text,
  date: text,
  contributor: texts,
  rights: texts,
  url: text,
  access_restricted: z.boolean().nullish().catch(null),
  image_url: z.array(z.string()).nullish(),
  item: z
    .looseObject({
      rights: texts,
      rights_advisory: texts,
      rights_information: texts,
      creators: z
        .array(z.looseObject({ title: text }))
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});
const Answer = z.looseObject({
  pagination: z.looseObject({ next: text }),
  results: z.array(Result),
});

/** The photographs, prints and drawings of the Library of Congress. */
export const libraryOfCongress: Source<"library-of-congress"> = {
  kind: "library-of-congress",
  name: "Library of Congress",
  description:
    "Historical photographs, prints, posters and drawings, most of them American. Many can be had as small copies only.",
  terms:
    "The library gives no licences. Pictures that it knows of no restrictions for are marked so; all others count as of unknown licence, and whoever uses them has to judge.",
  termsUrl: "https://www.loc.gov/legal/",
  homepage: "https://www.loc.gov/photos/",
  signUpUrl: null,
  capabilities: {
    group: "open",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    // More is answered with an hour of silence.
    requestsPerMinute: 20,
    requestsPerDay: null,
    licenceData: "partial",
    machineLearningUse: "restricted",
    pushes: [],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const page = Number(cursor ?? 1);
    const search = new URLSearchParams({
      q: keyword,
      fo: "json",
      at: "results,pagination",
      c: String(PAGE_SIZE),
      sp: String(page),
    });
    const answer = readAnswer(
      "The Library of Congress",
      Answer,
      await ctx.fetchJson(`${ctx.baseUrl ?? API}/photos/?${search.toString()}`),
    );
    const found = answer.results.flatMap((result) => foundOf(result, filters) ?? []);
    const isLast =
      answer.results.length === 0 || !answer.pagination.next || page * PAGE_SIZE >= MAX_PER_QUERY;
    return {
      found,
      ignored: answer.results.length - found.length,
      cursor: isLast ? null : String(page + 1),
    };
  },
};

/** Null for a record without a picture, or one whose picture is only shown in the building. */
function foundOf(result: z.infer<typeof Result>, filters: CrawlFilters): Found | null {
  const renditions = (result.image_url ?? []).flatMap((link) => renditionOf(link) ?? []);
  const rendition = chooseRendition(renditions, filters);
  if (!rendition || result.access_restricted) return null;
  const { item } = result;
  const creators = item?.creators?.flatMap(({ title }) => title || []) ?? [];
  const rights = [result.rights, item?.rights, item?.rights_advisory, item?.rights_information];
  const isFree = rights.flat().some((words) => /no known restrictions/i.test(words ?? ""));
  const licence = isFree ? FREE : "unknown";
  const pageUrl = httpsUrl(result.url) ?? httpsUrl(result.id);
  return foundPicture({
    ...rendition,
    pageUrl,
    thumbnailUrl: renditions[0]?.url ?? null,
    sourceId: result.id,
    title: plainText(result.title),
    creator: plainText((creators.length > 0 ? creators : (result.contributor ?? [])).join("; ")),
    licence,
    licenceUrl: licenceUrl(licence),
    createdOn: statedDay(result.date),
    raw: rawRecord(result),
  });
}

/** Links begin with "//" or with "http:" at times; all of them are served over https. */
const httpsUrl = (link: string | null | undefined): string | null =>
  webUrl(link?.replace(/^(http:)?\/\//, "https://"));

/** "https://…/v.jpg#h=600&w=800": the size stands in the fragment. Drawings of the site for what has no scan are none. */
function renditionOf(link: string): Rendition | null {
  const url = httpsUrl(link.replace(/#.*$/, ""));
  if (!url || /\.(svg|gif)$/i.test(url)) return null;
  const size = new URLSearchParams(link.split("#")[1] ?? "");
  const side = (name: string) => Number(size.get(name)) || null;
  return { url, width: side("w"), height: side("h") };
}
