import { attributeOf, type OpenTag } from "./markup";
import { type Candidate, largestOf, parseSrcset } from "./srcset";

/** Where scripts that load pictures late keep the address; what `src` names then is a placeholder. */
const LAZY_SOURCES = (
  "data-src data-original data-lazy-src data-lazy data-original-src data-orig-file data-large-file data-full-src " +
  "data-full data-large-src data-hi-res-src data-actualsrc data-echo data-image data-img data-url"
).split(" ");
const LAZY_SRCSETS = ["data-srcset", "data-lazy-srcset", "data-original-set"];
const BACKGROUNDS = ["data-bg", "data-background", "data-background-image", "data-bg-url"];
/** Declared smaller than this in either direction, it counts visitors or fills a gap. */
const MIN_DECLARED_PIXELS = 16;

const firstOf = (tag: OpenTag, names: readonly string[]): string | null =>
  names.map((name) => attributeOf(tag, name)?.trim()).find(Boolean) ?? null;

/** The renditions of a <source>, or of the srcset of an <img>. */
export const candidatesOf = (tag: OpenTag): Candidate[] =>
  ["srcset", ...LAZY_SRCSETS].flatMap((name) => parseSrcset(attributeOf(tag, name) ?? ""));

/** The largest rendition that an <img>, with the <source>s of its <picture>, offers. */
export function addressOf(img: OpenTag, sources: readonly Candidate[]): string | null {
  const plain = firstOf(img, [...LAZY_SOURCES, "src"]);
  const single = plain === null ? [] : [{ address: plain, width: null, density: 1 }];
  const renditions = [...single, ...candidatesOf(img), ...sources];
  return largestOf(renditions.filter(({ address }) => !/^(?:data|blob):/i.test(address))) ?? plain;
}

export const isTracking = (img: OpenTag): boolean =>
  ["width", "height"].some((name) => {
    const written = attributeOf(img, name)?.trim() ?? "";
    const declared = /^(\d+(?:\.\d+)?)\s*(?:px)?$/i.exec(written)?.[1];
    return declared !== undefined && Number(declared) < MIN_DECLARED_PIXELS;
  });

/** A background that a script will set: an address, or url() around one. */
export function lazyBackgroundOf(tag: OpenTag): string | null {
  const written = firstOf(tag, BACKGROUNDS);
  const inner = written && /^url\((.*)\)$/i.exec(written)?.[1];
  return inner?.trim().replace(/^["']|["']$/g, "") ?? written;
}
