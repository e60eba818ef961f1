"use client";
import { useThrottled } from "@/components/crawl/run/use-throttled";
import { formatCount } from "@/components/format";
import { TextLink } from "@/components/text-link";
import { galleryPath } from "./gallery-path";

const SAY_EVERY_MS = 1000;

/** How many pictures all rules hide together, or would hide as they are being moved. Stays in sight. */
export function HiddenLine({
  datasetId,
  total,
  hidden,
  preview,
}: {
  datasetId: string;
  total: number;
  hidden: number;
  /** What the rules will hide that are being moved, or by which pictures are being judged; null when neither is so. */
  preview: number | null;
}) {
  const words =
    preview === null
      ? `${formatCount(hidden)} of ${formatCount(total)} pictures are hidden by the checks.`
      : `${formatCount(preview)} of ${formatCount(total)} pictures would be hidden, ${formatCount(hidden)} are now.`;
  const said = useThrottled(words, SAY_EVERY_MS);
  return (
    <div className="sticky top-12 z-10 -mx-3 flex flex-wrap items-baseline gap-x-3 gap-y-0.5 rounded-md bg-background px-3 py-2 text-[13px]">
      <p className="font-medium tabular-nums">{words}</p>
      <p role="status" className="sr-only">
        {said}
      </p>
      <p className="text-muted-foreground">
        Hiding never deletes.{" "}
        {hidden > 0 && (
          <TextLink href={galleryPath(datasetId, { hidden: "checks" })}>Look at them</TextLink>
        )}
      </p>
    </div>
  );
}
