import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { licenceUrl } from "@/lib/domain/licence";
import { FetchError } from "../fetch-error";
import { text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { matchesLicences } from "./licence-filter";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { DiscoverContext, Found, Source } from "./source";
import { readAnswer } from "./source-error";

const API = "https://collectionapi.metmuseum.org";
/** Objects a page: each costs a request. */
const PAGE_SIZE = 20;
const AT_ONCE = 4;
/** A broad word finds half the museum; nobody asks through all of it. */
const MAX_PER_QUERY = 10_000;
/** The list outlives the pages that it takes to walk a good part of it. */
const LIST_SECONDS = 3600;
/** Longer than any wait for the quota, so that a page that is begun again does not ask twice. */
const OBJECT_SECONDS = 600;
const MAX_MORE_VIEWS = 24;
const LICENCE = "CC0-1.0";

const SearchAnswer = z.looseObject({ objectIDs: z.array(z.number().int()).nullable() });
const Artwork = z.looseObject({
  objectID: z.number().int(),
  isPublicDomain: z.boolean(),
  primaryImage: text,
  primaryImageSmall: text,
  additionalImages: z.array(z.string()).nullish().catch(null),
  title: text,
  artistDisplayName: text,
  culture: text,
  objectURL: text,
});

/** The open-access part of the Metropolitan Museum's collection. */
export const metMuseum: Source<"met-museum"> = {
  kind: "met-museum",
  name: "The Met",
  description:
    "Artworks and objects of five thousand years from the Metropolitan Museum of Art, with detail views. Only works in the public domain.",
  terms:
    "Dedicated to the public domain (CC0): any use, without asking. The museum likes a credit.",
  termsUrl: "https://www.metmuseum.org/hubs/open-access",
  homepage: "https://www.metmuseum.org/art/collection",
  signUpUrl: null,
  capabilities: {
    group: "open",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: MAX_PER_QUERY,
    // A quarter of what the museum allows; a page takes up to 21.
    requestsPerMinute: 1200,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "allowed",
    pushes: [],
    sunsetDate: null,
  },
  // The search has no pages: it answers every id at once, of which the cursor is an offset.
  async page({ keyword, filters }, cursor, ctx) {
    if (filters.licences && !matchesLicences(LICENCE, filters.licences))
      return { found: [], ignored: 0, cursor: null };
    const ids = await objectIds(keyword, ctx);
    const offset = Number(cursor ?? 0);
    const page = ids.slice(offset, offset + PAGE_SIZE);
    const views: (Found | null)[] = [];
    for (let start = 0; start < page.length; start += AT_ONCE) {
      const some = page.slice(start, start + AT_ONCE).map((id) => artwork(id, ctx));
      for (const one of await Promise.all(some)) views.push(...viewsOf(one, filters));
    }
    const found = views.flatMap((view) => view ?? []);
    const next = offset + PAGE_SIZE;
    return {
      found,
      ignored: views.length - found.length,
      cursor: next < ids.length ? String(next) : null,
    };
  },
};

const collection = (ctx: DiscoverContext) => `${ctx.baseUrl ?? API}/public/collection/v1`;

const objectIds = (keyword: string, ctx: DiscoverContext): Promise<readonly number[]> =>
  ctx.cached(`search ${keyword}`, LIST_SECONDS, async () => {
    const search = new URLSearchParams({ hasImages: "true", isPublicDomain: "true", q: keyword });
    const answer = await ctx.fetchJson(`${collection(ctx)}/search?${search.toString()}`);
    const { objectIDs } = readAnswer("The Met", SearchAnswer, answer);
    return (objectIDs ?? []).slice(0, MAX_PER_QUERY);
  });

/** Null for an object that the search still names and the collection no longer has. */
const artwork = (id: number, ctx: DiscoverContext): Promise<z.infer<typeof Artwork> | null> =>
  ctx.cached(`object ${id}`, OBJECT_SECONDS, async () => {
    try {
      const answer = await ctx.fetchJson(`${collection(ctx)}/objects/${id}`);
      return readAnswer("The Met", Artwork, answer);
    } catch (error) {
      if (error instanceof FetchError && error.httpStatus === 404) return null;
      throw error;
    }
  });

/** One entry for each view of an object; null for an object that cannot be used. */
function viewsOf(work: z.infer<typeof Artwork> | null, filters: CrawlFilters): (Found | null)[] {
  if (!work?.isPublicDomain || !webUrl(work.primaryImage)) return [null];
  const { objectID, primaryImage, primaryImageSmall, additionalImages } = work;
  const small = webUrl(primaryImageSmall);
  // Sizes are not stated. The small one serves every training size, but meets no demand for sure.
  const isAnyEnough = !filters.minWidth && !filters.minHeight;
  const first = (isAnyEnough && small) || primaryImage;
  const more = (additionalImages ?? []).slice(0, MAX_MORE_VIEWS);
  return [...new Set([first, ...more])].map((url, index) =>
    webUrl(url)
      ? foundPicture({
          url: url ?? "",
          pageUrl: webUrl(work.objectURL),
          thumbnailUrl: index === 0 ? small : null,
          sourceId: index === 0 ? String(objectID) : `${objectID}-${index}`,
          title: plainText(work.title),
          creator: plainText(work.artistDisplayName) ?? plainText(work.culture),
          licence: LICENCE,
          licenceUrl: licenceUrl(LICENCE),
          raw: rawRecord(work),
        })
      : null,
  );
}
