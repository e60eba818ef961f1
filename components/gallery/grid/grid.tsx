"use client";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { cn } from "@/components/cn";
import type { ImageList } from "../list/image-list";
import type { Cursor } from "../select/use-select";
import { type Store, useValue } from "../store";
import { GAP_PX, type Geometry } from "./geometry";
import { Tile, type TileLook, tileId } from "./tile";
import { type PointerActions, usePointer } from "./use-pointer";
import { useScrolled } from "./use-scrolled";

/** Height of the bars that stay at the top of the window while the grid scrolls, and of the one at the bottom, in px. */
const TOP_BARS_PX = 100;
const BOTTOM_BAR_PX = 76;

/**
 * The whole list at its true height, of which only the tiles near the window exist. What is not here yet is a pattern of
 * empty tiles in the background. The focus stays on the list; the active tile is named.
 */
export function Grid({
  ref,
  list,
  geometry,
  top,
  cursor,
  look,
  isBusy,
  actions,
}: {
  ref: RefObject<HTMLDivElement | null>;
  list: ImageList;
  geometry: Geometry;
  /** Of the grid in the document in px. */
  top: number;
  cursor: Store<Cursor>;
  look: TileLook;
  isBusy: boolean;
  actions: PointerActions;
}) {
  const { columns, tile: side, rowHeight, rows, shown } = geometry;
  const { span, isSlow } = useScrolled(geometry, top);
  useValue(list.version);
  const { place: active } = useValue(cursor);
  const selection = useValue(actions.select.selection);
  const pointer = usePointer(ref, list, geometry, actions);

  useEffect(() => {
    if (isSlow && span.last >= span.first) list.show(span);
  }, [list, span, isSlow]);
  useFollow(active, geometry, top);
  useKeepPlace(active, geometry, top);

  const activeTile = active >= span.first && active <= span.last ? list.at(active) : undefined;
  const places = Array.from({ length: span.last - span.first + 1 }, (_, at) => span.first + at);
  const wholeRows = shown % columns === 0 ? rows : rows - 1;
  return (
    <div
      ref={ref}
      role="listbox"
      tabIndex={0}
      aria-label="Pictures"
      aria-multiselectable
      aria-busy={isBusy}
      aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Home End PageUp PageDown Enter Space A X U"
      {...(activeTile && { "aria-activedescendant": tileId(activeTile.id) })}
      className={cn(
        "relative touch-manipulation overflow-clip rounded-md outline-offset-4 select-none [overflow-clip-margin:4px]",
        // The outline of the active tile shows where the focus is.
        activeTile && "focus-visible:outline-none",
      )}
      style={{ height: rows * rowHeight - GAP_PX }}
      {...pointer.handlers}
    >
      <EmptyTiles side={side} height={wholeRows * rowHeight} />
      {places.map((place) => {
        const tile = list.at(place);
        return (
          tile && (
            <Tile
              key={place}
              tile={tile}
              place={place}
              count={list.count}
              x={(place % columns) * (side + GAP_PX)}
              y={Math.floor(place / columns) * rowHeight}
              look={look}
              isActive={place === active}
              isSelected={pointer.isSelected(selection, place, tile.id)}
              isLooked={isSlow}
            />
          )
        );
      })}
      {pointer.band && <BandBox {...pointer.band} />}
    </div>
  );
}

/** One element for all the tiles that are not here: the same shape, over and over. */
function EmptyTiles({ side, height }: { side: number; height: number }) {
  const step = side + GAP_PX;
  const square = `<svg xmlns="http://www.w3.org/2000/svg" width="${step}" height="${step}"><rect width="${side}" height="${side}" rx="6" fill="#808080" fill-opacity="0.09"/></svg>`;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-x-0 top-0"
      style={{
        height,
        backgroundImage: `url("data:image/svg+xml,${encodeURIComponent(square)}")`,
        backgroundSize: `${step}px ${step}px`,
      }}
    />
  );
}

function BandBox({ from, to }: { from: { x: number; y: number }; to: { x: number; y: number } }) {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute rounded-sm border border-primary bg-primary/15"
      style={{
        left: Math.min(from.x, to.x),
        top: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x),
        height: Math.abs(to.y - from.y),
      }}
    />
  );
}

/** Scrolls as little as brings the active row into view, when it changes. */
function useFollow(active: number, { columns, tile, rowHeight }: Geometry, top: number) {
  const followed = useRef(-1);
  useLayoutEffect(() => {
    if (active < 0 || followed.current === active) return;
    followed.current = active;
    const y = top + Math.floor(active / columns) * rowHeight;
    const { scrollY, innerHeight } = window;
    if (y < scrollY + TOP_BARS_PX) window.scrollTo({ top: y - TOP_BARS_PX, behavior: "instant" });
    else if (y + tile > scrollY + innerHeight - BOTTOM_BAR_PX)
      window.scrollTo({ top: y + tile - innerHeight + BOTTOM_BAR_PX, behavior: "instant" });
  }, [active, columns, rowHeight, tile, top]);
}

/** When tiles change their size, the active one stays where it is on the screen; else the first one in view does. */
function useKeepPlace(active: number, geometry: Geometry, top: number) {
  const before = useRef(geometry);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = geometry;
    if (old.rowHeight === geometry.rowHeight && old.columns === geometry.columns) return;
    const yOf = (place: number, { columns, rowHeight }: Geometry) =>
      top + Math.floor(place / columns) * rowHeight;
    const { scrollY, innerHeight } = window;
    const isInView = (y: number) => y > scrollY && y < scrollY + innerHeight;
    const first = Math.floor((scrollY + TOP_BARS_PX - top) / old.rowHeight) * old.columns;
    const kept = active >= 0 && isInView(yOf(active, old)) ? active : first;
    if (kept > 0)
      window.scrollTo({
        top: scrollY + yOf(kept, geometry) - yOf(kept, old),
        behavior: "instant",
      });
  }, [active, geometry, top]);
}
