import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { licenceUrl } from "@/lib/domain/licence";
import { text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { inSize, photoFor } from "./inaturalist-photo";
import { codesWithin, isOpenLicence, matchesLicences, parseLicence } from "./licence-filter";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { DiscoverContext, Found, Source } from "./source";
import { readAnswer } from "./source-error";
import { statedDay } from "./stated-day";

const API = "https://api.gbif.org";
/** The service gives 300; records with many measurements would then outgrow what is read of one answer. */
const PAGE_SIZE = 200;
const MAX_PER_QUERY = 100_000;
/** Names do not change while a crawl begins. */
const TAXON_SECONDS = 3600;
/** Some records carry every page of a notebook. */
const MAX_MEDIA_PER_RECORD = 24;
/** The licences that a data set of GBIF may have, as the search names them. */
const LICENCES: Record<string, string> = {
  cc0: "CC0_1_0",
  by: "CC_BY_4_0",
  "by-nc": "CC_BY_NC_4_0",
};

const Media = z.looseObject({
  type: text,
  identifier: text,
  references: text,
  title: text,
  description: text,
  license: text,
  creator: text,
  rightsHolder: text,
  created: text,
});
const Occurrence = z.looseObject({
  key: z.number().int(),
  scientificName: text,
  vernacularName: text,
  taxonKey: z.number().nullish().catch(null),
  taxonRank: text,
  basisOfRecord: text,
  eventDate: text,
  license: text,
  datasetKey: text,
  publishingOrgKey: text,
  institutionCode: text,
  media: z.array(Media).catch([]),
});
type Occurrence = z.infer<typeof Occurrence>;
const Answer = z.looseObject({ endOfRecords: z.boolean(), results: z.array(Occurrence) });
const Match = z.looseObject({ matchType: z.string(), usageKey: z.number().int().optional() });

/** The world's index of what museums, herbaria and observers have recorded of living things. */
export const gbif: Source<"gbif"> = {
  kind: "gbif",
  name: "GBIF",
  description:
    "Pictures of organisms from museums, herbaria and observers all over the world: specimens, drawings and live animals. Works best with scientific names.",
  terms:
    "Each picture has its own licence, often for non-commercial use only; pictures without an open one are left out. Cite the data sets you use.",
  termsUrl: "https://www.gbif.org/terms",
  homepage: "https://www.gbif.org",
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
    pushes: ["licences", "date"],
    sunsetDate: null,
  },
  // The cursor is `<taxon key or nothing>:<offset>`: a scientific name is asked for by its taxon, which finds its
  // synonyms and children too; anything else is searched for in the records' text.
  async page({ keyword, filters }, cursor, ctx) {
    const codes = codesWithin(filters.licences);
    if (codes.length === 0) return { found: [], ignored: 0, cursor: null };
    const [taxon, offset] = cursor?.split(":") ?? [await taxonOf(keyword, ctx), "0"];
    const search = new URLSearchParams({
      ...(taxon ? { taxonKey: taxon } : { q: keyword }),
      mediaType: "StillImage",
      limit: String(PAGE_SIZE),
      offset: offset ?? "0",
    });
    // Pictures under other licences (share-alike, …) lie in records of any licence.
    const licences = codes.flatMap((code) => LICENCES[code] ?? []);
    for (const licence of licences) search.append("license", licence);
    const dates = datesOf(filters);
    if (dates) search.set("eventDate", dates);
    const answer = readAnswer(
      "GBIF",
      Answer,
      await ctx.fetchJson(`${ctx.baseUrl ?? API}/v1/occurrence/search?${search.toString()}`),
    );
    const pictures = answer.results.flatMap((record) => picturesOf(record, filters));
    const found = unique(pictures.flatMap((picture) => picture ?? []));
    const next = Number(offset) + PAGE_SIZE;
    const isLast =
      answer.endOfRecords || answer.results.length === 0 || next + PAGE_SIZE > MAX_PER_QUERY;
    return {
      found,
      ignored: pictures.length - found.length,
      cursor: isLast ? null : `${taxon}:${next}`,
    };
  },
};

/** The key of the taxon that has exactly this name; empty where there is none. */
const taxonOf = (keyword: string, ctx: DiscoverContext): Promise<string> =>
  ctx.cached(`taxon ${keyword}`, TAXON_SECONDS, async () => {
    const search = new URLSearchParams({ name: keyword, strict: "true" });
    const url = `${ctx.baseUrl ?? API}/v1/species/match?${search.toString()}`;
    const { matchType, usageKey } = readAnswer("GBIF", Match, await ctx.fetchJson(url));
    return matchType === "EXACT" && usageKey !== undefined ? String(usageKey) : "";
  });

function datesOf({ createdAfter, createdBefore }: CrawlFilters): string | null {
  return createdAfter || createdBefore ? `${createdAfter ?? "*"},${createdBefore ?? "*"}` : null;
}

/** One entry for each picture of a record; null for those that cannot be used. */
function picturesOf({ media, ...record }: Occurrence, filters: CrawlFilters): (Found | null)[] {
  const { key, scientificName, vernacularName, taxonKey, taxonRank, basisOfRecord } = record;
  const { eventDate, license, datasetKey, publishingOrgKey, institutionCode } = record;
  // The place of a find is left behind: it may give away a rare animal, or the finder's garden.
  const occurrence = {
    ...{ key, scientificName, vernacularName, taxonKey, taxonRank, basisOfRecord },
    ...{ eventDate, license, datasetKey, publishingOrgKey, institutionCode },
  };
  const images = media.filter(({ type }) => !type || type === "StillImage");
  return images.slice(0, MAX_MEDIA_PER_RECORD).map((picture) => {
    const url = webUrl(picture.identifier);
    // The licence of the record covers its text, so a picture that states none has none.
    const licence = parseLicence(picture.license);
    const isNamed = filters.licences && matchesLicences(licence, filters.licences);
    if (!url || !(isOpenLicence(licence) || isNamed)) return null;
    return foundPicture({
      ...photoFor(url, null, filters),
      pageUrl: `https://www.gbif.org/occurrence/${key}`,
      thumbnailUrl: inSize(url, "medium"),
      sourceId: String(key),
      title: plainText(picture.title) ?? plainText(vernacularName) ?? plainText(scientificName),
      creator: plainText(picture.creator) ?? plainText(picture.rightsHolder),
      licence,
      licenceUrl: /^https?:/.test(picture.license ?? "")
        ? webUrl(picture.license)
        : licenceUrl(licence),
      createdOn: statedDay(picture.created) ?? statedDay(eventDate),
      raw: rawRecord({ media: picture, occurrence }),
    });
  });
}

/** Several specimens of one sheet share its picture. */
const unique = (found: readonly Found[]): Found[] => [
  ...new Map(found.map((picture) => [picture.url, picture])).values(),
];
