"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { ArrowDownIcon, ArrowUpIcon } from "lucide-react";
import { useState } from "react";
import { request } from "@/components/api";
import { cn } from "@/components/cn";
import { LoadMore } from "@/components/crawl/load-more";
import { ProblemNote } from "@/components/dataset/problem-note";
import { formatCount } from "@/components/format";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { listJobChunks } from "@/lib/contract/jobs";
import type { Chunk } from "@/lib/domain/crawl-job";
import { LaneRow } from "./lane-row";
import { firstOrder, type LaneColumn, type LaneOrder, orderLanes } from "./lane-rows";

const SHOWN_AT_FIRST = 12;
const PAGE_SIZE = 200;

const COLUMNS: readonly [column: LaneColumn, label: string, classes: string][] = [
  ["keyword", "Keyword", ""],
  ["source", "Source", "hidden sm:table-cell"],
  ["state", "State", ""],
  ["found", "Found", "hidden text-right sm:table-cell"],
  ["accepted", "Accepted", "text-right"],
  ["yield", "Yield", "hidden text-right sm:table-cell"],
];

/** Source × keyword, each with what it found and what became of it. `lanes` are live; of very many only those that found most. */
export function Lanes({
  jobId,
  lanes,
  total,
  isOver,
}: {
  jobId: string;
  lanes: readonly Chunk[];
  total: number;
  isOver: boolean;
}) {
  const [order, setOrder] = useState<LaneOrder | null>(null);
  const [isAll, setAll] = useState(false);
  const isPartial = total > lanes.length;
  const every = useInfiniteQuery({
    queryKey: ["job-lanes", jobId],
    queryFn: ({ pageParam, signal }) =>
      request(
        listJobChunks,
        { jobId, limit: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: isAll && isPartial,
  });
  const known = every.data?.pages.flatMap((page) => page.items) ?? lanes;
  const ordered = orderLanes(known, order, isOver);
  const shown = isAll ? ordered : ordered.slice(0, SHOWN_AT_FIRST);
  const sortBy = (column: LaneColumn) =>
    setOrder(
      order?.column === column ? { column, isDescending: !order.isDescending } : firstOrder(column),
    );
  return (
    <div className="grid grid-cols-1 gap-2">
      <div className="rounded-lg border bg-card">
        <Table aria-label="Searches">
          <TableHeader>
            <TableRow>
              {COLUMNS.map(([column, label, classes]) => (
                <LaneHead
                  key={column}
                  label={label}
                  order={order?.column === column ? order : null}
                  isNumber={classes.includes("text-right")}
                  className={classes}
                  onSort={() => sortBy(column)}
                />
              ))}
              <TableHead className="hidden md:table-cell">What became of it</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {shown.map((lane) => (
              <LaneRow key={lane.id} lane={lane} isOver={isOver} />
            ))}
          </TableBody>
        </Table>
      </div>
      {every.error && <ProblemNote title="The searches could not be loaded" error={every.error} />}
      {!isAll && (shown.length < known.length || isPartial) && (
        <Button variant="outline" className="justify-self-center" onClick={() => setAll(true)}>
          Show all {formatCount(total)} searches
        </Button>
      )}
      <LoadMore list={every} />
    </div>
  );
}

function LaneHead({
  label,
  order,
  isNumber,
  className,
  onSort,
}: {
  label: string;
  /** Its column is aligned at the right. */
  isNumber: boolean;
  /** Null where the lanes are ordered by something else. */
  order: LaneOrder | null;
  className: string;
  onSort: () => void;
}) {
  const Arrow = order?.isDescending ? ArrowDownIcon : ArrowUpIcon;
  const direction = order?.isDescending ? "descending" : "ascending";
  return (
    <TableHead aria-sort={order ? direction : "none"} className={className}>
      <button
        type="button"
        onClick={onSort}
        className={cn(
          "inline-flex items-center gap-1 rounded-sm align-middle hover:text-foreground pointer-coarse:py-2",
          isNumber && "flex-row-reverse",
        )}
      >
        {label}
        <Arrow className={cn("size-3", !order && "invisible")} aria-hidden />
      </button>
    </TableHead>
  );
}
