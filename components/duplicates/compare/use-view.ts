import { useCallback, useState } from "react";
import { actualZoom, fitScale, type Point, panBy, type Size, WHOLE, zoomTo } from "./viewport";

/** The one view of all panes. `picture` is the largest of the pictures, turned as the keeper. */
export function useView(picture: Size) {
  const [view, setView] = useState(WHOLE);
  const [pane, setPane] = useState<Size | null>(null);
  const { width, height } = picture;

  /** Panes of one page are of one size, so that the last to be measured speaks for all. */
  const measured = useCallback((size: Size) => {
    setPane((known) =>
      known?.width === size.width && known.height === size.height ? known : size,
    );
  }, []);
  const zoomBy = useCallback(
    (factor: number, at?: Point) => {
      if (!pane) return;
      const point = at ?? { x: pane.width / 2, y: pane.height / 2 };
      setView((now) => zoomTo(now, now.zoom * factor, point, { width, height }, pane));
    },
    [pane, width, height],
  );
  const pan = useCallback(
    (by: Point) => {
      if (pane) setView((now) => panBy(now, by, { width, height }, pane));
    },
    [pane, width, height],
  );
  const showWhole = useCallback(() => setView(WHOLE), []);
  /** From whatever there is to pixel for pixel, and back to the whole. */
  const toggleActual = useCallback(
    (at?: Point) => {
      if (!pane) return;
      const point = at ?? { x: pane.width / 2, y: pane.height / 2 };
      const size = { width, height };
      setView((now) =>
        now.zoom > 1
          ? WHOLE
          : zoomTo(now, actualZoom(size, pane, window.devicePixelRatio), point, size, pane),
      );
    },
    [pane, width, height],
  );
  return {
    view,
    picture,
    /** Pixels of the screen for one of the picture; null until the panes are on the page. */
    scale: pane && fitScale(picture, pane) * view.zoom * window.devicePixelRatio,
    measured,
    zoomBy,
    pan,
    showWhole,
    toggleActual,
  };
}
export type ViewControl = ReturnType<typeof useView>;
