/** When a crawl runs again. */
export interface Repeat {
  every: "once" | "daily" | "weekly" | "cron";
  /** Five fields; counts only where `every` is cron. */
  cron: string;
  /** Pictures of all runs together at which it ends; null while the field is empty. */
  target: number | null;
}
export const ONCE: Repeat = { every: "once", cron: "0 6 * * 1", target: 1000 };

export const REPEAT_LABELS: Record<Repeat["every"], string> = {
  once: "Once",
  daily: "Every day",
  weekly: "Every week",
  cron: "By a cron line",
};

/** Whether a cron line has five fields of the signs that cron knows; what they mean is left to the server. */
export const isCron = (line: string): boolean =>
  /^(?:[\d*/,\-A-Za-z]+\s+){4}[\d*/,\-A-Za-z]+$/.test(line.trim());
