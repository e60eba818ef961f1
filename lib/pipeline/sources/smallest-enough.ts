import type { CrawlFilters } from "@/lib/domain/crawl-job";

/** One of the sizes that a service offers of a picture; null where it does not say how large. */
export interface Rendition {
  readonly url: string;
  readonly width: number | null;
  readonly height: number | null;
}

/** Pixels of the longer side that models are trained on at most; larger files cost everybody time for nothing. */
const ENOUGH_PIXELS = 1024;

/** Of renditions from small to large, the smallest that is enough for the filters and for training, else the largest. */
export function chooseRendition(
  renditions: readonly Rendition[],
  { minWidth = 1, minHeight = 1 }: CrawlFilters,
): Rendition | null {
  const isEnough = ({ width, height }: Rendition) =>
    width !== null &&
    height !== null &&
    width >= minWidth &&
    height >= minHeight &&
    Math.max(width, height) >= ENOUGH_PIXELS;
  return renditions.find(isEnough) ?? renditions.at(-1) ?? null;
}
