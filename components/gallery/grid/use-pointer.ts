import { type MouseEvent, type PointerEvent, type RefObject, useRef, useState } from "react";
import type { ImageList } from "../list/image-list";
import { isIn, NOTHING, type Selection } from "../select/selection";
import type { Select } from "../select/use-select";
import { type Geometry, placesIn } from "./geometry";
import { PLACE } from "./tile";
import { useLongPress } from "./use-long-press";
import { useRubberBand } from "./use-rubber-band";

/** What a click, a tap, a long press and a dragged rectangle do. */
export interface PointerActions {
  readonly select: Select;
  readonly moveTo: (place: number) => void;
  /** A tap where nothing is selected. */
  readonly open: (place: number) => void;
  /** A double click. */
  readonly view: (place: number) => void;
}

const placeOf = (target: EventTarget | null): number => {
  const tile = target instanceof Element ? target.closest(`[${PLACE}]`) : null;
  return tile ? Number(tile.getAttribute(PLACE)) : -1;
};

export function usePointer(
  ref: RefObject<HTMLElement | null>,
  list: ImageList,
  geometry: Geometry,
  { select, moveTo, open, view }: PointerActions,
) {
  const [banded, setBanded] = useState<ReadonlySet<number> | null>(null);
  const base = useRef<Selection>(NOTHING);
  const drawn = useRef<ReadonlySet<number>>(new Set());
  const lastType = useRef("mouse");

  const rubber = useRubberBand(ref, {
    onBand: ({ from, to }, { isMore }) => {
      base.current = isMore ? select.selection.get() : NOTHING;
      drawn.current = new Set(placesIn(geometry, from, to));
      setBanded(drawn.current);
    },
    onEnd: () => {
      setBanded(null);
      void select.places(drawn.current, base.current);
    },
  });
  const press = useLongPress((target) => {
    const place = placeOf(target);
    const tile = list.at(place);
    if (!tile) return;
    moveTo(place);
    select.toggle(place, tile.id);
  });

  function onClick(event: MouseEvent) {
    if (rubber.wasDrawn.current || press.wasLong.current) return;
    const place = placeOf(event.target);
    const tile = list.at(place);
    if (!tile) return select.clear();
    const current = select.selection.get();
    const isSelecting = current.isAll || current.ids.size > 0;
    if (lastType.current === "touch" && !isSelecting) return open(place);
    moveTo(place);
    if (event.shiftKey) return void select.range(place, event.ctrlKey || event.metaKey);
    if (event.ctrlKey || event.metaKey || lastType.current === "touch")
      return select.toggle(place, tile.id);
    select.one(place, tile.id);
  }

  return {
    band: rubber.band,
    isSelected: (selection: Selection, place: number, id: string) =>
      banded ? banded.has(place) || isIn(base.current, id) : isIn(selection, id),
    handlers: {
      onClick,
      onDoubleClick: (event: MouseEvent) => {
        const place = placeOf(event.target);
        if (place >= 0 && lastType.current !== "touch") view(place);
      },
      // The list keeps the focus, whichever of its pictures comes and goes.
      onMouseDown: (event: MouseEvent) => {
        event.preventDefault();
        ref.current?.focus({ preventScroll: true });
      },
      onContextMenu: (event: MouseEvent) => {
        if (lastType.current === "touch") event.preventDefault();
      },
      onPointerDown: (event: PointerEvent) => {
        lastType.current = event.pointerType;
        rubber.handlers.onPointerDown(event);
        press.handlers.onPointerDown(event);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        rubber.handlers.onPointerMove(event);
        press.handlers.onPointerMove(event);
      },
      onPointerUp: () => {
        rubber.handlers.onPointerUp();
        press.handlers.onPointerUp();
      },
      onPointerCancel: () => {
        rubber.handlers.onPointerCancel();
        press.handlers.onPointerCancel();
      },
    },
  };
}
