import { useEffect, useState } from "react";
import type { Span } from "../list/image-list";
import { type Geometry, spanOf } from "./geometry";

/** Faster than this nobody sees a picture, so none is asked for: three screens a second or so. */
const FAST_PX_PER_MS = 2.5;
const STILL_AFTER_MS = 90;

interface Scrolled {
  /** The places to draw: in view, and half a screen above and below. */
  readonly span: Span;
  /** Slow enough that what is drawn is looked at. */
  readonly isSlow: boolean;
}

/** Follows the window over a grid that begins at `top` px of the document. */
export function useScrolled(geometry: Geometry, top: number): Scrolled {
  const [scrolled, setScrolled] = useState<Scrolled>(() => ({
    span: spanOf(geometry, 0, 0),
    isSlow: true,
  }));
  useEffect(() => {
    let last = { y: window.scrollY, atMs: performance.now() };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (isSlow: boolean) => {
      const height = window.innerHeight;
      const y = window.scrollY - top;
      const span = spanOf(geometry, y - height / 2, y + height * 1.5);
      setScrolled((before) =>
        before.span.first === span.first &&
        before.span.last === span.last &&
        before.isSlow === isSlow
          ? before
          : { span, isSlow },
      );
    };
    const onScroll = () => {
      const now = { y: window.scrollY, atMs: performance.now() };
      const speed = Math.abs(now.y - last.y) / Math.max(now.atMs - last.atMs, 4);
      last = now;
      look(speed < FAST_PX_PER_MS);
      clearTimeout(timer);
      timer = setTimeout(() => look(true), STILL_AFTER_MS);
    };
    const onResize = () => look(true);
    look(true);
    window.addEventListener("scroll", onScroll, { passive: true });
    window.addEventListener("resize", onResize);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("scroll", onScroll);
      window.removeEventListener("resize", onResize);
    };
  }, [geometry, top]);
  return scrolled;
}
