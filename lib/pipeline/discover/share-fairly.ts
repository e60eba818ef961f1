/** What takes part in a division: at least `floor` (it has so many), at most `capacity`, in proportion to `weight`. */
export interface Share {
  readonly floor: number;
  /** Never under the floor; infinite where nobody knows. */
  readonly capacity: number;
  readonly weight: number;
}

/** Bisections until the height is exact to the last bit of a double. */
const STEPS = 60;

/**
 * Weighted max-min fair division in whole numbers (D'Hondt's method with bounds): every share grows with a common
 * height times its weight, but never under its floor or over its capacity. Of equals the first get what does not
 * divide. Gives more than `total` only where the floors demand it, and less only where the capacities do.
 */
export function shareFairly(total: number, shares: readonly Share[]): number[] {
  const at = ({ floor, capacity, weight }: Share, height: number) =>
    Math.max(floor, Math.min(capacity, Math.floor(weight * height)));
  const sumAt = (height: number) => shares.reduce((sum, share) => sum + at(share, height), 0);
  let low = 0;
  let high = (total + 1) / shares.reduce((least, { weight }) => Math.min(least, weight), 1);
  if (sumAt(high) <= total) low = high;
  for (let step = 0; step < STEPS && low < high; step++) {
    const middle = (low + high) / 2;
    if (sumAt(middle) <= total) low = middle;
    else high = middle;
  }
  const levels = shares.map((share) => at(share, low));
  let left = total - levels.reduce((sum, level) => sum + level, 0);
  const nextHeight = (i: number) => ((levels[i] ?? 0) + 1) / (shares[i]?.weight ?? 1);
  const growing = [...levels.keys()]
    .filter((i) => (levels[i] ?? 0) < (shares[i]?.capacity ?? 0))
    .sort((a, b) => nextHeight(a) - nextHeight(b) || a - b);
  for (const i of growing) {
    if (left <= 0) break;
    levels[i] = (levels[i] ?? 0) + 1;
    left--;
  }
  return levels;
}
