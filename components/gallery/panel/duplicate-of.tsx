import { Thumbnail } from "@/components/dataset/thumbnail";
import { OutcomeGroupBadge } from "@/components/outcome";
import { Button } from "@/components/ui/button";
import type { Image } from "@/lib/domain/image";
import { Section } from "./section";

/** Bits of a perceptual hash: 64 hexadecimal digits. */
const HASH_BITS = 256;

/** Which picture this one repeats, and how sure that is. */
export function DuplicateOf({
  image: { isDuplicate, duplicateOf, duplicateDistance, duplicateGroupId },
  onOpen,
  onGroup,
}: {
  image: Image;
  onOpen: (imageId: string) => void;
  onGroup: (groupId: string) => void;
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
              {duplicateDistance} of {HASH_BITS} bits of the perceptual hash differ.
            </p>
          )}
          {duplicateGroupId && (
            <Button variant="outline" size="sm" onClick={() => onGroup(duplicateGroupId)}>
              Show the group
            </Button>
          )}
        </div>
      </div>
    </Section>
  );
}
