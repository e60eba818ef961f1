import { HISTOGRAM_BINS } from "@/lib/domain/validation";

/** Thresholds move by one bin. */
export const toStep = (threshold: number): number => Math.round(threshold * HISTOGRAM_BINS);
export const toThreshold = (step: number): number => step / HISTOGRAM_BINS;

/** Pictures with a score below a threshold; exact where that lies on the edge of a bin. */
export const countBelow = (bins: readonly number[], threshold: number): number =>
  bins.slice(0, toStep(threshold)).reduce((sum, count) => sum + count, 0);

/** The bins that hold pictures, in words. */
export const filledBins = (bins: readonly number[]): { name: string; value: number }[] =>
  bins.flatMap((value, bin) =>
    value > 0
      ? [{ name: `${toThreshold(bin).toFixed(2)}–${toThreshold(bin + 1).toFixed(2)}`, value }]
      : [],
  );
