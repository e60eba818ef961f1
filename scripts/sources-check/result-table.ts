import type { CheckResult } from "./check-source";

const MAX_MESSAGE_CHARS = 120;

/** What a service says is shown on a terminal: on one line, without control characters. */
const oneLine = (text: string) =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .slice(0, MAX_MESSAGE_CHARS);

function cellsOf(result: CheckResult): [string, string, string, string] {
  if (result.outcome === "no-key") return [result.kind, "no key", "", ""];
  const ms = `${result.ms} ms`;
  if (result.outcome === "found")
    return [result.kind, `${result.pictures} pictures`, ms, `${result.licensed} with a licence`];
  return [result.kind, result.errorClass ?? "failed", ms, oneLine(result.message)];
}

/** One line a source, in columns. */
export function resultTable(results: readonly CheckResult[]): string {
  const rows = [["source", "result", "time", "more"], ...results.map(cellsOf)];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "))
    .map((line) => line.trimEnd())
    .join("\n");
}
