import { type Canvas, circle, type Draw, ellipse, place, times } from "./canvas";
import type { Palette } from "./palette";

/** Draws a figure within 100 units of the origin; `coat` gives its colours. */
export type Figure = (canvas: Canvas, coat: Palette) => string;

/** One to three of the same kind, smaller where there are more, each turned by `tilt` degrees at most. */
export function crowd(canvas: Canvas, figure: Figure, backdrop: Draw, tilt = 9): string {
  const { width, height, side, random, palette } = canvas;
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  const scale =
    (side / 200) * (count === 1 ? random.between(0.62, 1.05) : random.between(0.46, 0.66));
  const figures = times(count, (i) => {
    const share = (i + random.between(0.35, 0.65)) / count;
    const at = { x: width * share, y: height * random.between(0.46, 0.7) };
    const size = scale * random.between(0.85, 1.1);
    return place(
      { ...at, scale: size, degrees: random.between(-tilt, tilt), isMirrored: random.chance(0.5) },
      figure(canvas, palette),
    );
  });
  return backdrop(canvas) + figures;
}

export const INK = "#1d1a20";

export function eye(x: number, y: number, size: number, iris: string, isSlit = false): string {
  return (
    ellipse(x, y, size, size * 1.08, "#fdfcf4") +
    circle(x, y, size * 0.82, iris) +
    ellipse(x, y, size * (isSlit ? 0.24 : 0.46), size * (isSlit ? 0.7 : 0.46), INK) +
    circle(x + size * 0.28, y - size * 0.34, size * 0.2, "#ffffff")
  );
}
