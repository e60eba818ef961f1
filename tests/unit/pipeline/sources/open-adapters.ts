import { artInstituteChicago } from "@/lib/pipeline/sources/art-institute-chicago";
import { gbif } from "@/lib/pipeline/sources/gbif";
import { inaturalist } from "@/lib/pipeline/sources/inaturalist";
import { libraryOfCongress } from "@/lib/pipeline/sources/library-of-congress";
import { metMuseum } from "@/lib/pipeline/sources/met-museum";
import { nasa } from "@/lib/pipeline/sources/nasa";
import { openverse } from "@/lib/pipeline/sources/openverse";
import { wikimediaCommons } from "@/lib/pipeline/sources/wikimedia-commons";
import { httpError, type Request } from "./ask-source";

const MET_IMAGES = "https://images.example/CRDImages/ep";

/** What the collection answers for an object: the 3rd is protected, the 5th is gone, the 7th has a second view. */
export function metObject(id: number): unknown {
  if (Number.isNaN(id)) return undefined;
  if (id === 5) return httpError(404);
  return {
    objectID: id,
    isPublicDomain: id !== 3,
    primaryImage: id === 3 ? "" : `${MET_IMAGES}/original/DP${id}.jpg`,
    primaryImageSmall: id === 3 ? "" : `${MET_IMAGES}/web-large/DP${id}.jpg`,
    additionalImages:
      id === 7
        ? [`${MET_IMAGES}/original/DP${id}-b.jpg`, `${MET_IMAGES}/original/DP${id}-c.jpg`]
        : [],
    title: `Study <i>${id}</i>`,
    artistDisplayName: id === 2 ? "" : "Ann Artist",
    culture: "Dutch",
    objectDate: "1901",
    objectURL: `https://www.metmuseum.org/art/collection/search/${id}`,
    tags: null,
  };
}

/** Rows of the contract of all adapters: the open collections. */
export const OPEN_ADAPTERS = [
  {
    source: openverse,
    found: 5,
    ignored: 2,
    lastCursor: "220",
    missing: "results.1.url",
    error: { status: 400, errorClass: "refused" },
  },
  {
    source: wikimediaCommons,
    found: 6,
    ignored: 2,
    lastCursor: '{"gsroffset":50,"continue":"gsroffset||"}',
    missing: "query.pages.1.imageinfo.0.url",
    error: { errorClass: "refused" },
  },
  {
    source: inaturalist,
    found: 4,
    ignored: 2,
    lastCursor: "taxon_name:500",
    missing: "results.0.photos.0.url",
    error: { status: 422, errorClass: "refused" },
  },
  {
    source: gbif,
    found: 4,
    ignored: 4,
    lastCursor: ":200",
    missing: "results.0.key",
    error: { status: 400, errorClass: "refused" },
    aside: ({ url }: Request) =>
      url.pathname.endsWith("/species/match") ? { matchType: "NONE", confidence: 100 } : undefined,
  },
  {
    source: metMuseum,
    found: 20,
    ignored: 2,
    lastCursor: "20",
    missing: "objectIDs",
    error: { status: 403, errorClass: "refused" },
    aside: ({ url }: Request) => metObject(Number(/\/objects\/(\d+)$/.exec(url.pathname)?.[1])),
  },
  {
    source: artInstituteChicago,
    found: 2,
    ignored: 2,
    lastCursor: "2",
    missing: "data.0.is_public_domain",
    error: { status: 403, errorClass: "refused" },
  },
  {
    source: nasa,
    found: 4,
    ignored: 2,
    lastCursor: "2",
    missing: "collection.items.0.data.0.nasa_id",
    error: { status: 400, errorClass: "refused" },
  },
  {
    source: libraryOfCongress,
    found: 3,
    ignored: 2,
    lastCursor: "2",
    missing: "results.0.id",
    error: { status: 503, errorClass: "server-error" },
  },
] as const;
