import { CheckIcon, CopyIcon, TriangleAlertIcon, XIcon } from "lucide-react";
import { memo } from "react";
import { cn } from "@/components/cn";
import { Thumbnail } from "@/components/dataset/thumbnail";
import type { Image } from "@/lib/domain/image";
import { ISSUE_LABELS } from "@/lib/domain/issue";

export const tileId = (imageId: string) => `image-${imageId}`;

/** One picture in the grid. A click selects and opens it; the keyboard is handled for the whole grid. */
export const Tile = memo(function Tile({
  image,
  size,
  isActive,
  isCropped,
  position,
  onOpen,
}: {
  image: Image;
  /** Side in px. */
  size: number;
  isActive: boolean;
  isCropped: boolean;
  /** 1 for the first. */
  position: number;
  onOpen: (imageId: string) => void;
}) {
  // A picture smaller than its tile is shown as it is, never blown up.
  const isSmall = Math.max(image.width, image.height) < size;
  const isRejected = image.decision === "rejected";
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it has the focus and the keys
    <div
      role="option"
      id={tileId(image.id)}
      tabIndex={-1}
      aria-selected={isActive}
      aria-posinset={position}
      aria-setsize={-1}
      onClick={() => onOpen(image.id)}
      style={{ width: size, height: size }}
      className={cn(
        "group relative shrink-0 cursor-pointer overflow-hidden rounded-md bg-canvas contain-strict",
        isActive && "outline-2 outline-offset-2 outline-ring",
      )}
    >
      <Thumbnail
        imageId={image.id}
        alt=""
        side={size}
        className={cn(
          "size-full",
          isCropped && !isSmall ? "object-cover" : "object-scale-down",
          isRejected && "opacity-35 grayscale",
        )}
      />
      {image.isDuplicate && (
        <div className="pointer-events-none absolute inset-0 rounded-md ring-3 ring-duplicate ring-inset" />
      )}
      <div className="pointer-events-none absolute inset-x-1.5 top-1.5 flex gap-1 [&>span]:flex [&>span]:size-5 [&>span]:items-center [&>span]:justify-center [&>span]:rounded-full [&>span]:text-white [&_svg]:size-3.5">
        {image.decision === "accepted" && (
          <span className="bg-[oklch(0.5_0.13_155)]">
            <CheckIcon strokeWidth={3} aria-hidden />
          </span>
        )}
        {isRejected && (
          <span className="bg-[oklch(0.5_0.19_27)]">
            <XIcon strokeWidth={3} aria-hidden />
          </span>
        )}
        {image.isDuplicate && (
          <span className="bg-[oklch(0.5_0.2_300)]">
            <CopyIcon aria-hidden />
          </span>
        )}
        {image.issues.length > 0 && (
          <span className="ml-auto bg-black/65" title={issuesOf(image)}>
            <TriangleAlertIcon className="text-[oklch(0.85_0.15_80)]" aria-hidden />
          </span>
        )}
      </div>
      <p className="sr-only">{nameOf(image)}</p>
      <div
        aria-hidden
        className={cn(
          "invisible absolute inset-x-0 bottom-0 bg-linear-to-t from-black/80 to-transparent px-2 pt-6 pb-1.5 text-xs leading-4 text-white group-hover:visible",
          isActive && "visible",
        )}
      >
        <p className="truncate font-medium">{image.label}</p>
        <p className="truncate text-white/80">{image.source}</p>
      </div>
    </div>
  );
});

const issuesOf = ({ issues }: Image): string =>
  issues.map((issue) => ISSUE_LABELS[issue]).join(", ");

/** What is shown, in words. */
function nameOf(image: Image): string {
  const { label, source, title, decision, isDuplicate } = image;
  return [label, source, title, decision, isDuplicate && "duplicate", issuesOf(image)]
    .filter(Boolean)
    .join(", ");
}
