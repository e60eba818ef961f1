import { ChevronRightIcon, CopyIcon } from "lucide-react";
import Link from "next/link";
import { Thumbnail } from "@/components/dataset/thumbnail";
import { countOf, formatCount } from "@/components/format";
import { to } from "@/components/routes";
import type { Overlap } from "@/lib/domain/duplicate";

const NAMED = 3;

/** Which other datasets hold pictures of this one, in one line that unfolds. */
export function Overlaps({
  datasetId,
  overlaps,
}: {
  datasetId: string;
  overlaps: readonly Overlap[];
}) {
  if (overlaps.length === 0) return null;
  const named = overlaps.slice(0, NAMED);
  const others = overlaps.length - named.length;
  return (
    <details className="group rounded-lg border bg-rail text-[13px]">
      <summary className="flex cursor-pointer list-none items-center gap-2 rounded-lg px-3 py-1.5 pointer-coarse:py-2.5">
        <CopyIcon className="size-4 shrink-0 text-duplicate-ink" aria-hidden />
        <span className="min-w-0 flex-1 truncate">
          Already in other datasets:{" "}
          {named
            .map(({ datasetName, count }) => `${datasetName} (${formatCount(count)})`)
            .join(", ")}
          {others > 0 && ` and ${formatCount(others)} more`}
        </span>
        <ChevronRightIcon
          className="size-4 shrink-0 text-muted-foreground transition-transform group-open:rotate-90"
          aria-hidden
        />
      </summary>
      <ul className="max-h-72 divide-y overflow-y-auto border-t px-3">
        {overlaps.map((overlap) => (
          <li key={overlap.datasetId} className="grid gap-2 py-2.5">
            <p>
              {countOf(overlap.count, "picture")} of this dataset{" "}
              {overlap.count === 1 ? "is" : "are"} in{" "}
              <Link
                href={to(`/datasets/${overlap.datasetId}`)}
                className="font-medium text-primary-ink underline underline-offset-2 hover:no-underline"
              >
                {overlap.datasetName}
              </Link>{" "}
              too
              {overlap.exact > 0 && `, ${formatCount(overlap.exact)} of them the same to the pixel`}
              .
            </p>
            <ul className="flex gap-1.5 overflow-x-auto pb-1" aria-label="Some of them">
              {overlap.imageIds.map((imageId) => (
                <li key={imageId} className="shrink-0">
                  <Link
                    href={to(`/datasets/${datasetId}?image=${imageId}`)}
                    className="block rounded-sm"
                  >
                    <Thumbnail
                      imageId={imageId}
                      alt="A picture of this dataset"
                      side={56}
                      className="size-14 rounded-sm bg-canvas object-cover"
                    />
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </details>
  );
}
