import { scatteredBackdrop } from "./backdrops";
import {
  type Canvas,
  circle,
  curve,
  type Draw,
  fillAll,
  type Point,
  path,
  place,
  rect,
  stroke,
  times,
} from "./canvas";
import { alpha } from "./palette";
import { outlineOf } from "./shapes";

const paintOf = ({ palette, random }: Canvas) =>
  random.pick([palette.main, palette.main, palette.side, palette.contrast])(
    random.between(0.28, 0.82),
  );

const cutOuts: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const shape = () =>
    outlineOf(random.pick(["circle", "hexagon", "square", "triangle", "drop", "ring", "crescent"]));
  return times(random.integer(9, 20), () => {
    const at = { x: width * random.next(), y: height * random.next() };
    const scale = (side / 200) * random.between(0.14, 0.62);
    const paint = alpha(paintOf(canvas), random.between(0.72, 1));
    return place({ ...at, scale, degrees: random.between(0, 360) }, path(shape(), paint));
  });
};

const ribbons: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const point = (): Point => [
    width * random.between(-0.1, 1.1),
    height * random.between(-0.1, 1.1),
  ];
  return times(random.integer(5, 10), () => {
    const line = curve(Array.from({ length: random.integer(3, 5) }, point));
    const size = side * random.between(0.03, 0.16);
    return (
      stroke(line, paintOf(canvas), size) +
      stroke(line, alpha(paintOf(canvas), 0.8), size * random.between(0.1, 0.4))
    );
  });
};

const blocks: Draw = (canvas) => {
  const { width, height, random } = canvas;
  const split = (x: number, y: number, w: number, h: number, depth: number): string => {
    if (depth === 0 || (depth < 3 && random.chance(0.2)))
      return rect(x + 2, y + 2, w - 4, h - 4, paintOf(canvas), 4);
    const share = random.between(0.3, 0.7);
    return w > h
      ? split(x, y, w * share, h, depth - 1) +
          split(x + w * share, y, w * (1 - share), h, depth - 1)
      : split(x, y, w, h * share, depth - 1) +
          split(x, y + h * share, w, h * (1 - share), depth - 1);
  };
  return fillAll(canvas, canvas.palette.main(0.12)) + split(0, 0, width, height, 5);
};

const orbits: Draw = (canvas) => {
  const { width, height, side, random, palette } = canvas;
  return times(random.integer(2, 5), () => {
    const [x, y] = [width * random.next(), height * random.next()];
    const gap = side * random.between(0.03, 0.07);
    return times(random.integer(4, 9), (i) => {
      const angle = random.between(0, Math.PI * 2);
      const r = gap * (i + 1);
      const moon = circle(
        x + r * Math.cos(angle),
        y + r * Math.sin(angle),
        gap * random.between(0.3, 0.8),
        paintOf(canvas),
      );
      const ring = `M${x - r} ${y}A${r} ${r} 0 1 1 ${x + r} ${y}A${r} ${r} 0 1 1 ${x - r} ${y}`;
      return stroke(ring, alpha(palette.main(0.3), 0.7), gap * random.between(0.08, 0.42)) + moon;
    });
  });
};

/** What stands for a word that names nothing we can draw: shapes on a ground, the same ones for the same word. */
export const abstract: Draw = (canvas) =>
  scatteredBackdrop(canvas) + canvas.random.pick([cutOuts, ribbons, blocks, orbits])(canvas);
