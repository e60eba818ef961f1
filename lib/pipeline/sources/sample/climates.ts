import {
  below,
  circle,
  curve,
  type Draw,
  ellipse,
  fillAll,
  path,
  ridge,
  stroke,
  times,
} from "./canvas";
import { sky } from "./outdoors";
import { alpha, hsl } from "./palette";
import { glow, pines, ranges, stars, streaks } from "./scenery";

export const night: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const hue = random.between(205, 285);
  const base = fillAll(
    canvas,
    canvas.linear([hsl(hue, 0.6, 0.09), hsl(hue + 30, 0.5, 0.32)], random.between(-30, 30)),
  );
  const clouding = times(random.integer(12, 22), () => {
    const haze = canvas.radial([
      [
        hsl(hue + random.between(-70, 80), 0.7, random.between(0.35, 0.7)),
        random.between(0.2, 0.5),
      ],
      [hsl(hue, 0.6, 0.3), 0],
    ]);
    return ellipse(
      width * random.next(),
      height * random.between(0, 0.85),
      side * random.between(0.12, 0.4),
      side * random.between(0.06, 0.24),
      haze,
    );
  });
  const moon = random.chance(0.6)
    ? glow(
        canvas,
        width * random.next(),
        height * random.between(0.1, 0.45),
        side * random.between(0.04, 0.09),
        hsl(48, 0.5, 0.92),
      )
    : "";
  const land = (d: number) => hsl(hue, 0.4, 0.17 - 0.1 * d);
  const front = ranges(canvas, height * random.between(0.68, 0.84), random.integer(1, 3), land);
  const woods = random.chance(0.5) ? pines(canvas, height * 0.96, random.integer(5, 14), 0.1) : "";
  return base + clouding + stars(canvas, random.integer(150, 320)) + moon + front + woods;
};

export const snow: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const hue = random.between(200, 235);
  const base = fillAll(
    canvas,
    canvas.linear([hsl(hue, 0.32, random.between(0.5, 0.66)), hsl(hue, 0.3, 0.84)]),
  );
  const drifts = ranges(canvas, height * random.between(0.46, 0.62), 4, (d) =>
    hsl(hue, 0.34, 0.76 + 0.17 * d),
  );
  const woods = pines(canvas, height * random.between(0.66, 0.8), random.integer(8, 18), 0.15);
  const flakes = times(random.integer(90, 200), () => {
    const size = side * 0.003 * (1 + 4 * random.next() ** 3);
    return circle(
      width * random.next(),
      height * random.next(),
      size,
      alpha("#ffffff", random.between(0.5, 1)),
    );
  });
  const bank = path(below(canvas, curve(ridge(canvas, height * 0.88, side * 0.06, 4))), "#f4f8fd");
  return base + drifts + woods + bank + flakes;
};

export const desert: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const hue = random.between(22, 42);
  const sun = hsl(46, 0.9, 0.9);
  const dunes = ranges(canvas, height * random.between(0.42, 0.58), random.integer(4, 6), (d) =>
    canvas.linear(
      [hsl(hue, 0.66, 0.76 - 0.16 * d), hsl(hue - 10, 0.6, 0.56 - 0.2 * d)],
      random.between(-50, 50),
    ),
  );
  const cacti = times(random.integer(1, 6), () => {
    const [x, foot] = [width * random.next(), height * random.between(0.7, 0.95)];
    const tall = side * random.between(0.1, 0.3);
    const paint = hsl(random.between(95, 145), 0.36, random.between(0.26, 0.4));
    const arm = (way: number, at: number) =>
      stroke(
        `M${x} ${foot - tall * at}H${x + way * tall * 0.24}V${foot - tall * (at + 0.26)}`,
        paint,
        tall * 0.11,
      );
    return (
      stroke(`M${x} ${foot}V${foot - tall}`, paint, tall * 0.15) +
      arm(1, random.between(0.3, 0.5)) +
      arm(-1, random.between(0.35, 0.6))
    );
  });
  return (
    sky(canvas) +
    glow(
      canvas,
      width * random.next(),
      height * random.between(0.1, 0.36),
      side * random.between(0.04, 0.08),
      sun,
    ) +
    streaks(canvas, random.integer(3, 9), height * 0.4, 30) +
    dunes +
    cacti
  );
};
