import type { SourceKind } from "@/lib/domain/source";
import { artInstituteChicago } from "./art-institute-chicago";
import { baidu } from "./baidu";
import { bing } from "./bing";
import { brave } from "./brave";
import { duckduckgo } from "./duckduckgo";
import { europeana } from "./europeana";
import { flickr } from "./flickr";
import { gbif } from "./gbif";
import { googleCustomSearch } from "./google-custom-search";
import { inaturalist } from "./inaturalist";
import { libraryOfCongress } from "./library-of-congress";
import { metMuseum } from "./met-museum";
import { nasa } from "./nasa";
import { openverse } from "./openverse";
import { s3Prefix } from "./s3-prefix";
import { sample } from "./sample";
import { serpapi } from "./serpapi";
import { site } from "./site";
import { smithsonian } from "./smithsonian";
import type { Source } from "./source";
import { upload } from "./upload";
import { urlList } from "./url-list";
import { webPage } from "./web-page";
import { wikimediaCommons } from "./wikimedia-commons";

/** Leaving a kind out, or filing one under the wrong key, is a compile error. */
export const SOURCES: { readonly [K in SourceKind]: Source<K> } = {
  openverse,
  "wikimedia-commons": wikimediaCommons,
  inaturalist,
  gbif,
  "met-museum": metMuseum,
  "art-institute-chicago": artInstituteChicago,
  nasa,
  "library-of-congress": libraryOfCongress,
  smithsonian,
  europeana,
  flickr,
  brave,
  serpapi,
  "google-custom-search": googleCustomSearch,
  bing,
  duckduckgo,
  baidu,
  "url-list": urlList,
  "web-page": webPage,
  site,
  upload,
  "s3-prefix": s3Prefix,
  sample,
};
export const sourceOf = (kind: SourceKind): Source => SOURCES[kind];
