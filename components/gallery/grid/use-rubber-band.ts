import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { Point } from "./geometry";

/** The pointer moves this far before a click becomes a rectangle. */
const THRESHOLD_PX = 5;
/** Nearer to the edge of the window than this, the page scrolls along. */
const EDGE_PX = 56;
const TOP_BARS_PX = 96;
const MAX_STEP_PX = 28;

/** Two corners in px of the element. */
export interface Band {
  readonly from: Point;
  readonly to: Point;
}

/** How far to scroll in a frame with the pointer at this height of the window. */
function stepAt(clientY: number): number {
  const above = TOP_BARS_PX + EDGE_PX - clientY;
  const below = clientY - (window.innerHeight - EDGE_PX);
  const depth = Math.max(above, below);
  if (depth <= 0) return 0;
  return Math.sign(below - above) * Math.min(MAX_STEP_PX, (depth / EDGE_PX) * MAX_STEP_PX);
}

/** Draws a rectangle with the mouse or a pen; the page scrolls at its edges. A finger scrolls the page instead. */
export function useRubberBand(
  ref: RefObject<HTMLElement | null>,
  {
    onBand,
    onEnd,
  }: {
    onBand: (band: Band, event: { isMore: boolean }) => void;
    onEnd: () => void;
  },
) {
  const [band, setBand] = useState<Band | null>(null);
  const start = useRef<{ from: Point; isMore: boolean; isDrawn: boolean } | null>(null);
  const pointer = useRef<Point>({ x: 0, y: 0 });
  const frame = useRef(0);
  /** True until the click that ends a rectangle has passed. */
  const wasDrawn = useRef(false);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);

  const pointOf = ({ x, y }: Point): Point => {
    const box = ref.current?.getBoundingClientRect();
    return { x: x - (box?.left ?? 0), y: y - (box?.top ?? 0) };
  };
  const draw = () => {
    if (!start.current?.isDrawn) return;
    const next = { from: start.current.from, to: pointOf(pointer.current) };
    setBand(next);
    onBand(next, start.current);
  };
  const scrollAlong = () => {
    const step = stepAt(pointer.current.y);
    if (step !== 0) {
      window.scrollBy({ top: step, behavior: "instant" });
      draw();
    }
    frame.current = requestAnimationFrame(scrollAlong);
  };
  const end = () => {
    cancelAnimationFrame(frame.current);
    if (start.current?.isDrawn) {
      wasDrawn.current = true;
      // The click comes right after, where one comes at all.
      setTimeout(() => {
        wasDrawn.current = false;
      });
      onEnd();
    }
    start.current = null;
    setBand(null);
  };

  return {
    band,
    wasDrawn,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0 || event.pointerType === "touch") return;
        const isMore = event.ctrlKey || event.metaKey || event.shiftKey;
        const from = { x: event.clientX, y: event.clientY };
        pointer.current = from;
        start.current = { from: pointOf(from), isMore, isDrawn: false };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const { current } = start;
        if (!current) return;
        pointer.current = { x: event.clientX, y: event.clientY };
        if (!current.isDrawn) {
          const { x, y } = pointOf(pointer.current);
          if (Math.hypot(x - current.from.x, y - current.from.y) < THRESHOLD_PX) return;
          current.isDrawn = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          frame.current = requestAnimationFrame(scrollAlong);
        }
        draw();
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
}
