import { Cron } from "croner";

/** Runs of one schedule are at least so far apart, whatever its expression says. */
const MIN_GAP_MS = 3_600_000;

/** Whether a time zone is one that the clock knows. */
export function isTimeZone(timezone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

/**
 * When five cron fields, read in a time zone, come round next: an hour after `last` at the earliest, and after `now`,
 * so that runs that were missed are made up for by one. Null where they never do, or are not cron fields.
 */
export function nextRun(
  cron: string,
  timezone: string,
  { now, last }: { now: Date; last: Date | null },
): Date | null {
  if (cron.trim().split(/\s+/).length !== 5) return null;
  // A moment before, because what is asked for is the first time after it.
  const earliest = last ? last.getTime() + MIN_GAP_MS - 1 : 0;
  try {
    return new Cron(cron, { timezone, mode: "5-part" }).nextRun(
      new Date(Math.max(now.getTime(), earliest)),
    );
  } catch {
    return null;
  }
}

/** "daily" and "weekly" as cron fields that come round at this minute of the day (and week) of the time zone. */
export function cronOf(every: string, timezone: string, now: Date): string {
  if (every !== "daily" && every !== "weekly") return every;
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    hour: "numeric",
    minute: "numeric",
    weekday: "short",
  }).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  const day = every === "weekly" ? part("weekday").toUpperCase() : "*";
  return `${Number(part("minute"))} ${Number(part("hour"))} * * ${day}`;
}
