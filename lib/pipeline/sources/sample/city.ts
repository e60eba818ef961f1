import { type Canvas, type Draw, fillAll, polygon, rect, times } from "./canvas";
import { clouds, sky } from "./outdoors";
import { hsl } from "./palette";
import { stars } from "./scenery";

export const city: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const isNight = random.chance(0.4);
  const hue = random.between(200, 280);
  const air = isNight
    ? fillAll(canvas, canvas.linear([hsl(hue, 0.5, 0.1), hsl(hue + 40, 0.45, 0.36)]))
    : sky(canvas);
  const rows = times(3, (row) => {
    const foot = height * (0.84 + 0.08 * row);
    return times(random.integer(5, 9), () => {
      const w = side * random.between(0.07, 0.18);
      const h = side * random.between(0.2, 0.78 - 0.14 * row);
      const x = width * random.between(-0.05, 1);
      const wall = isNight ? 0.26 - 0.07 * row : 0.68 - 0.14 * row;
      return tower(canvas, {
        x,
        foot,
        w,
        h,
        paint: hsl(hue + random.between(-30, 150), 0.24, wall + random.between(-0.06, 0.08)),
        isNight,
      });
    });
  });
  const street = rect(0, height * 0.96, width, height * 0.04, isNight ? "#10121c" : "#5b6068");
  return air + (isNight ? stars(canvas, 60) : clouds(canvas, 3)) + rows + street;
};

interface Tower {
  readonly x: number;
  readonly foot: number;
  readonly w: number;
  readonly h: number;
  readonly paint: string;
  readonly isNight: boolean;
}

function tower(canvas: Canvas, { x, foot, w, h, paint, isNight }: Tower): string {
  const { random, height } = canvas;
  const columns = random.integer(2, 5);
  const cell = w / (columns + 0.5);
  const lit = random.between(0.3, 0.8);
  const windows = times(columns * Math.floor((h * 0.92) / cell), (i) => {
    if (!random.chance(lit)) return "";
    const left = x + cell * (0.4 + (i % columns));
    const top = foot - h + cell * (0.45 + Math.floor(i / columns));
    const light = isNight
      ? hsl(random.between(36, 54), 0.85, 0.7)
      : hsl(205, 0.5, random.between(0.74, 0.9));
    return rect(left, top, cell * 0.62, cell * 0.56, light);
  });
  const roof = random.chance(0.3)
    ? polygon(
        [
          [x, foot - h],
          [x + w, foot - h],
          [x + w / 2, foot - h - w * random.between(0.3, 0.9)],
        ],
        paint,
      )
    : "";
  return roof + rect(x, foot - h, w, h + height * 0.2, paint) + windows;
}
