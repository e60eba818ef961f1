/** How many columns a table of JSON lines may have; further ones are not read. */
const MAX_NAMES = 200;

function recordOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}

/** The names that occur in these lines, in the order of their first occurrence. */
export const jsonNames = (lines: readonly string[]): string[] =>
  [...new Set(lines.flatMap((line) => Object.keys(recordOf(line))))].slice(0, MAX_NAMES);

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A line as a row under `names`; without cells where the line is not a JSON object. */
export function jsonCells(line: string, names: readonly string[]): string[] {
  const record = recordOf(line);
  return names.map((name) => cellOf(record[name]));
}
