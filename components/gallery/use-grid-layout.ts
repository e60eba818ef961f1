import { type RefObject, useLayoutEffect, useState } from "react";

export const GAP_PX = 6;

export interface GridLayout {
  columns: number;
  /** Side of a tile in px. */
  tile: number;
  /** Top of the grid in the document in px. */
  top: number;
}

/** How many tiles of about `size` px fit side by side; null until the width is known. */
export function useGridLayout(ref: RefObject<HTMLElement | null>, size: number): GridLayout | null {
  const [box, setBox] = useState<{ width: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const { width, top } = element.getBoundingClientRect();
      const next = { width: Math.floor(width), top: Math.round(top + window.scrollY) };
      setBox((box) => (box?.width === next.width && box.top === next.top ? box : next));
    };
    measure();
    // What lies above can grow too, and moves the grid down: the body grows with it.
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [ref]);
  if (!box) return null;
  const columns = Math.max(2, Math.floor((box.width + GAP_PX) / (size + GAP_PX)));
  return { columns, tile: (box.width - GAP_PX * (columns - 1)) / columns, top: box.top };
}
