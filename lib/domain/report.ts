import { z } from "zod";
import { oneLine } from "./storable-text";

const Cell = z.union([z.string(), z.number()]);

const ReportTable = z.object({
  /** Null where the section's title says it. */
  title: z.string().nullable(),
  columns: z.array(z.string()).min(1),
  rows: z.array(z.array(Cell)),
  /** The column that is drawn as a bar beside the first one's name; null where a table says more. */
  chart: z.int().min(1).nullable(),
  /** What was left out, or how to read it. */
  note: z.string().nullable(),
});
export type ReportTable = z.infer<typeof ReportTable>;

const ReportSection = z.object({
  title: z.string(),
  /** Sentences that stand for themselves. */
  points: z.array(z.string()),
  facts: z.array(z.object({ name: z.string(), value: Cell })),
  tables: z.array(ReportTable),
});
export type ReportSection = z.infer<typeof ReportSection>;

/** A report before it is a page or Markdown. Its texts may come from the web: whoever renders them escapes them. */
export const Report = z.object({
  title: z.string(),
  paragraphs: z.array(z.string()),
  sections: z.array(ReportSection),
});
export type Report = z.infer<typeof Report>;

/** A section of what is given; null where there is nothing in it. */
export function section(title: string, parts: Partial<Omit<ReportSection, "title">>) {
  const { points = [], facts = [] } = parts;
  const tables = (parts.tables ?? []).filter(({ rows }) => rows.length > 0);
  return points.length + facts.length + tables.length > 0 ? { title, points, facts, tables } : null;
}

/** A table of what is given; `chart` is the name of the column to draw. */
export function table<C extends string>(
  columns: readonly C[],
  rows: ReportTable["rows"],
  more: { title?: string; chart?: NoInfer<C>; note?: string | null } = {},
): ReportTable {
  const { title = null, note = null } = more;
  const chart = more.chart ? columns.indexOf(more.chart) : null;
  return { title, columns: [...columns], rows, chart, note };
}

export const cellText = (cell: z.infer<typeof Cell>): string =>
  typeof cell === "number" ? cell.toLocaleString("en") : cell;

/** A text as nothing but text: no markup, no link that a reader makes of an address, no second line. */
const inline = (cell: z.infer<typeof Cell>): string =>
  oneLine(cellText(cell))
    .replace(/[\\`*_{}[\]<>#|~&]/g, "\\$&")
    .replace(/:(?=\/\/)|(?<=www)\.|@/gi, "\\$&")
    .replace(/\s+/g, " ");
/** The same at the start of a line, where a dash or a number would begin a list. */
const line = (text: string): string =>
  inline(text)
    .replace(/^\s*([-+=])/, "\\$1")
    .replace(/^(\d+)([.)])/, "$1\\$2");

const rowLine = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const tableLines = ({ title, columns, rows, note }: ReportTable): string[] => [
  ...(title ? [`### ${inline(title)}`, ""] : []),
  rowLine(columns.map(inline)),
  rowLine(columns.map(() => "---")),
  ...rows.map((row) => rowLine(row.map(inline))),
  "",
  ...(note ? [line(note), ""] : []),
];

/** The report as Markdown, in which every text is only text. */
export const reportMarkdown = ({ title, paragraphs, sections }: Report): string =>
  [
    `# ${inline(title)}`,
    "",
    ...paragraphs.flatMap((text) => [line(text), ""]),
    ...sections.flatMap(({ title: name, points, facts, tables }) => [
      `## ${inline(name)}`,
      "",
      ...points.map((point) => `- ${line(point)}`),
      ...(points.length > 0 ? [""] : []),
      ...(facts.length > 0
        ? tableLines(
            table(
              ["what", "value"],
              facts.map(({ name: fact, value }) => [fact, value]),
            ),
          )
        : []),
      ...tables.flatMap(tableLines),
    ]),
  ].join("\n");
