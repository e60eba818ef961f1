import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef } from "react";
import type { Point } from "./viewport";

export interface Gestures {
  /** Makes it so many times larger, around a point of the pane. */
  onZoom: (factor: number, at: Point) => void;
  onPan: (by: Point) => void;
  /** One finger across the whole picture; 1 leads to the next group. */
  onSwipe: (by: 1 | -1) => void;
  /** A click or a touch that did not move. */
  onTap: () => void;
  onDoubleTap: (at: Point) => void;
}

/** How far a pointer moves, in CSS pixels, before a click becomes a drag, and a drag a swipe. */
const DRAG_FROM = 5;
const SWIPE_FROM = 60;
/** Two taps within this time, in milliseconds, are a double one. */
const DOUBLE_WITHIN_MS = 350;
/** Wheels report pixels, lines or pages. */
const LINE = 16;
const WHEEL_STEP = 0.002;

const middleOf = ([a, b]: readonly [Point, Point]): Point => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
});
const distanceOf = ([a, b]: readonly [Point, Point]): number => Math.hypot(a.x - b.x, a.y - b.y);
const less = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });

/** Wheel, drag, pinch and swipe of one pane. `isWhole`: nothing is cut off, so that dragging has nothing to move. */
export function useGestures(
  pane: RefObject<HTMLElement | null>,
  { isWhole, wheel, ...on }: Gestures & { isWhole: boolean; wheel: "zooms" | "scrolls" },
) {
  const pointers = useRef(new Map<number, Point>());
  const start = useRef<Point>({ x: 0, y: 0 });
  const hasMoved = useRef(false);
  const lastTapAt = useRef(Number.NEGATIVE_INFINITY);

  const pointOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { left = 0, top = 0 } = pane.current?.getBoundingClientRect() ?? {};
    return { x: clientX - left, y: clientY - top };
  };
  const pairOf = (): readonly [Point, Point] | null => {
    const [a, b] = pointers.current.values();
    return a && b ? [a, b] : null;
  };

  const onWheel = useEffectEvent((event: WheelEvent) => {
    if (wheel === "scrolls" && !event.ctrlKey) return;
    // Smaller than whole it does not get: then the page scrolls.
    if (isWhole && event.deltaY > 0 && !event.ctrlKey) return;
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE);
    on.onZoom(Math.exp(-pixels * WHEEL_STEP * (event.ctrlKey ? 4 : 1)), pointOf(event));
  });
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    // React's own wheel listeners are passive and cannot keep the page from scrolling.
    const listener = (event: WheelEvent) => onWheel(event);
    element.addEventListener("wheel", listener, { passive: false });
    return () => element.removeEventListener("wheel", listener);
  }, [pane]);

  const release = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
  };
  const tap = (event: PointerEvent<HTMLElement>) => {
    const isDouble = event.timeStamp - lastTapAt.current <= DOUBLE_WITHIN_MS;
    lastTapAt.current = isDouble ? Number.NEGATIVE_INFINITY : event.timeStamp;
    if (isDouble) on.onDoubleTap(pointOf(event));
    else on.onTap();
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      if (event.isPrimary) {
        pointers.current.clear();
        start.current = pointOf(event);
        hasMoved.current = false;
      }
      pointers.current.set(event.pointerId, pointOf(event));
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const last = pointers.current.get(event.pointerId);
      if (!last) return;
      const point = pointOf(event);
      const before = pairOf();
      pointers.current.set(event.pointerId, point);
      const after = pairOf();
      if (Math.hypot(point.x - start.current.x, point.y - start.current.y) > DRAG_FROM) {
        if (!hasMoved.current) event.currentTarget.setPointerCapture(event.pointerId);
        hasMoved.current = true;
      }
      if (before && after) {
        on.onZoom(distanceOf(after) / Math.max(1, distanceOf(before)), middleOf(after));
        on.onPan(less(middleOf(after), middleOf(before)));
      } else if (!isWhole) on.onPan(less(point, last));
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const isSingle = pointers.current.size === 1 && pointers.current.has(event.pointerId);
      release(event);
      if (isSingle && !hasMoved.current) return tap(event);
      const moved = less(pointOf(event), start.current);
      if (!isSingle || !isWhole || event.pointerType !== "touch") return;
      if (Math.abs(moved.x) > SWIPE_FROM && Math.abs(moved.x) > 2 * Math.abs(moved.y))
        on.onSwipe(moved.x < 0 ? 1 : -1);
    },
    onPointerCancel: release,
    onLostPointerCapture: release,
  };
}
