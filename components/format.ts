export { formatBytes, formatDuration } from "@/lib/domain/quantity";

const COUNT = new Intl.NumberFormat("en");

export const formatCount = (count: number): string => COUNT.format(count);

/** "1 image", "1,204 images". */
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const STEPS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** "just now", "5 minutes ago", "in 2 days"; both in milliseconds since the epoch. */
export function formatRelative(atMs: number, nowMs: number): string {
  const seconds = Math.round((atMs - nowMs) / 1000);
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  return step ? RELATIVE.format(Math.trunc(seconds / step[1]), step[0]) : "just now";
}
