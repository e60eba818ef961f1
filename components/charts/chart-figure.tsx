"use client";
import { ChartBarIcon, TableIcon } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import { formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import type { BarEntry } from "./entries";

/** A chart under its title, that can be read as a table instead. */
export function ChartFigure({
  title,
  text,
  column = title,
  entries,
  children,
  footer,
}: {
  title: string;
  text?: string | undefined;
  /** What the table calls the entries. */
  column?: string | undefined;
  entries: readonly BarEntry[];
  /** The chart. */
  children: ReactNode;
  /** What stays, chart or table. */
  footer?: ReactNode;
}) {
  const [isTable, setTable] = useState(false);
  const id = useId();
  return (
    <figure
      aria-labelledby={id}
      className="grid min-w-0 content-start gap-2 rounded-lg border bg-card p-3"
    >
      <figcaption className="flex items-start justify-between gap-2">
        <span className="min-w-0">
          <span id={id} className="block text-[13px] font-medium">
            {title}
          </span>
          {text && <span className="block text-xs text-muted-foreground">{text}</span>}
        </span>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={isTable ? `Show as chart: ${title}` : `Show as table: ${title}`}
          title={isTable ? "Show as chart" : "Show as table"}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? <ChartBarIcon /> : <TableIcon />}
        </Button>
      </figcaption>
      {isTable ? (
        <EntryTable title={title} column={column} entries={entries} />
      ) : (
        <div>{children}</div>
      )}
      {footer}
    </figure>
  );
}

function EntryTable({
  title,
  column,
  entries,
}: {
  title: string;
  column: string;
  entries: readonly BarEntry[];
}) {
  return (
    <div className="max-h-80 overflow-y-auto">
      <Table aria-label={`${title} as a table`}>
        <TableHeader>
          <TableRow>
            <TableHead className="h-7 px-1">{column}</TableHead>
            <TableHead className="h-7 px-1 text-right">Pictures</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {entries.map(({ name, value, href }) => (
            <TableRow key={name}>
              <TableCell className="px-1 py-1 break-words">
                {href ? (
                  <Link href={href} className="rounded-sm underline underline-offset-2">
                    {name}
                  </Link>
                ) : (
                  name
                )}
              </TableCell>
              <TableCell className="px-1 py-1 text-right">{formatCount(value)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
