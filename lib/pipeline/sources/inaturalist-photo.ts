import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { chooseRendition, type Rendition } from "./smallest-enough";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Longest sides of the sizes that iNaturalist keeps of each photo. Its "original" is scaled down as well. */
const LONG_SIDES = { medium: 500, large: 1024, original: 2048 } as const;
type SizeName = keyof typeof LONG_SIDES;
const SIZE = /\/(?:square|thumb|small|medium|large|original)(?=\.[a-z]{3,4}(?:\?|$))/i;

/** The address of a photo in another size; null where the address does not name one. */
export const inSize = (url: string, size: SizeName): string | null =>
  SIZE.test(url) ? url.replace(SIZE, `/${size}`) : null;

/** The rendition to download: "large" unless the filters need the original. An address without a size is taken as it is. */
export function photoFor(url: string, original: Size | null, filters: CrawlFilters): Rendition {
  const large = inSize(url, "large");
  const largest = inSize(url, "original");
  if (!large || !largest) return { url, width: null, height: null, ...original };
  if (!original) {
    const isAnyEnough = !filters.minWidth && !filters.minHeight;
    return { url: isAnyEnough ? large : largest, width: null, height: null };
  }
  const renditions = [
    { url: large, ...fitInto(original, LONG_SIDES.large) },
    { url: largest, ...fitInto(original, LONG_SIDES.original) },
  ] as const;
  return chooseRendition(renditions, filters) ?? renditions[0];
}

/** Small photos are not enlarged. */
function fitInto({ width, height }: Size, longSide: number): Size {
  const scale = Math.min(1, longSide / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
