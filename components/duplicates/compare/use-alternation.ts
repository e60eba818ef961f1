import { useEffect, useState } from "react";
import { useMedia } from "@/components/gallery/use-media";

/** Two and a half times a second: quick enough to see what jumps, below the three flashes a second that may harm. */
const FLICK_MS = 400;

/** False and true in turns while it is on; where less motion is asked for, true as long as it is on. */
export function useAlternation(isOn: boolean): boolean {
  const isStill = useMedia("(prefers-reduced-motion: reduce)");
  const [isSecond, setSecond] = useState(true);
  useEffect(() => {
    setSecond(true);
    if (!isOn || isStill) return;
    const timer = setInterval(() => setSecond((was) => !was), FLICK_MS);
    return () => clearInterval(timer);
  }, [isOn, isStill]);
  return isOn && isSecond;
}
