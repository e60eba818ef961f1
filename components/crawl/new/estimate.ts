import { countOf, formatCount } from "@/components/format";
import type { SourceInfo } from "@/lib/domain/source";

/** Pictures found for one that is accepted: at best each is, at worst every fourth (damaged, small, double, refused). */
const FOUND_PER_ACCEPTED = { least: 1, most: 4 };
/** Downloads a minute from one source's host: four at once, at 2 s and at 0.3 s each. */
const DOWNLOADS_PER_MINUTE = { slow: 120, fast: 800 };

/** How long a crawl takes, in minutes, and how many pictures its sources list at most; null where that is not known. */
export interface Estimate {
  minutes: { least: number; most: number } | null;
  atMost: number | null;
}

const listedPerMinute = ({ capabilities: { requestsPerMinute, pageSize } }: SourceInfo) =>
  requestsPerMinute === null ? Number.POSITIVE_INFINITY : requestsPerMinute * pageSize;

/** What one source can list at most, by its own limit for a query and by what is left of its day. */
function listedAtMost({ capabilities, quota }: SourceInfo, keywords: number): number {
  const { maxPerQuery, pageSize } = capabilities;
  return Math.min(
    maxPerQuery === null ? Number.POSITIVE_INFINITY : maxPerQuery * keywords,
    quota.leftToday === null ? Number.POSITIVE_INFINITY : quota.leftToday * pageSize,
  );
}

/** Goes by the limits that the chosen sources state. `sources` are those that search. */
export function estimateCrawl(
  sources: readonly SourceInfo[],
  keywords: number,
  target: number | null,
): Estimate {
  if (sources.length === 0 || keywords === 0 || !target) return { minutes: null, atMost: null };
  const paceOf = (downloads: number) =>
    sources.reduce((sum, source) => sum + Math.min(downloads, listedPerMinute(source)), 0);
  const atMost = sources.reduce((sum, source) => sum + listedAtMost(source, keywords), 0);
  const { least, most } = FOUND_PER_ACCEPTED;
  return {
    minutes: {
      least: (target * least) / paceOf(DOWNLOADS_PER_MINUTE.fast),
      most: (target * most) / paceOf(DOWNLOADS_PER_MINUTE.slow),
    },
    atMost: Number.isFinite(atMost) ? atMost : null,
  };
}

function durationOf(minutes: number): { count: number; unit: string } {
  if (minutes < 90) return { count: Math.max(1, Math.ceil(minutes)), unit: "minute" };
  const hours = Math.ceil(minutes / 60);
  return hours < 48
    ? { count: hours, unit: "hour" }
    : { count: Math.ceil(hours / 24), unit: "day" };
}

/** "About 2 to 9 minutes", "About 40 minutes to 3 hours"; null where nothing honest can be said. */
export function estimateWords({ minutes }: Estimate): string | null {
  if (!minutes) return null;
  const least = durationOf(minutes.least);
  const most = durationOf(minutes.most);
  const end = countOf(most.count, most.unit);
  const start =
    least.unit === most.unit ? formatCount(least.count) : countOf(least.count, least.unit);
  const range = start === formatCount(most.count) ? end : `${start} to ${end}`;
  return `About ${range}, going by the limits of the sources.`;
}

/** Says beforehand that the chosen sources cannot reach the target; null where they can, or nobody knows. */
export function ceilingWords({ atMost }: Estimate, target: number | null): string | null {
  if (atMost === null || target === null || atMost >= target) return null;
  return `The chosen sources list at most ${formatCount(atMost)} pictures for these keywords. Add sources or keywords to reach the target.`;
}
