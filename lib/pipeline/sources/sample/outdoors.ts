import {
  below,
  type Canvas,
  curve,
  ellipse,
  faded,
  fillAll,
  path,
  place,
  ridge,
  times,
} from "./canvas";
import { hsl } from "./palette";

/** The time of day: where the light stands and what colour the sky has. */
export function sky(canvas: Canvas): string {
  const { random } = canvas;
  const [top, bottom] = random.pick<readonly [string, string]>([
    [hsl(208, 0.7, 0.55), hsl(198, 0.7, 0.84)],
    [hsl(214, 0.5, 0.62), hsl(36, 0.6, 0.86)],
    [hsl(224, 0.45, 0.52), hsl(18, 0.75, 0.8)],
    [hsl(192, 0.45, 0.62), hsl(60, 0.5, 0.9)],
    [hsl(210, 0.18, 0.62), hsl(205, 0.2, 0.86)],
  ]);
  return fillAll(canvas, canvas.linear([top, bottom], random.between(-24, 24)));
}

export function clouds(canvas: Canvas, count: number, paint = "#ffffff"): string {
  const { width, height, side, random } = canvas;
  return times(count, () => {
    const x = width * random.next();
    const y = height * random.between(0.04, 0.45);
    const size = side * random.between(0.04, 0.11);
    const puffs = times(random.integer(4, 7), (i) =>
      ellipse(
        x + (i - 3) * size * random.between(0.6, 0.95),
        y + random.between(-0.3, 0.25) * size,
        size * random.between(0.7, 1.25),
        size * random.between(0.45, 0.8),
        paint,
      ),
    );
    return faded(random.between(0.35, 0.85), puffs);
  });
}

export function meadow(canvas: Canvas): string {
  const { width, height, side, random } = canvas;
  const horizon = height * random.between(0.45, 0.68);
  const green = random.between(72, 140);
  const ground = canvas.linear([hsl(green, 0.42, 0.58), hsl(green + 12, 0.5, 0.3)]);
  const field = below(canvas, curve(ridge(canvas, horizon, side * 0.03, 5)));
  const blades = times(random.integer(50, 110), () => {
    const depth = random.next();
    const [x, y] = [width * random.next(), horizon + (height - horizon) * (0.1 + 0.9 * depth)];
    const size = side * (0.012 + 0.045 * depth);
    const paint = random.chance(0.22)
      ? hsl(random.pick([48, 0, 320, 280]), 0.8, 0.72)
      : hsl(green + random.between(-14, 14), 0.5, random.between(0.26, 0.62));
    return ellipse(x, y, size * random.between(0.3, 1.1), size * random.between(0.25, 0.7), paint);
  });
  return (
    sky(canvas) +
    clouds(canvas, random.integer(2, 5)) +
    farTrees(canvas, horizon) +
    path(field, ground) +
    blades
  );
}

function farTrees(canvas: Canvas, horizon: number): string {
  const { width, side, random } = canvas;
  return times(random.integer(5, 16), () => {
    const size = side * random.between(0.03, 0.12);
    const paint = hsl(random.between(95, 165), 0.3, random.between(0.34, 0.58));
    return ellipse(
      width * random.next(),
      horizon - size * 0.4,
      size,
      size * random.between(0.7, 1.5),
      paint,
    );
  });
}

export function hills(canvas: Canvas): string {
  const { height, side, random } = canvas;
  const hue = random.between(60, 190);
  const layers = random.integer(3, 5);
  return (
    sky(canvas) +
    clouds(canvas, random.integer(1, 4)) +
    times(layers, (i) => {
      const y = height * (0.4 + (0.5 * i) / layers);
      const slope = curve(
        ridge(canvas, y, side * random.between(0.05, 0.13), random.integer(3, 8)),
      );
      const light = 0.72 - (0.4 * (i + 1)) / layers;
      return path(
        below(canvas, slope),
        canvas.linear([hsl(hue, 0.4, light + 0.08), hsl(hue + 15, 0.45, light - 0.1)]),
      );
    })
  );
}

export function garden(canvas: Canvas): string {
  const { width, height, side, random } = canvas;
  const hue = random.between(85, 150);
  const base = fillAll(canvas, canvas.linear([hsl(hue, 0.35, 0.42), hsl(hue + 10, 0.45, 0.22)]));
  const leaves = times(random.integer(60, 120), () => {
    const at = { x: width * random.next(), y: height * random.next(), scale: 1 };
    const size = side * random.between(0.03, 0.11);
    const paint = hsl(hue + random.between(-22, 22), 0.42, random.between(0.2, 0.62));
    return place(
      { ...at, degrees: random.between(0, 180) },
      ellipse(0, 0, size, size * 0.38, paint),
    );
  });
  return base + leaves;
}
