"use client";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect } from "react";
import type { Image } from "@/lib/domain/image";
import { Tile, tileId } from "./tile";
import { GAP_PX, type GridLayout } from "./use-grid-layout";

/** Height of the bars that stay at the top of the window while the grid scrolls, in px. */
const STICKY_PX = 100;
const OVERSCAN_ROWS = 4;
/** The next page is asked for when this many rows are left below. */
const AHEAD_ROWS = 12;

/** Rows of tiles, of which only those near the window exist. The focus stays on the grid; the active tile is named. */
export function Grid({
  ref,
  images,
  layout: { columns, tile, top },
  activeIndex,
  isCropped,
  isBusy,
  hasMore,
  onMore,
  onOpen,
}: {
  ref: RefObject<HTMLDivElement | null>;
  images: readonly Image[];
  layout: GridLayout;
  activeIndex: number;
  isCropped: boolean;
  isBusy: boolean;
  hasMore: boolean;
  onMore: () => void;
  onOpen: (imageId: string) => void;
}) {
  const rowCount = Math.ceil(images.length / columns);
  const rowHeight = tile + GAP_PX;
  const virtualizer = useWindowVirtualizer({
    count: rowCount,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN_ROWS,
    scrollMargin: top,
    scrollPaddingStart: STICKY_PX,
    scrollPaddingEnd: GAP_PX,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are kept by the virtualizer until it is told
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  const activeRow = activeIndex < 0 ? null : Math.floor(activeIndex / columns);
  useEffect(() => {
    if (activeRow !== null) virtualizer.scrollToIndex(activeRow, { align: "auto" });
  }, [virtualizer, activeRow]);

  const rows = virtualizer.getVirtualItems();
  const lastRow = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastRow + AHEAD_ROWS >= rowCount) onMore();
  }, [hasMore, lastRow, rowCount, onMore]);

  const active = images[activeIndex];
  const isActiveShown = rows.some((row) => row.index === activeRow);
  return (
    <div
      ref={ref}
      role="listbox"
      tabIndex={0}
      aria-label="Pictures"
      aria-busy={isBusy}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Home End Enter Space A X U"
      {...(active && isActiveShown && { "aria-activedescendant": tileId(active.id) })}
      className="relative rounded-md outline-offset-4"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {rows.map((row) => (
        <div
          key={row.key}
          role="presentation"
          className="absolute inset-x-0 top-0 flex"
          style={{
            gap: GAP_PX,
            height: tile,
            transform: `translateY(${row.start - top}px)`,
          }}
        >
          {images.slice(row.index * columns, (row.index + 1) * columns).map((image, column) => (
            <Tile
              key={image.id}
              image={image}
              size={tile}
              isActive={row.index * columns + column === activeIndex}
              isCropped={isCropped}
              position={row.index * columns + column + 1}
              onOpen={onOpen}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
