import { type PointerEvent, useEffect, useRef } from "react";

const LONG_MS = 450;
const SLACK_PX = 10;

/** A finger that rests. `wasLong` is true until the click that follows has passed. */
export function useLongPress(onLong: (target: EventTarget) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const at = useRef({ x: 0, y: 0 });
  const wasLong = useRef(false);
  const stop = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    wasLong,
    handlers: {
      onPointerDown: ({ pointerType, clientX, clientY, target }: PointerEvent) => {
        stop();
        wasLong.current = false;
        if (pointerType !== "touch") return;
        at.current = { x: clientX, y: clientY };
        timer.current = setTimeout(() => {
          wasLong.current = true;
          onLong(target);
        }, LONG_MS);
      },
      onPointerMove: ({ clientX, clientY }: PointerEvent) => {
        if (Math.hypot(clientX - at.current.x, clientY - at.current.y) > SLACK_PX) stop();
      },
      onPointerUp: stop,
      onPointerCancel: stop,
    },
  };
}
