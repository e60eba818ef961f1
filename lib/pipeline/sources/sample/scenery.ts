import {
  below,
  type Canvas,
  circle,
  curve,
  ellipse,
  path,
  polygon,
  rect,
  ridge,
  stroke,
  times,
} from "./canvas";
import { alpha, hsl } from "./palette";

/** A disc of light with the glow around it. */
export function glow(canvas: Canvas, x: number, y: number, radius: number, core: string): string {
  const halo = canvas.radial([
    [core, 0.75],
    [core, 0.22],
    [core, 0],
  ]);
  return circle(x, y, radius * 4.2, halo) + circle(x, y, radius, core);
}

/** Long thin clouds low in the sky. */
export function streaks(canvas: Canvas, count: number, bottom: number, hue: number): string {
  const { width, side, random } = canvas;
  return times(count, () => {
    const paint = hsl(hue + random.between(-24, 24), 0.7, random.between(0.5, 0.85));
    return ellipse(
      width * random.next(),
      bottom * random.between(0.08, 0.98),
      side * random.between(0.1, 0.42),
      side * random.between(0.008, 0.035),
      alpha(paint, random.between(0.3, 0.85)),
    );
  });
}

/** Slopes one behind another, the nearest darkest. */
export function ranges(
  canvas: Canvas,
  top: number,
  layers: number,
  paint: (depth: number) => string,
) {
  const { height, side, random } = canvas;
  return times(layers, (i) => {
    const y = top + ((height - top) * i) / (layers + 0.6);
    const peaks = ridge(canvas, y, side * random.between(0.04, 0.11), random.integer(6, 14));
    const line = random.chance(0.5)
      ? curve(peaks)
      : `M${peaks.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L")}`;
    return path(below(canvas, line), paint((i + 1) / layers));
  });
}

/** A water surface with its light lying on it. */
export function water(canvas: Canvas, top: number, hue: number, light: string): string {
  const { width, height, side, random } = canvas;
  const depth = height - top;
  const surface = rect(
    0,
    top,
    width,
    depth + 1,
    canvas.linear([hsl(hue, 0.5, 0.56), hsl(hue + 12, 0.6, 0.2)]),
  );
  const ripples = times(random.integer(60, 120), () => {
    const near = random.next() ** 1.4;
    const y = top + depth * near;
    const size = side * (0.015 + 0.15 * near);
    const paint = random.chance(0.42) ? light : hsl(hue, 0.55, random.between(0.16, 0.66));
    const seen = alpha(paint, random.between(0.25, 0.7));
    return ellipse(
      width * random.next(),
      y,
      size,
      Math.max(1.2, size * random.between(0.05, 0.13)),
      seen,
    );
  });
  return surface + ripples;
}

export function pine(x: number, foot: number, tall: number, paint: string): string {
  return (
    rect(x - tall * 0.035, foot - tall * 0.14, tall * 0.07, tall * 0.14, "#4a3423") +
    times(3, (i) => {
      const top = foot - tall * (1 - 0.26 * i);
      const half = tall * (0.16 + 0.085 * i);
      return polygon(
        [
          [x, top],
          [x + half, top + tall * 0.4],
          [x - half, top + tall * 0.4],
        ],
        paint,
      );
    })
  );
}

export function pines(canvas: Canvas, foot: number, count: number, size: number): string {
  const { width, side, random } = canvas;
  return times(count, () => {
    const tall = side * size * random.between(1.1, 2.8);
    const paint = hsl(random.between(130, 170), 0.35, random.between(0.12, 0.34));
    return pine(width * random.next(), foot + side * random.between(-0.02, 0.05), tall, paint);
  });
}

export function leafyTree(canvas: Canvas, x: number, foot: number, tall: number, hue: number) {
  const { random } = canvas;
  const bend = tall * random.between(-0.06, 0.06);
  const trunk = stroke(
    curve([
      [x, foot],
      [x + bend, foot - tall * 0.3],
      [x + bend * 0.4, foot - tall * 0.62],
    ]),
    hsl(26, 0.38, random.between(0.2, 0.34)),
    tall * random.between(0.05, 0.09),
  );
  const crown = times(random.integer(14, 24), (i) => {
    const angle = random.between(0, Math.PI * 2);
    const reach = tall * 0.26 * Math.sqrt(random.next());
    const light = 0.24 + 0.012 * i + random.between(-0.03, 0.07);
    return circle(
      x + bend + reach * 1.15 * Math.cos(angle),
      foot - tall * 0.7 + reach * Math.sin(angle),
      tall * random.between(0.07, 0.15),
      hsl(hue + random.between(-12, 12), 0.46, light),
    );
  });
  return trunk + crown;
}

export function stars(canvas: Canvas, count: number): string {
  const { width, height, side, random } = canvas;
  return times(count, () => {
    const paint = hsl(random.between(30, 240), 0.6, random.between(0.7, 0.97));
    const size = side * 0.0016 * (1 + 5 * random.next() ** 4);
    return circle(width * random.next(), height * random.next(), size, paint);
  });
}
