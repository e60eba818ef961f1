"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { problemText } from "@/components/problem";
import { Skeleton } from "@/components/ui/skeleton";
import type { PreviewItem } from "@/lib/domain/source";
import { sampleSummary } from "./sample-requests";
import { SampleTile } from "./sample-tile";

export interface Samples {
  items: PreviewItem[];
  note: string | null;
}

const PLACES = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** What one source would bring: a strip of pictures, or why there is none. */
export function SampleRow({
  name,
  result: { data, error },
}: {
  name: string;
  result: UseQueryResult<Samples>;
}) {
  return (
    <li className="grid min-w-0 gap-1.5">
      <p className="flex items-baseline gap-2 text-xs">
        <span className="shrink-0 font-medium">{name}</span>
        <span className="min-w-0 truncate text-muted-foreground">{data && wordsOf(data)}</span>
      </p>
      {error && <p className="text-xs break-words text-failed-ink">{problemText(error)}</p>}
      {data && data.items.length > 0 && (
        <ul aria-label={`Samples from ${name}`} className="flex gap-1.5 overflow-x-auto pb-1">
          {data.items.map((item) => (
            <SampleTile key={item.url} item={item} />
          ))}
        </ul>
      )}
      {!data && !error && (
        <div className="flex gap-1.5 overflow-hidden pb-1">
          {PLACES.map((place) => (
            <Skeleton key={place} className="size-22 shrink-0" />
          ))}
        </div>
      )}
    </li>
  );
}

function wordsOf({ items, note }: Samples): string {
  if (items.length === 0) return note ?? "Nothing was found.";
  return [sampleSummary(items), note].filter(Boolean).join(". ");
}
