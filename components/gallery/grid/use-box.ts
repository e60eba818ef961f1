import { type RefObject, useLayoutEffect, useState } from "react";

export interface Box {
  /** In px. */
  readonly width: number;
  /** From the top of the document in px. */
  readonly top: number;
}

/** Where an element lies in the document; null until it is known. */
export function useBox(ref: RefObject<HTMLElement | null>): Box | null {
  const [box, setBox] = useState<Box | null>(null);
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
  return box;
}
