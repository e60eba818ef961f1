import {
  type Canvas,
  circle,
  type Draw,
  fillAll,
  type Point,
  place,
  rect,
  stroke,
  times,
} from "./canvas";
import { alpha, hsl } from "./palette";

/** A pattern drawn around the origin far enough to cover the picture however it is turned. */
export function turned(
  canvas: Canvas,
  degrees: number,
  pattern: (reach: number) => string,
): string {
  const { width, height, random } = canvas;
  const at = {
    x: width * random.between(0.4, 0.6),
    y: height * random.between(0.4, 0.6),
    scale: 1,
    degrees,
  };
  return place(at, pattern(Math.hypot(width, height) * 0.65));
}

const twoTone = ({ palette, random }: Canvas): readonly [string, string] => {
  const dark = palette.main(random.between(0.28, 0.5));
  return [
    dark,
    random.chance(0.5)
      ? palette.contrast(random.between(0.72, 0.9))
      : palette.main(random.between(0.74, 0.92)),
  ];
};

export const stripes: Draw = (canvas) => {
  const { side, random, palette } = canvas;
  const [dark, light] = twoTone(canvas);
  return (
    fillAll(canvas, light) +
    turned(canvas, random.between(0, 180), (reach) => {
      const bands: string[] = [];
      const mean = side * random.between(0.05, 0.13);
      for (let x = -reach; x < reach; ) {
        const size = mean * random.between(0.45, 1.7);
        const paint = random.chance(0.25) ? palette.side(random.between(0.4, 0.7)) : dark;
        bands.push(rect(x, -reach, size, reach * 2, paint));
        x += size + mean * random.between(0.4, 1.5);
      }
      return bands.join("");
    })
  );
};

export const checkerboard: Draw = (canvas) => {
  const { side, random } = canvas;
  const [dark, light] = twoTone(canvas);
  const cell = side * random.between(0.08, 0.17);
  return (
    fillAll(canvas, light) +
    turned(canvas, random.between(0, 90), (reach) => {
      const n = Math.ceil(reach / cell);
      return times((2 * n) ** 2, (i) => {
        const [column, row] = [(i % (2 * n)) - n, Math.floor(i / (2 * n)) - n];
        const isDark = (column + row) % 2 === 0;
        const opacity = isDark ? random.between(0.72, 1) : random.between(0, 0.12);
        return rect(column * cell, row * cell, cell, cell, alpha(dark, opacity));
      });
    })
  );
};

export const dots: Draw = (canvas) => {
  const { side, random, palette } = canvas;
  const [, light] = twoTone(canvas);
  const cell = side * random.between(0.09, 0.17);
  return (
    fillAll(canvas, light) +
    turned(canvas, random.between(0, 90), (reach) => {
      const n = Math.ceil(reach / cell);
      return times((2 * n) ** 2, (i) => {
        const row = Math.floor(i / (2 * n)) - n;
        const x = ((i % (2 * n)) - n + (row % 2 ? 0.5 : 0)) * cell;
        const paint = random.pick([palette.main, palette.main, palette.side])(
          random.between(0.28, 0.6),
        );
        return circle(x, row * cell, cell * random.between(0.16, 0.44), paint);
      });
    })
  );
};

export const bricks: Draw = (canvas) => {
  const { side, random } = canvas;
  const high = side * random.between(0.07, 0.13);
  const long = high * random.between(1.8, 2.6);
  const hue = random.between(4, 26);
  return (
    fillAll(canvas, hsl(35, 0.12, random.between(0.62, 0.8))) +
    turned(canvas, random.between(-14, 14), (reach) => {
      const rows = Math.ceil(reach / high);
      const columns = Math.ceil(reach / long) + 1;
      return times(4 * rows * columns, (i) => {
        const row = Math.floor(i / (2 * columns)) - rows;
        const x = ((i % (2 * columns)) - columns + (row % 2 ? 0.5 : 0)) * long;
        const paint = hsl(
          hue + random.between(-8, 8),
          random.between(0.35, 0.6),
          random.between(0.26, 0.56),
        );
        return rect(x, row * high, long * 0.94, high * 0.86, paint, high * 0.06);
      });
    })
  );
};

export const grid: Draw = (canvas) => {
  const { side, random, palette } = canvas;
  const cell = side * random.between(0.1, 0.19);
  return (
    fillAll(canvas, palette.main(random.between(0.2, 0.34))) +
    turned(canvas, random.between(0, 90), (reach) => {
      const n = Math.ceil(reach / cell);
      return times((2 * n) ** 2, (i) => {
        const [column, row] = [(i % (2 * n)) - n, Math.floor(i / (2 * n)) - n];
        const paint = random.pick([palette.main, palette.side, palette.contrast])(
          random.between(0.42, 0.86),
        );
        return rect(column * cell, row * cell, cell * 0.88, cell * 0.88, paint, cell * 0.1);
      });
    })
  );
};

export const zigzag: Draw = (canvas) => {
  const { side, random, palette } = canvas;
  const [dark, light] = twoTone(canvas);
  const step = side * random.between(0.08, 0.17);
  const swing = step * random.between(0.5, 1.2);
  return (
    fillAll(canvas, light) +
    turned(canvas, random.between(0, 180), (reach) => {
      const n = Math.ceil(reach / step);
      return times(2 * n, (row) => {
        const y = (row - n) * step * 1.15;
        const line = Array.from(
          { length: 2 * n + 1 },
          (_, i): Point => [(i - n) * step, y + (i % 2 ? swing : -swing)],
        );
        const paint = random.chance(0.3) ? palette.side(random.between(0.4, 0.7)) : dark;
        const d = `M${line.map(([x, at]) => `${x.toFixed(1)} ${at.toFixed(1)}`).join("L")}`;
        return stroke(d, paint, step * random.between(0.2, 0.6));
      });
    })
  );
};
