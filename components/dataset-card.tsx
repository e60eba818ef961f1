import { ImageOffIcon } from "lucide-react";
import Link from "next/link";
import type { Dataset } from "@/lib/domain/dataset";
import { cn } from "./cn";
import { countOf, formatBytes } from "./format";
import { RelativeTime } from "./relative-time";
import { Skeleton } from "./ui/skeleton";

const GRIDS = ["", "", "grid-cols-2", "grid-cols-2 grid-rows-2", "grid-cols-2 grid-rows-2"];

function Cover({ imageIds }: { imageIds: string[] }) {
  if (imageIds.length === 0)
    return (
      <div className="flex aspect-3/2 items-center justify-center bg-canvas text-muted-foreground">
        <ImageOffIcon className="size-5" aria-hidden />
      </div>
    );
  return (
    <div className={cn("grid aspect-3/2 gap-px bg-canvas", GRIDS[imageIds.length])}>
      {imageIds.map((id, index) => (
        <img
          key={id}
          src={`/api/v1/images/${id}/thumbnail`}
          alt=""
          width={192}
          height={128}
          loading="lazy"
          decoding="async"
          className={cn(
            "size-full min-h-0 object-cover",
            imageIds.length === 3 && index === 0 && "row-span-2",
          )}
        />
      ))}
    </div>
  );
}

/** A dataset with its cover, counts and age; the whole card is its link. */
export function DatasetCard({
  dataset,
  showProject = false,
}: {
  dataset: Dataset;
  showProject?: boolean;
}) {
  return (
    <li className="group relative overflow-hidden rounded-lg border bg-card transition-colors focus-within:border-ring hover:border-input">
      <Cover imageIds={dataset.coverImageIds} />
      <div className="border-t px-3 py-2.5">
        <p className="truncate text-sm font-medium">
          <Link
            href={`/datasets/${dataset.id}`}
            className="after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ring"
          >
            {dataset.name}
          </Link>
        </p>
        <p className="truncate text-xs text-muted-foreground tabular-nums">
          {dataset.imageCount === 0
            ? "No images yet"
            : `${countOf(dataset.imageCount, "image")} · ${formatBytes(dataset.sizeBytes)}`}
        </p>
        <p className="flex justify-between gap-3 text-xs whitespace-nowrap text-muted-foreground">
          {showProject && <span className="truncate max-sm:hidden">{dataset.projectName}</span>}
          <RelativeTime at={dataset.updatedAt} />
        </p>
      </div>
    </li>
  );
}

export const cardGridClasses = "grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-3 xl:grid-cols-4";

export function DatasetCardsSkeleton({ count }: { count: number }) {
  return (
    <ul className={cardGridClasses} aria-label="Loading datasets">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <li key={index} className="overflow-hidden rounded-lg border">
          <Skeleton className="aspect-3/2 rounded-none" />
          <div className="grid gap-1.5 border-t px-3 py-3">
            <Skeleton className="h-4 w-2/3" />
            <Skeleton className="h-3 w-1/2" />
            <Skeleton className="h-3 w-1/3" />
          </div>
        </li>
      ))}
    </ul>
  );
}
