import {
  type Canvas,
  curve,
  type Draw,
  ellipse,
  fillAll,
  type Point,
  path,
  polygon,
  rect,
  stroke,
  times,
} from "./canvas";
import { alpha, hsl } from "./palette";
import { bricks, checkerboard, dots, grid, stripes, turned, zigzag } from "./patterns";

/** Bands that wander and never cross: waves, and with other colours wood and marble. */
function flowing(canvas: Canvas, bands: number, roughness: number, paint: Draw): string {
  const { random } = canvas;
  return turned(canvas, random.between(-35, 35), (reach) => {
    const steps = random.integer(5, 9);
    const drift = Array.from({ length: steps + 1 }, () => random.between(-1, 1));
    return times(bands, (i) => {
      const y = -reach + (2 * reach * i) / bands;
      const line = drift.map<Point>((offset, j) => [
        -reach + (2 * reach * j) / steps,
        y + (offset + random.between(-0.3, 0.3)) * roughness,
      ]);
      return path(
        `${curve(line)}L${reach} ${reach * 1.2}L${-reach} ${reach * 1.2}Z`,
        paint(canvas),
      );
    });
  });
}

const waves: Draw = (canvas) => {
  const { side, random, palette } = canvas;
  return (
    fillAll(canvas, palette.main(0.85)) +
    flowing(canvas, random.integer(11, 20), side * random.between(0.08, 0.18), () =>
      random.pick([palette.main, palette.main, palette.side, palette.contrast])(
        random.between(0.3, 0.85),
      ),
    )
  );
};

const wood: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const hue = random.between(18, 38);
  const plain = random.between(0.4, 0.62);
  const grain = flowing(canvas, random.integer(34, 60), side * random.between(0.05, 0.16), () =>
    hsl(
      hue + random.between(-5, 5),
      random.between(0.34, 0.55),
      plain + random.between(-0.13, 0.13),
    ),
  );
  const knots = times(random.integer(1, 4), () => {
    const [x, y] = [width * random.next(), height * random.next()];
    const size = side * random.between(0.03, 0.09);
    return times(5, (i) =>
      ellipse(
        x,
        y,
        size * (1.9 - 0.34 * i),
        size * (1 - 0.18 * i),
        hsl(hue - 4, 0.45, plain + 0.05 - 0.075 * i),
      ),
    );
  });
  return fillAll(canvas, hsl(hue, 0.45, plain)) + grain + knots;
};

const marble: Draw = (canvas) => {
  const { width, height, side, random, palette } = canvas;
  const base = random.between(0.78, 0.9);
  const soft = flowing(canvas, random.integer(9, 15), side * 0.2, () =>
    palette.contrast(base + random.between(-0.13, 0.09)),
  );
  const veins = times(random.integer(9, 18), () => {
    const start: Point = [width * random.between(-0.1, 1), height * random.between(-0.1, 1)];
    const heading = random.between(0, Math.PI * 2);
    const line = Array.from(
      { length: 6 },
      (_, i): Point => [
        start[0] + i * side * 0.14 * Math.cos(heading) + random.between(-1, 1) * side * 0.06,
        start[1] + i * side * 0.14 * Math.sin(heading) + random.between(-1, 1) * side * 0.06,
      ],
    );
    const paint = alpha(palette.main(random.between(0.25, 0.5)), random.between(0.25, 0.75));
    return stroke(curve(line), paint, side * random.between(0.004, 0.024));
  });
  return fillAll(canvas, palette.contrast(base)) + soft + veins;
};

const noise: Draw = (canvas) => {
  const { width, height, side, random, palette } = canvas;
  const cell = side * random.between(0.035, 0.075);
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  return times(columns * rows, (i) => {
    const paint = random.pick([palette.main, palette.side, palette.main])(
      random.between(0.08, 0.95),
    );
    return rect((i % columns) * cell, Math.floor(i / columns) * cell, cell + 1, cell + 1, paint);
  });
};

const mosaic: Draw = (canvas) => {
  const { width, height, side, random, palette } = canvas;
  const cell = side * random.between(0.08, 0.16);
  const columns = Math.ceil(width / cell) + 1;
  const rows = Math.ceil(height / cell) + 1;
  const corners = Array.from(
    { length: (columns + 1) * (rows + 1) },
    (_, i): Point => [
      ((i % (columns + 1)) - 0.5 + random.between(-0.35, 0.35)) * cell,
      (Math.floor(i / (columns + 1)) - 0.5 + random.between(-0.35, 0.35)) * cell,
    ],
  );
  const corner = (column: number, row: number): Point =>
    corners[row * (columns + 1) + column] ?? [0, 0];
  return times(columns * rows, (i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const [a, b] = [corner(column, row), corner(column + 1, row)];
    const [c, d] = [corner(column + 1, row + 1), corner(column, row + 1)];
    const paint = () =>
      random.pick([palette.main, palette.side, palette.contrast])(random.between(0.25, 0.85));
    return polygon([a, b, c], paint()) + polygon([a, c, d], paint());
  });
};

export const TEXTURES: Record<string, Draw> = {
  stripes,
  checkerboard,
  dots,
  waves,
  wood,
  marble,
  noise,
  bricks,
  grid,
  zigzag,
  mosaic,
};
