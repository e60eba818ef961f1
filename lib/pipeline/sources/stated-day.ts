const DAY = /^(\d{4})[-:/](\d{2})[-:/](\d{2})(?!\d)/;

/** The day (YYYY-MM-DD) of a foreign date that begins with year, month and day; null for a mere year or nonsense. */
export function statedDay(text: string | null | undefined): string | null {
  const match = DAY.exec(text?.trim() ?? "");
  if (!match) return null;
  const day = match.slice(1).join("-");
  const date = new Date(`${day}T00:00:00Z`);
  // A day that does not exist is rolled over by Date, or is no date at all.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}
