"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { request } from "@/components/api";
import { Thumbnail } from "@/components/dataset/thumbnail";
import { countOf } from "@/components/format";
import { Skeleton } from "@/components/ui/skeleton";
import { listImageTiles } from "@/lib/contract/curation";
import type { ImageTile } from "@/lib/domain/curation";
import type { CheckedIssue } from "@/lib/domain/issue";
import { edgeFilter, galleryPath } from "./gallery-path";
import { useInView } from "./use-in-view";
import { useSettled } from "./use-settled";

const SIDE_PX = 56;
const SHOWN = 4;
const PLACES = Array.from({ length: SHOWN }, (_, place) => place);
const AFTER_MS = 250;

interface Edge {
  datasetId: string;
  issue: CheckedIssue;
  threshold: number;
}

/** The pictures just below and just above a threshold: what moving it would change next. */
export function EdgeStrip({
  datasetId,
  issue,
  threshold,
  below,
  above,
}: Edge & { /** How many there are. */ below: number; above: number }) {
  const [ref, isSeen] = useInView<HTMLDivElement>();
  const edge = { datasetId, issue, threshold: useSettled(threshold, AFTER_MS) };
  return (
    <div ref={ref} className="grid grid-cols-2 gap-3">
      <Side {...edge} side="below" count={below} isSeen={isSeen} />
      <Side {...edge} side="above" count={above} isSeen={isSeen} />
    </div>
  );
}

function Side({
  datasetId,
  issue,
  threshold,
  side,
  count,
  isSeen,
}: Edge & { side: "below" | "above"; count: number; isSeen: boolean }) {
  const filter = edgeFilter(issue, threshold, side);
  const path = galleryPath(datasetId, { ...filter, hidden: "judged" });
  const { data, isError } = useQuery({
    queryKey: ["quality-edge", datasetId, filter],
    queryFn: ({ signal }) =>
      request(listImageTiles, { datasetId, ...filter, isJudged: "true", limit: SHOWN }, { signal }),
    enabled: isSeen && count > 0,
    placeholderData: keepPreviousData,
  });
  const words = side === "below" ? "Below" : "Above";
  return (
    <div className="grid min-w-0 content-start gap-1">
      <p className="truncate text-xs text-muted-foreground">
        {count > 0 ? (
          <Link
            href={path}
            className="rounded-sm underline underline-offset-2 hover:text-foreground"
          >
            {words}: {countOf(count, "picture")}
          </Link>
        ) : (
          `${words}: none`
        )}
      </p>
      <div className="flex h-14 flex-wrap gap-1 overflow-hidden">
        {isError ? (
          <p className="text-xs">The pictures could not be read.</p>
        ) : (
          count > 0 &&
          (data?.items.map((tile) => (
            <Link key={tile.id} href={path} tabIndex={-1} className="shrink-0">
              <Thumbnail
                imageId={tile.id}
                alt={altOf(tile)}
                side={SIDE_PX}
                className="size-14 rounded-sm bg-canvas object-cover"
              />
            </Link>
          )) ??
            PLACES.slice(0, count).map((place) => <Skeleton key={place} className="size-14" />))
        )}
      </div>
    </div>
  );
}

const altOf = ({ label, value }: ImageTile) =>
  value === null ? label : `${label}, score ${value.toFixed(2)}`;
