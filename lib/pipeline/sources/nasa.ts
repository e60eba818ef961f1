import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { licenceUrl } from "@/lib/domain/licence";
import { pixels, text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { plainText, rawRecord, webUrl } from "./plain-text";
import { chooseRendition } from "./smallest-enough";
import type { Found, Source } from "./source";
import { readAnswer } from "./source-error";
import { statedDay } from "./stated-day";

const API = "https://images-api.nasa.gov";
const PAGE_SIZE = 100;
const MAX_PER_QUERY = 10_000;
const LICENCE = "LicenseRef-NASA-Media";
/** The endings that NASA gives its sizes, from small to large. */
const SIZES = ["thumb", "small", "medium", "large", "orig"];

const Link = z.looseObject({ href: z.string(), render: text, width: pixels, height: pixels });
const Facts = z.looseObject({
  nasa_id: z.string(),
  title: text,
  description: text,
  center: text,
  photographer: text,
  secondary_creator: text,
  date_created: text,
});
const Item = z.looseObject({ data: z.array(Facts), links: z.array(Link).nullish() });
const Answer = z.looseObject({
  collection: z.looseObject({
    items: z.array(Item),
    links: z.array(z.looseObject({ rel: text })).nullish(),
  }),
});

/** NASA's library of photographs, satellite pictures and artists' views. */
export const nasa: Source<"nasa"> = {
  kind: "nasa",
  name: "NASA",
  description:
    "Photographs of space, Earth, aircraft, spacecraft and people of the American space agency.",
  terms:
    "NASA's pictures are generally without copyright in the United States; they may not suggest that NASA endorses anything. Pictures that name a copyright are marked as of unknown licence.",
  termsUrl: "https://www.nasa.gov/nasa-brand-center/images-and-media/",
  homepage: "https://images.nasa.gov",
  signUpUrl: null,
  capabilities: {
    group: "open",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    requestsPerMinute: 60,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "attribution",
    pushes: ["date"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const page = Number(cursor ?? 1);
    const search = new URLSearchParams({
      q: keyword,
      media_type: "image",
      ...(filters.createdAfter && { year_start: filters.createdAfter.slice(0, 4) }),
      ...(filters.createdBefore && { year_end: filters.createdBefore.slice(0, 4) }),
      page: String(page),
      page_size: String(PAGE_SIZE),
    });
    const { collection } = readAnswer(
      "NASA",
      Answer,
      await ctx.fetchJson(`${ctx.baseUrl ?? API}/search?${search.toString()}`),
    );
    const found = collection.items.flatMap((item) => foundOf(item, filters) ?? []);
    const isMore = collection.links?.some(({ rel }) => rel === "next") === true;
    const isLast = collection.items.length === 0 || page * PAGE_SIZE >= MAX_PER_QUERY;
    return {
      found,
      ignored: collection.items.length - found.length,
      cursor: isMore && !isLast ? String(page + 1) : null,
    };
  },
};

/** Null for an item that names no picture. */
function foundOf(
  { data, links, ...item }: z.infer<typeof Item>,
  filters: CrawlFilters,
): Found | null {
  const facts = data[0];
  const pictures = (links ?? [])
    .filter(({ href, render }) => webUrl(href) && (!render || render === "image"))
    .toSorted((one, other) => rank(one) - rank(other));
  const rendition =
    facts && chooseRendition(candidatesOf(pictures, filters).map(sizedLink), filters);
  if (!rendition) return null;
  const licence = isCopyrighted(facts) ? "unknown" : LICENCE;
  const [smallest] = pictures;
  return foundPicture({
    ...rendition,
    pageUrl: `https://images.nasa.gov/details/${encodeURIComponent(facts.nasa_id)}`,
    thumbnailUrl: smallest?.href ?? null,
    sourceId: facts.nasa_id,
    title: plainText(facts.title),
    creator:
      plainText(facts.photographer) ??
      plainText(facts.secondary_creator) ??
      plainText(facts.center && `NASA/${facts.center}`) ??
      "NASA",
    licence,
    licenceUrl: licenceUrl(licence),
    createdOn: statedDay(facts.date_created),
    raw: rawRecord({ ...item, data: [facts], links }),
  });
}

/** Links that state no size: those whose name promises enough pixels, unless demands call for the original. */
function candidatesOf(pictures: readonly z.infer<typeof Link>[], filters: CrawlFilters) {
  const isSized = pictures.some(({ width }) => width !== null);
  const modest = pictures.filter(({ href }) => /~(medium|large)\./i.test(href));
  const isModestEnough = !isSized && !filters.minWidth && !filters.minHeight && modest.length > 0;
  return isModestEnough ? modest : pictures;
}

const sizedLink = ({ href, width, height }: z.infer<typeof Link>) => ({ url: href, width, height });

/** By the pixels that a link states, else by its ending; one that says neither comes first. */
function rank({ href, width, height }: z.infer<typeof Link>): number {
  if (width && height) return Math.max(width, height);
  return SIZES.indexOf(/~([a-z]+)\.[a-z]+$/i.exec(href)?.[1]?.toLowerCase() ?? "");
}

/** Some pictures in the library are somebody else's, and say so in words only. */
const isCopyrighted = ({
  title,
  description,
  photographer,
  secondary_creator: other,
}: z.infer<typeof Facts>) =>
  [title, description, photographer, other].some((words) =>
    /©|\bcopyright(?!-free)/i.test(words ?? ""),
  );
