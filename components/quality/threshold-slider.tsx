"use client";
import { Slider } from "radix-ui";
import { HISTOGRAM_BINS } from "@/lib/domain/validation";
import { toStep, toThreshold } from "./bins";

/** Pictures with a score of 1 share the last bin with others: no threshold above its edge could be counted exactly. */
const thresholdOf = (step = 0) => toThreshold(Math.min(step, HISTOGRAM_BINS - 1));

/**
 * A threshold to drag over a histogram, which it covers. A finger takes hold of the handle alone, so that a page can be
 * scrolled over its charts without moving anything.
 */
export function ThresholdSlider({
  label,
  valueText,
  threshold,
  onMove,
  onSettle,
}: {
  label: string;
  /** What the threshold does, for who cannot see it. */
  valueText: string;
  threshold: number;
  onMove: (threshold: number) => void;
  onSettle: (threshold: number) => void;
}) {
  return (
    <Slider.Root
      value={[toStep(threshold)]}
      min={0}
      max={HISTOGRAM_BINS}
      step={1}
      onValueChange={([step]) => onMove(thresholdOf(step))}
      onValueCommit={([step]) => onSettle(thresholdOf(step))}
      className="absolute inset-0 cursor-ew-resize touch-none select-none pointer-coarse:pointer-events-none"
    >
      <Slider.Track className="absolute inset-0" />
      <Slider.Thumb
        aria-label={label}
        aria-valuetext={valueText}
        className="group relative flex h-(--plot) w-0.5 touch-none items-end justify-center bg-foreground outline-none pointer-coarse:pointer-events-auto pointer-coarse:before:absolute pointer-coarse:before:-inset-x-5 pointer-coarse:before:inset-y-0"
      >
        <span className="absolute -bottom-2 size-4 rounded-full border-2 border-foreground bg-background group-focus-visible:outline-2 group-focus-visible:outline-offset-2 group-focus-visible:outline-ring pointer-coarse:size-6" />
      </Slider.Thumb>
    </Slider.Root>
  );
}
