import type { CrawlFilters, ORIENTATIONS } from "@/lib/domain/crawl-job";
import type { ImageFormat } from "@/lib/domain/image";
import { matchesLicences } from "@/lib/pipeline/sources/licence-filter";
import type { Found } from "@/lib/pipeline/sources/source";

type Stated = Pick<Found, "url" | "licence" | "width" | "height">;
export type Orientation = (typeof ORIENTATIONS)[number];

/** What an extension promises; null is a kind of file that no dataset can hold. */
const FORMATS: Record<string, ImageFormat | null> = {
  jpg: "jpeg",
  jpeg: "jpeg",
  jpe: "jpeg",
  jfif: "jpeg",
  png: "png",
  webp: "webp",
  gif: "gif",
  avif: "avif",
  tif: "tiff",
  tiff: "tiff",
  bmp: "bmp",
  svg: null,
  heic: null,
  ico: null,
  pdf: null,
  djvu: null,
};

/** Why a found picture is outside the filters by what its source states, or null: only bytes can tell the rest. */
export function filterCandidate(found: Stated, filters: CrawlFilters): string | null {
  return (
    sizeReason(found, filters) ??
    formatReason(found.url, filters) ??
    licenceReason(found.licence, filters) ??
    orientationReason(found, filters)
  );
}

/** A picture counts as square when its sides differ by a tenth at most, as Openverse counts it. */
export function orientationOf(width: number, height: number): Orientation {
  if (width > height * 1.1) return "landscape";
  return height > width * 1.1 ? "portrait" : "square";
}

function sizeReason({ width, height }: Stated, { minWidth, minHeight }: CrawlFilters) {
  if (width !== null && minWidth && width < minWidth)
    return `The source states a width of ${width} px; at least ${minWidth} px are asked for.`;
  if (height !== null && minHeight && height < minHeight)
    return `The source states a height of ${height} px; at least ${minHeight} px are asked for.`;
  return null;
}

function formatReason(url: string, { formats }: CrawlFilters) {
  if (!formats || !URL.canParse(url)) return null;
  const extension = /\.([a-z]{3,5})$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? "";
  const format = FORMATS[extension];
  if (format === undefined || (format && formats.includes(format))) return null;
  return `The address ends in .${extension}; asked for are ${formats.join(", ")}.`;
}

function licenceReason(licence: string, { licences }: CrawlFilters) {
  if (!licences || matchesLicences(licence, licences)) return null;
  return licence === "unknown"
    ? "The licence is unknown, and a licence is asked for."
    : `The licence is ${licence}; asked for are ${licences.join(", ")}.`;
}

function orientationReason({ width, height }: Stated, { orientation }: CrawlFilters) {
  if (!orientation || width === null || height === null) return null;
  const stated = orientationOf(width, height);
  return stated === orientation
    ? null
    : `The source states ${width} × ${height} px, which is ${stated}; asked for is ${orientation}.`;
}
