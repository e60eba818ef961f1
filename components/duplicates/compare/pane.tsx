import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/components/cn";
import { useGestures } from "./use-gestures";
import { usePaneSize } from "./use-pane-size";
import type { ViewControl } from "./use-view";
import { type Box, boxOf } from "./viewport";

/** A window onto the pictures: all panes show the same part, and moving one moves all. */
export function Pane({
  control,
  wheel = "zooms",
  onTap,
  onSwipe,
  className,
  children,
}: {
  control: ViewControl;
  wheel?: "zooms" | "scrolls";
  onTap: () => void;
  onSwipe: (by: 1 | -1) => void;
  className?: string;
  /** What lies in the pane, given the box of the picture. */
  children: (box: Box) => ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);
  const size = usePaneSize(ref);
  const { view, picture, measured } = control;
  useEffect(() => {
    if (size) measured(size);
  }, [size, measured]);
  const isWhole = view.zoom === 1;
  const gestures = useGestures(ref, {
    isWhole,
    wheel,
    onZoom: control.zoomBy,
    onPan: control.pan,
    onDoubleTap: control.toggleActual,
    onTap,
    onSwipe,
  });
  return (
    <div
      ref={ref}
      {...gestures}
      className={cn(
        "relative overflow-hidden bg-canvas",
        isWhole ? "touch-pan-y" : "cursor-grab touch-none active:cursor-grabbing",
        className,
      )}
    >
      {size && children(boxOf(view, picture, size))}
    </div>
  );
}
