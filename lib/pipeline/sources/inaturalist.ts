import { z } from "zod";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { creativeCommonsId, licenceUrl } from "@/lib/domain/licence";
import { text } from "./answer-fields";
import { foundPicture } from "./found-picture";
import { inSize, photoFor } from "./inaturalist-photo";
import { codesWithin, isOpenLicence, matchesLicences } from "./licence-filter";
import { plainText, rawRecord, webUrl } from "./plain-text";
import type { Found, Source } from "./source";
import { readAnswer } from "./source-error";
import { statedDay } from "./stated-day";

const API = "https://api.inaturalist.org";
/** The service gives 200, but its records are long: a hundred stay within what is read of one answer. */
const PAGE_SIZE = 100;
const ALL_RIGHTS_RESERVED = "LicenseRef-All-Rights-Reserved";

const Dimensions = z.looseObject({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
const Photo = z.looseObject({
  id: z.number().int(),
  url: z.string(),
  license_code: text,
  attribution: text,
  original_dimensions: Dimensions.nullish().catch(null),
});
const Observation = z.looseObject({
  id: z.number().int(),
  uri: text,
  quality_grade: text,
  observed_on: text,
  taxon: z
    .looseObject({
      id: z.number().int(),
      name: text,
      rank: text,
      preferred_common_name: text,
      ancestor_ids: z.array(z.number()).nullish(),
    })
    .nullish(),
  user: z.looseObject({ login: text, name: text }).nullish(),
  photos: z.array(Photo),
});
type Observation = z.infer<typeof Observation>;
/** `total_results` counts what lies above `id_above`. */
const Answer = z.looseObject({
  total_results: z.number().int(),
  results: z.array(Observation),
});

/** Photographs of living things in nature, each identified by several people. */
export const inaturalist: Source<"inaturalist"> = {
  kind: "inaturalist",
  name: "iNaturalist",
  description:
    "Photographs of plants, animals and fungi in the wild whose species several people agree on. Works best with names of species and groups.",
  terms:
    "Each photographer chooses: most allow non-commercial use with credit only. Photographs without an open licence are left out.",
  termsUrl: "https://www.inaturalist.org/pages/api+recommended+practices",
  homepage: "https://www.inaturalist.org",
  signUpUrl: null,
  capabilities: {
    group: "open",
    needsKey: false,
    takes: "keyword",
    isScraping: false,
    pageSize: PAGE_SIZE,
    maxPerQuery: null,
    requestsPerMinute: 60,
    requestsPerDay: 10_000,
    licenceData: "full",
    machineLearningUse: "attribution",
    pushes: ["licences", "date"],
    sunsetDate: null,
  },
  // The cursor is `<parameter>:<last id>`. A keyword that names a taxon, scientific or common, is asked for as such,
  // which makes sure of the label; any other is searched for in names, tags and descriptions.
  async page({ keyword, filters }, cursor, ctx) {
    const codes = codesFor(filters);
    if (codes?.length === 0) return { found: [], ignored: 0, cursor: null };
    const [parameter = "taxon_name", above] = cursor?.split(":") ?? [];
    const search = new URLSearchParams({
      [parameter]: keyword,
      quality_grade: "research",
      photos: "true",
      ...(codes && { photo_license: codes.join(",") }),
      ...(filters.createdAfter && { d1: filters.createdAfter }),
      ...(filters.createdBefore && { d2: filters.createdBefore }),
      order_by: "id",
      order: "asc",
      per_page: String(PAGE_SIZE),
      ...(above && { id_above: above }),
    });
    const { total_results: total, results } = readAnswer(
      "iNaturalist",
      Answer,
      await ctx.fetchJson(`${ctx.baseUrl ?? API}/v1/observations?${search.toString()}`),
    );
    const found = results.flatMap((observation) => foundIn(observation, filters));
    const isUnknownTaxon = cursor === null && results.length === 0;
    const last = results.length < total ? results.at(-1) : undefined;
    return {
      found,
      ignored: results.reduce((sum, { photos }) => sum + photos.length, 0) - found.length,
      cursor: isUnknownTaxon ? "q:" : last ? `${parameter}:${last.id}` : null,
    };
  },
};

/** The licences to ask for; null asks for all, and an empty list for none. */
function codesFor({ licences }: CrawlFilters): readonly string[] | null {
  if (licences && matchesLicences(ALL_RIGHTS_RESERVED, licences)) return null;
  const codes = codesWithin(licences).filter((code) => code !== "pdm");
  return codes.map((code) => (code === "cc0" ? code : `cc-${code}`));
}

function foundIn({ photos, ...observation }: Observation, filters: CrawlFilters): Found[] {
  const { id, uri, quality_grade, observed_on, taxon, user } = observation;
  const names = [taxon?.preferred_common_name, taxon?.name].flatMap((name) => name || []);
  // The whole record carries other people's comments and the place; neither is needed to give credit.
  const record = { id, uri, quality_grade, observed_on, taxon, user };
  return photos.flatMap((photo) => {
    const code = photo.license_code;
    const licence = code ? creativeCommonsId(code) : ALL_RIGHTS_RESERVED;
    const isNamed = filters.licences && matchesLicences(licence, filters.licences);
    if (!webUrl(photo.url) || !(isOpenLicence(licence) || isNamed)) return [];
    return foundPicture({
      ...photoFor(photo.url, photo.original_dimensions ?? null, filters),
      pageUrl: webUrl(uri),
      thumbnailUrl: inSize(photo.url, "medium") ?? photo.url,
      sourceId: String(photo.id),
      title: plainText([...new Set(names)].join(" · ")),
      creator: plainText(user?.name) ?? plainText(user?.login),
      creatorUrl: user?.login
        ? `https://www.inaturalist.org/people/${encodeURIComponent(user.login)}`
        : null,
      licence,
      licenceUrl: licenceUrl(licence),
      attribution: plainText(photo.attribution, 1000),
      createdOn: statedDay(observed_on),
      raw: rawRecord({ photo, observation: record }),
    });
  });
}
