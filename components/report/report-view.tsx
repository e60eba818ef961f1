import { cn } from "@/components/cn";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { cellText, type Report, type ReportSection, type ReportTable } from "@/lib/domain/report";

/** So that no cell is squeezed to a word a line on a phone: the table scrolls instead. */
const roomFor = (cell: string | number) => {
  const letters = String(cell).length;
  if (letters > 40) return "min-w-52 print:min-w-0";
  return letters > 12 && "min-w-28 print:min-w-0";
};

/** A report to read and to print. */
export function ReportView({ report: { title, paragraphs, sections } }: { report: Report }) {
  return (
    <article className="grid grid-cols-1 gap-8">
      <header className="grid gap-1">
        <h2 className="text-lg font-semibold break-words">{title}</h2>
        {paragraphs.map((text) => (
          <p key={text} className="max-w-prose text-[13px] break-words">
            {text}
          </p>
        ))}
      </header>
      {sections.map((section) => (
        <Section key={section.title} section={section} />
      ))}
    </article>
  );
}

function Section({ section: { title, points, facts, tables } }: { section: ReportSection }) {
  return (
    <section className="grid grid-cols-1 gap-3">
      <h3 className="border-b pb-1 text-sm font-semibold">{title}</h3>
      {points.length > 0 && (
        <ul className="grid max-w-prose list-disc gap-1 pl-5 text-[13px]">
          {points.map((point) => (
            <li key={point} className="break-words">
              {point}
            </li>
          ))}
        </ul>
      )}
      {facts.length > 0 && (
        <dl className="grid grid-cols-[8rem_1fr] gap-x-6 gap-y-1 text-[13px] sm:grid-cols-[12rem_1fr]">
          {facts.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-muted-foreground first-letter:uppercase">{name}</dt>
              <dd className="min-w-0 break-words">{cellText(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={cn("grid grid-cols-1 gap-6", tables.length > 1 && "lg:grid-cols-2")}>
        {tables.map((table) => (
          <Rows key={table.title ?? title} table={table} name={table.title ?? title} />
        ))}
      </div>
    </section>
  );
}

function Rows({
  table: { title, columns, rows, chart, note },
  name,
}: {
  table: ReportTable;
  name: string;
}) {
  const most = chart === null ? 0 : Math.max(...rows.map((row) => Number(row[chart])));
  return (
    <div className="grid min-w-0 grid-cols-1 content-start gap-1 break-inside-avoid">
      {title && <h4 className="text-[13px] font-medium">{title}</h4>}
      <Table aria-label={name} className="print:text-[10px]">
        <TableHeader>
          <TableRow>
            {columns.map((column, index) => (
              <TableHead
                key={column}
                className={cn(
                  "h-8 px-2 first:pl-0 first-letter:uppercase",
                  index === chart && "w-2/5",
                )}
              >
                {column}
              </TableHead>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={JSON.stringify(row)} className="break-inside-avoid">
              {row.map((cell, index) => (
                <TableCell
                  key={columns[index]}
                  className={cn(
                    "max-w-96 px-2 py-1 align-top break-words first:pl-0",
                    roomFor(cell),
                  )}
                >
                  {index === chart ? <BarCell value={Number(cell)} most={most} /> : cellText(cell)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {note && <p className="text-xs text-muted-foreground">{note}</p>}
    </div>
  );
}

/** A number with its bar: the chart is in the table, and so on paper too. */
function BarCell({ value, most }: { value: number; most: number }) {
  return (
    <span className="flex items-center gap-2">
      <span className="min-w-12 text-right">{cellText(value)}</span>
      <span className="h-2 min-w-14 flex-1 print:[print-color-adjust:exact]" aria-hidden>
        <span
          className={cn("block h-full rounded-full bg-primary", value > 0 && "min-w-px")}
          style={{ width: `${most > 0 ? (100 * value) / most : 0}%` }}
        />
      </span>
    </span>
  );
}
