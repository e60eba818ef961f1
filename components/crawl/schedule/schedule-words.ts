import type { Repeat } from "@/components/crawl/new/repeat";
import type { Schedule } from "@/lib/domain/schedule";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAILY = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7]|[a-z]{3})$/i;

/** The day that a weekday field names: 0 and 7 are Sunday, MON is Monday. */
const dayOf = (field: string): string | undefined =>
  DAYS[Number(field) % 7] ?? DAYS.find((day) => day.toUpperCase().startsWith(field.toUpperCase()));

/** When a schedule comes round: "daily at 03:00", "every Monday at 03:00", or the cron line itself. */
export function whenOf({ cron, timezone }: Pick<Schedule, "cron" | "timezone">): string {
  const [, minute = "", hour = "", day = ""] = DAILY.exec(cron) ?? [];
  const name = day === "*" ? "day" : dayOf(day);
  if (!minute || !name) return `by the cron line “${cron}”, ${timezone}`;
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")} ${timezone}`;
  return day === "*" ? `daily at ${time}` : `every ${name} at ${time}`;
}

/** A schedule as the form shows it: its own cron line is what can be changed. */
export const repeatOf = ({ cron, target }: Schedule): Repeat => ({ every: "cron", cron, target });

/** Whether a crawl can be repeated: what was uploaded cannot, and a list brings nothing new. */
export const isRepeatable = (sources: readonly string[]): boolean =>
  !sources.includes("upload") && sources.some((kind) => kind !== "url-list");
