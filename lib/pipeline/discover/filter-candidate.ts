import type { CrawlFilters, ORIENTATIONS } from "@/lib/domain/crawl-job";
import type { ImageFormat } from "@/lib/domain/image";
import { matchesLicences } from "@/lib/pipeline/sources/licence-filter";
import type { Found } from "@/lib/pipeline/sources/source";

type Stated = Pick<Found, "url" | "licence" | "width" | "height" | "createdOn">;
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
    orientationReason(found, filters) ??
    statedAspectReason(found, filters) ??
    dateReason(found, filters)
  );
}

/** A picture counts as square when its sides differ by a tenth at most, as Openverse counts it. */
export function orientationOf(width: number, height: number): Orientation {
  if (width > height * 1.1) return "landscape";
  return height > width * 1.1 ? "portrait" : "square";
}

/** Why these sides, as a person sees them, are outside the aspect ratios asked for; null when they are within. */
export function aspectReason(
  { width, height }: { width: number; height: number },
  { minAspectRatio = 0, maxAspectRatio = Number.POSITIVE_INFINITY }: CrawlFilters,
): string | null {
  const ratio = width / height;
  const told = `${width} × ${height} px is ${ratio.toFixed(2)} to 1`;
  if (ratio < minAspectRatio) return `${told}; at least ${minAspectRatio} is asked for.`;
  return ratio > maxAspectRatio ? `${told}; at most ${maxAspectRatio} is asked for.` : null;
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

const statedAspectReason = ({ width, height }: Stated, filters: CrawlFilters) =>
  width && height ? aspectReason({ width, height }, filters) : null;

/** Days of ISO 8601 compare as text; both ends belong to the time that is asked for. */
function dateReason({ createdOn }: Stated, { createdAfter, createdBefore }: CrawlFilters) {
  if (!createdAfter && !createdBefore) return null;
  if (!createdOn) return "The source states no date, and one is asked for.";
  if (createdAfter && createdOn < createdAfter)
    return `The source states ${createdOn}; from ${createdAfter} on is asked for.`;
  return createdBefore && createdOn > createdBefore
    ? `The source states ${createdOn}; up to ${createdBefore} is asked for.`
    : null;
}
