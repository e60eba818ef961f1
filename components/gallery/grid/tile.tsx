import { CheckIcon, CopyIcon, ImageOffIcon, TriangleAlertIcon, XIcon } from "lucide-react";
import { memo, useState } from "react";
import { urlOf } from "@/components/api";
import { cn } from "@/components/cn";
import { formatCount } from "@/components/format";
import { getImageThumbnail } from "@/lib/contract/images";
import type { ImageTile } from "@/lib/domain/curation";
import { hiddenText, hoverText, tileName } from "./tile-words";

export const tileId = (imageId: string) => `image-${imageId}`;
/** Of a tile's element: which place it shows. */
export const PLACE = "data-place";
/** Colours shown on a tile; further labels are in the panel. */
const SHOWN_LABELS = 4;

export interface TileLook {
  /** Side in px. */
  readonly size: number;
  readonly isCropped: boolean;
  readonly colourOf: (label: string) => string;
  /** What the list is ordered by, of one picture. */
  readonly sortedBy: (tile: ImageTile) => string | null;
}

/**
 * One picture in the grid. It has as few elements as it can, for there are hundreds: what hovering shows is one
 * pseudo-element, and marks are there only where there is something to say. Words on it come from CSS, as its name
 * says them already.
 */
export const Tile = memo(function Tile({
  tile,
  place,
  count,
  x,
  y,
  look: { size, isCropped, colourOf, sortedBy },
  isActive,
  isSelected,
  isLooked,
}: {
  tile: ImageTile;
  place: number;
  /** Of the whole list. */
  count: number;
  x: number;
  y: number;
  look: TileLook;
  isActive: boolean;
  isSelected: boolean;
  /** False while scrolled past too fast to be seen. */
  isLooked: boolean;
}) {
  const [wasLooked, setLooked] = useState(isLooked);
  if (isLooked && !wasLooked) setLooked(true);
  const [brokenId, setBrokenId] = useState<string>();
  // A picture smaller than its tile is shown as it is, never blown up.
  const isSmall = Math.max(tile.width, tile.height) < size;
  const isRejected = tile.decision === "rejected";
  const hidden = hiddenText(tile);
  return (
    <div
      role="option"
      id={tileId(tile.id)}
      {...{ [PLACE]: place }}
      tabIndex={-1}
      aria-label={tileName(tile)}
      aria-selected={isSelected}
      aria-posinset={place + 1}
      aria-setsize={count}
      data-hover={hoverText(tile, sortedBy(tile))}
      style={{ width: size, height: size, left: x, top: y }}
      className={cn(
        "absolute cursor-default overflow-hidden rounded-md bg-canvas contain-strict select-none [-webkit-touch-callout:none]",
        "after:pointer-events-none after:absolute after:inset-x-0 after:bottom-0 after:hidden after:overflow-hidden after:bg-linear-to-t after:from-black/85 after:to-transparent after:px-2 after:pt-7 after:pb-1.5 after:text-xs after:leading-4 after:text-ellipsis after:whitespace-pre after:text-white after:content-[attr(data-hover)] hover:after:block",
        isActive && "outline-2 outline-offset-2 outline-ring",
        isSelected && "bg-primary/30 p-2 ring-3 ring-primary ring-inset",
      )}
    >
      {brokenId === tile.id && (
        <ImageOffIcon
          className="absolute inset-0 m-auto size-5 text-muted-foreground"
          aria-hidden
        />
      )}
      {wasLooked && brokenId !== tile.id && (
        <img
          src={urlOf(getImageThumbnail, { imageId: tile.id })}
          alt=""
          width={tile.width}
          height={tile.height}
          decoding="async"
          draggable={false}
          onError={() => setBrokenId(tile.id)}
          className={cn(
            "pointer-events-none size-full rounded-[inherit]",
            isCropped && !isSmall ? "object-cover" : "object-scale-down",
            (isRejected || hidden) && "opacity-40",
            isRejected && "grayscale",
          )}
        />
      )}
      <Marks tile={tile} isRejected={isRejected} />
      <div className="pointer-events-none absolute inset-x-1.5 bottom-1.5 flex items-end gap-1">
        {tile.labels.slice(0, SHOWN_LABELS).map((label) => (
          <span
            key={label}
            className="size-2.5 shrink-0 rounded-full border border-white/90"
            style={{ background: colourOf(label) }}
          />
        ))}
        {hidden && (
          <span
            data-text={hidden}
            className="ml-auto truncate rounded-sm bg-black/70 px-1.5 py-px text-[11px] leading-4 text-white before:content-[attr(data-text)]"
          />
        )}
      </div>
    </div>
  );
});

const markClasses =
  "flex h-5 min-w-5 items-center justify-center gap-0.5 rounded-full text-[11px] leading-none font-medium text-white tabular-nums [&>svg]:size-3.5";

function Marks({ tile, isRejected }: { tile: ImageTile; isRejected: boolean }) {
  const isAccepted = tile.decision === "accepted";
  const { issues, duplicateCount } = tile;
  if (!isAccepted && !isRejected && issues.length === 0 && duplicateCount < 2) return null;
  return (
    <div className="pointer-events-none absolute inset-x-1.5 top-1.5 flex gap-1">
      {isAccepted && (
        <span className={cn(markClasses, "bg-[oklch(0.5_0.13_155)]")}>
          <CheckIcon strokeWidth={3} aria-hidden />
        </span>
      )}
      {isRejected && (
        <span className={cn(markClasses, "bg-[oklch(0.5_0.19_27)]")}>
          <XIcon strokeWidth={3} aria-hidden />
        </span>
      )}
      {duplicateCount > 1 && (
        <span
          className={cn(
            markClasses,
            "bg-[oklch(0.5_0.2_300)] px-1.5 after:content-[attr(data-text)] [&>svg]:size-3",
          )}
          data-text={formatCount(duplicateCount)}
        >
          <CopyIcon aria-hidden />
        </span>
      )}
      {issues.length > 0 && (
        <span className={cn(markClasses, "ml-auto bg-black/65")}>
          <TriangleAlertIcon className="text-[oklch(0.85_0.15_80)]" aria-hidden />
        </span>
      )}
    </div>
  );
}
