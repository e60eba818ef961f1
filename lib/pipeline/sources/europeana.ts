import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import type { SourceKey } from "@/lib/domain/source";
import { text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { matchesLicences, parseLicence } from "./licence-filter";
import { plainText, webUrl } from "./plain-text";
import { answerForKey, keyField, keyRefused, rawWithoutKey } from "./service-key";
import { solrTerms } from "./solr-terms";
import type { Found, Source } from "./source";
import { readAnswer } from "./source-error";

const API = "https://api.europeana.eu";
const NAME = "Europeana";
const PAGE_SIZE = 100;
/** Licences that Europeana files under "restricted": reuse is possible, with conditions beyond credit. */
const RESTRICTED = ["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-NC-ND-4.0", "CC-BY-ND-4.0"];

const texts = z.array(z.string()).nullish().catch(null);
const Item = z.looseObject({
  id: z.string().startsWith("/"),
  title: texts,
  dcCreator: texts,
  edmIsShownBy: texts,
  edmPreview: texts,
  rights: texts,
});
const Answer = z.looseObject({ items: z.array(Item), nextCursor: text });
const Refusal = z.looseObject({ success: z.literal(false), items: z.undefined().optional() });

/** The museums, libraries and archives of Europe. */
export const europeana: Source<"europeana"> = {
  kind: "europeana",
  name: NAME,
  description:
    "Pictures from some 4,000 European museums, libraries and archives. Openly licensed ones only, unless the licence filter asks for others.",
  terms: "Every picture carries its own rights statement; most ask for credit.",
  termsUrl: "https://www.europeana.eu/rights/terms-of-use",
  homepage: "https://www.europeana.eu",
  signUpUrl: "https://pro.europeana.eu/pages/get-api",
  capabilities: {
    group: "keyed",
    needsKey: true,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: null,
    requestsPerMinute: 60,
    requestsPerDay: null,
    licenceData: "full",
    machineLearningUse: "attribution",
    pushes: ["licences", "orientation"],
    sunsetDate: null,
  },
  async page({ keyword, filters }, cursor, ctx) {
    const wskey = keyField(europeana, ctx.key, "apiKey");
    const words = solrTerms(keyword);
    if (!words) return { found: [], ignored: 0, cursor: null };
    const search = searchOf(words, filters);
    search.set("cursor", cursor ?? "*");
    search.set("wskey", wskey);
    const body = await answerForKey(
      NAME,
      ctx.fetchJson(`${ctx.baseUrl ?? API}/record/v2/search.json?${search.toString()}`),
    );
    if (Refusal.safeParse(body).success) throw keyRefused(NAME);
    const { items, nextCursor } = readAnswer(NAME, Answer, body);
    const found = items.flatMap((item) => foundOf(item, ctx.key) ?? []);
    const isLast = items.length === 0 || !nextCursor || nextCursor === cursor;
    return { found, ignored: items.length - found.length, cursor: isLast ? null : nextCursor };
  },
};

function searchOf(words: string, { licences, orientation }: CrawlFilters): URLSearchParams {
  const wantsRestricted = licences && RESTRICTED.some((id) => matchesLicences(id, licences));
  const search = new URLSearchParams({
    query: words,
    media: "true",
    thumbnail: "true",
    profile: "rich",
    rows: String(PAGE_SIZE),
    reusability: wantsRestricted ? "open,restricted" : "open",
  });
  search.append("qf", "TYPE:IMAGE");
  if (orientation === "landscape" || orientation === "portrait")
    search.append("qf", `IMAGE_ASPECTRATIO:${orientation}`);
  return search;
}

function foundOf(item: z.infer<typeof Item>, key: SourceKey | null): Found | null {
  const url = webUrl(item.edmIsShownBy?.[0]);
  if (!url) return null;
  const rights = item.rights?.[0];
  // Addresses among the creators are ids of people, not names.
  const creator = item.dcCreator?.find((name) => !/^(https?:|#)/.test(name));
  return foundPicture({
    url,
    // The links in the answer itself carry the key.
    pageUrl: webUrl(`https://www.europeana.eu/item${item.id}`),
    thumbnailUrl: webUrl(item.edmPreview?.[0]),
    sourceId: item.id,
    title: plainText(item.title?.[0]),
    creator: plainText(creator),
    licence: rightsId(rights),
    licenceUrl: webUrl(rights),
    raw: rawWithoutKey(item, key),
  });
}

/** "http://rightsstatements.org/vocab/NoC-OKLR/1.0/" → "LicenseRef-RightsStatements-NoC-OKLR"; Creative Commons by SPDX id. */
function rightsId(rights: string | undefined): string {
  const statement = /rightsstatements\.org\/(?:vocab|page)\/([A-Za-z-]{2,20})\//.exec(rights ?? "");
  return statement ? `LicenseRef-RightsStatements-${statement[1]}` : parseLicence(rights);
}
