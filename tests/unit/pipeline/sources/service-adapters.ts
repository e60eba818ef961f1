import { baidu } from "@/lib/pipeline/sources/baidu";
import { bing } from "@/lib/pipeline/sources/bing";
import { brave } from "@/lib/pipeline/sources/brave";
import { duckduckgo } from "@/lib/pipeline/sources/duckduckgo";
import { europeana } from "@/lib/pipeline/sources/europeana";
import { flickr } from "@/lib/pipeline/sources/flickr";
import { googleCustomSearch } from "@/lib/pipeline/sources/google-custom-search";
import { serpapi } from "@/lib/pipeline/sources/serpapi";
import { smithsonian } from "@/lib/pipeline/sources/smithsonian";
import type { Request } from "./ask-source";

const key = { apiKey: "SECRET-KEY" };
const blocked = { status: 403, errorClass: "blocked" } as const;

/** Rows of the contract of all adapters: the services that take a key. */
export const KEYED_ADAPTERS = [
  {
    source: smithsonian,
    key,
    found: 2,
    ignored: 1,
    lastCursor: "200",
    missing: "response.rows.0.id",
    error: { status: 403, errorClass: "key-refused" },
  },
  {
    source: europeana,
    key,
    found: 4,
    ignored: 1,
    lastCursor: "AoE+last==",
    missing: "items",
    error: { errorClass: "key-refused" },
  },
  {
    source: flickr,
    key,
    found: 3,
    ignored: 1,
    lastCursor: "2",
    missing: "photos.photo.0.license",
    error: { errorClass: "key-refused" },
  },
  {
    source: brave,
    key,
    found: 2,
    ignored: 1,
    lastCursor: "1",
    missing: "results.0.properties",
    error: { status: 422, errorClass: "key-refused" },
  },
  {
    source: serpapi,
    key,
    found: 3,
    ignored: 1,
    lastCursor: "9",
    missing: "images_results.0.original",
    error: { errorClass: "server-error" },
  },
  {
    source: googleCustomSearch,
    key: { ...key, cx: "SECRET-CX" },
    found: 2,
    ignored: 1,
    lastCursor: "11",
    missing: "items.0.link",
    error: { status: 400, errorClass: "key-refused" },
  },
] as const;

/** Rows of the contract of all adapters: the result pages of search engines. */
export const ENGINE_ADAPTERS = [
  {
    source: bing,
    extension: "txt",
    found: 3,
    ignored: 2,
    lastCursor: JSON.stringify({ first: 981, seen: [] }),
    missing: "murl",
    error: blocked,
  },
  {
    source: duckduckgo,
    extension: "txt",
    found: 2,
    ignored: 1,
    lastCursor: "900",
    missing: "results.0.image",
    error: blocked,
    aside: ({ url }: Request) =>
      url.pathname.endsWith("i.js") ? undefined : '<script>vqd="4-1"</script>',
  },
  {
    source: baidu,
    extension: "txt",
    found: 2,
    ignored: 1,
    lastCursor: "990",
    missing: "replaceUrl",
    error: blocked,
  },
] as const;
