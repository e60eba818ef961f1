import Link from "next/link";
import { Thumbnail } from "@/components/dataset/thumbnail";
import { OutcomeGroupBadge } from "@/components/outcome";
import { to } from "@/components/routes";
import { Button } from "@/components/ui/button";
import type { Image } from "@/lib/domain/image";
import { TRANSFORM_LABELS } from "@/lib/domain/transform";
import { Section } from "./section";

/** Bits of a perceptual hash: 64 hexadecimal digits. */
const HASH_BITS = 256;

/** Which picture this one repeats, and how sure that is. */
export function DuplicateOf({
  image: {
    datasetId,
    isDuplicate,
    duplicateOf,
    duplicateDistance,
    duplicateTransform,
    duplicateGroupId,
  },
  onOpen,
}: {
  image: Image;
  onOpen: (imageId: string) => void;
}) {
  return (
    <Section title="Duplicates">
      <div className="flex items-center gap-3">
        {duplicateOf && (
          <button
            type="button"
            onClick={() => onOpen(duplicateOf)}
            aria-label="Open the picture that this one repeats"
            className="size-20 shrink-0 overflow-hidden rounded-md border bg-canvas"
          >
            <Thumbnail imageId={duplicateOf} alt="" side={80} className="size-full object-cover" />
          </button>
        )}
        <div className="grid justify-items-start gap-1.5 text-[13px]">
          {isDuplicate ? (
            <OutcomeGroupBadge group="duplicate">Repeats another picture</OutcomeGroupBadge>
          ) : (
            <p>Kept; others in the dataset repeat it.</p>
          )}
          {duplicateDistance !== null && (
            <p className="text-xs text-muted-foreground">
              {duplicateDistance} of {HASH_BITS} bits of the perceptual hash differ
              {duplicateTransform && duplicateTransform !== "none" && (
                <>; {TRANSFORM_LABELS[duplicateTransform]}</>
              )}
              .
            </p>
          )}
          {duplicateGroupId && (
            <Button variant="outline" size="sm" asChild>
              <Link href={to(`/datasets/${datasetId}/duplicates?group=${duplicateGroupId}`)}>
                Compare the group
              </Link>
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}
