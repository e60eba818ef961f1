import {
  type Canvas,
  circle,
  type Draw,
  ellipse,
  fillAll,
  place,
  polygon,
  rect,
  times,
} from "./canvas";
import { garden, hills, meadow } from "./outdoors";
import { alpha, hsl } from "./palette";

/** What a figure stands in front of. Each fills the whole picture. */
const STUDIO: readonly [Draw, ...Draw[]] = [studio, bokeh, panels, confetti, rays, blobs];

const OUTDOORS: readonly [Draw, ...Draw[]] = [meadow, meadow, hills, bokeh, garden];

export const scatteredBackdrop: Draw = (canvas) => canvas.random.pick(STUDIO)(canvas);

export const outdoorBackdrop: Draw = (canvas) => canvas.random.pick(OUTDOORS)(canvas);

/** Open country: ground to stand on. */
export const openCountry: Draw = (canvas) => canvas.random.pick([meadow, meadow, hills])(canvas);

export const anyBackdrop: Draw = (canvas) =>
  canvas.random.pick([outdoorBackdrop, outdoorBackdrop, room, scatteredBackdrop])(canvas);

function studio(canvas: Canvas): string {
  const { width, height, side, palette, random } = canvas;
  const wall = canvas.linear(
    [palette.contrast(random.between(0.7, 0.9)), palette.contrast(random.between(0.36, 0.62))],
    random.between(-60, 60),
  );
  const spot = canvas.radial([
    ["#ffffff", 0.6],
    ["#ffffff", 0],
  ]);
  const [x, y] = [width * random.between(0.1, 0.9), height * random.between(0.05, 0.6)];
  return fillAll(canvas, wall) + circle(x, y, side * random.between(0.4, 0.8), spot);
}

function bokeh(canvas: Canvas): string {
  const { width, height, side, palette, random } = canvas;
  const dark = random.chance(0.5);
  const base = canvas.linear(
    dark
      ? [palette.contrast(0.16), palette.side(0.3)]
      : [palette.contrast(0.8), palette.side(0.58)],
    random.between(0, 180),
  );
  const lights = times(random.integer(22, 46), () => {
    const paint = random.pick([palette.main, palette.side, palette.contrast])(
      random.between(0.5, 0.9),
    );
    const [x, y] = [width * random.next(), height * random.next()];
    const seen = alpha(paint, random.between(0.12, 0.5));
    return circle(x, y, side * random.between(0.02, 0.12), seen);
  });
  return fillAll(canvas, base) + lights;
}

function panels(canvas: Canvas): string {
  const { width, height, palette, random } = canvas;
  const count = random.integer(4, 9);
  const reach = Math.hypot(width, height);
  let edge = -reach / 2;
  const bands = times(count * 2, () => {
    const size = (reach / count) * random.between(0.35, 1.4);
    const paint = random.pick([palette.contrast, palette.side])(random.between(0.38, 0.86));
    edge += size;
    return rect(edge - size, -reach, size + 1, reach * 2, paint);
  });
  const base = fillAll(canvas, palette.contrast(0.6));
  const at = { x: width / 2, y: height / 2, scale: 1, degrees: random.between(0, 180) };
  return base + place(at, bands);
}

function confetti(canvas: Canvas): string {
  const { width, height, side, palette, random } = canvas;
  const base = fillAll(
    canvas,
    canvas.linear([palette.contrast(0.86), palette.contrast(0.68)], random.between(0, 360)),
  );
  return (
    base +
    times(random.integer(40, 90), () => {
      const paint = random.pick([palette.side, palette.contrast])(random.between(0.35, 0.8));
      const size = side * random.between(0.012, 0.05);
      const at = { x: width * random.next(), y: height * random.next(), scale: 1 };
      const piece = random.chance(0.5)
        ? circle(0, 0, size / 2, paint)
        : rect(-size, -size / 3, size * 2, size / 1.5, paint, size / 4);
      return place({ ...at, degrees: random.between(0, 180) }, piece);
    })
  );
}

function rays(canvas: Canvas): string {
  const { width, height, palette, random } = canvas;
  const [x, y] = [width * random.between(0.1, 0.9), height * random.between(0.1, 1.1)];
  const count = random.integer(9, 18);
  const reach = width + height;
  const start = random.between(0, Math.PI);
  const beams = times(count, (i) => {
    const angle = start + (2 * Math.PI * i) / count;
    const half = (Math.PI / count) * random.between(0.3, 0.7);
    const corner = (a: number) => [x + reach * Math.cos(a), y + reach * Math.sin(a)] as const;
    return polygon(
      [[x, y], corner(angle - half), corner(angle + half)],
      palette.contrast(random.between(0.62, 0.84)),
    );
  });
  return fillAll(canvas, palette.contrast(random.between(0.45, 0.6))) + beams;
}

function blobs(canvas: Canvas): string {
  const { width, height, side, palette, random } = canvas;
  const base = fillAll(canvas, palette.contrast(random.between(0.72, 0.9)));
  return (
    base +
    times(random.integer(6, 12), () => {
      const paint = random.pick([palette.side, palette.contrast, palette.contrast])(
        random.between(0.45, 0.85),
      );
      const at = { x: width * random.next(), y: height * random.next(), scale: 1 };
      const shape = ellipse(
        0,
        0,
        side * random.between(0.12, 0.42),
        side * random.between(0.08, 0.26),
        alpha(paint, random.between(0.4, 0.9)),
      );
      return place({ ...at, degrees: random.between(0, 180) }, shape);
    })
  );
}

function room(canvas: Canvas): string {
  const { width, height, side, palette, random } = canvas;
  const floor = height * random.between(0.66, 0.8);
  const stripe = side * random.between(0.05, 0.14);
  const wall = fillAll(canvas, canvas.linear([palette.contrast(0.84), palette.contrast(0.7)]));
  const paper = times(width / stripe, (i) =>
    i % 2 ? rect(i * stripe, 0, stripe, floor, palette.contrast(0.76 + 0.03 * random.next())) : "",
  );
  const boards = times(6, (i) => {
    const y = floor + ((height - floor) * i) / 6;
    return rect(0, y, width, height / 12, hsl(28, 0.4, random.between(0.36, 0.54)));
  });
  const frames = times(random.integer(1, 3), () => {
    const w = side * random.between(0.14, 0.34);
    const h = side * random.between(0.14, 0.34);
    const [x, y] = [width * random.between(0, 0.85), floor * random.between(0.04, 0.45)];
    const picture = canvas.linear([palette.side(0.7), palette.main(0.4)], random.between(0, 180));
    return (
      rect(x, y, w, h, hsl(30, 0.35, 0.25)) +
      rect(x + w * 0.08, y + h * 0.08, w * 0.84, h * 0.84, picture)
    );
  });
  return wall + paper + frames + boards;
}
