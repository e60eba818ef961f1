import {
  below,
  curve,
  type Draw,
  ellipse,
  fillAll,
  type Point,
  path,
  polygon,
  ridge,
  stroke,
  times,
} from "./canvas";
import { city } from "./city";
import { desert, night, snow } from "./climates";
import { clouds, sky } from "./outdoors";
import { alpha, hsl } from "./palette";
import { glow, leafyTree, pine, pines, ranges, streaks, water } from "./scenery";

const sunset: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const hue = random.between(-14, 34);
  const horizon = height * random.between(0.46, 0.8);
  const air = canvas.linear([
    hsl(random.between(225, 290), random.between(0.3, 0.55), random.between(0.2, 0.44)),
    hsl(hue - 18, 0.6, 0.52),
    hsl(hue + 14, 0.92, random.between(0.58, 0.72)),
  ]);
  const sun = hsl(hue + 28, 1, random.between(0.72, 0.92));
  const x = width * random.between(0.12, 0.88);
  const y = horizon - side * random.between(-0.04, 0.32);
  const sea = water(canvas, horizon, random.between(250, 390), sun);
  const land = (depth: number) => hsl(hue + 290, 0.3, 0.36 - 0.26 * depth);
  const front = random.pick([
    () => sea,
    () => sea + ranges(canvas, height * 0.86, 1, land),
    () => ranges(canvas, horizon, random.integer(2, 5), land),
    () =>
      ranges(canvas, horizon, 2, land) + pines(canvas, height * 0.9, random.integer(5, 13), 0.06),
  ]);
  return (
    fillAll(canvas, air) +
    streaks(canvas, random.integer(9, 26), horizon, hue + 10) +
    glow(canvas, x, y, side * random.between(0.05, 0.12), sun) +
    streaks(canvas, random.integer(2, 7), horizon, hue) +
    front()
  );
};

const mountain: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const hue = random.between(195, 265);
  const peaks = times(random.integer(3, 6), () => {
    const [x, foot] = [width * random.next(), height * random.between(0.7, 0.88)];
    const tall = side * random.between(0.28, 0.62);
    const half = tall * random.between(0.6, 1.05);
    const light = random.between(0.3, 0.56);
    const top: Point = [x, foot - tall];
    const fold: Point = [x + half * random.between(-0.2, 0.3), foot];
    const snow = random.between(0.2, 0.42);
    const jag = (share: number): Point => [
      x + half * snow * share,
      foot - tall * (1 - snow * random.between(0.72, 1.15)),
    ];
    return (
      polygon([[x - half, foot], top, fold], hsl(hue, 0.28, light + 0.1)) +
      polygon([fold, top, [x + half, foot]], hsl(hue, 0.32, light - 0.1)) +
      polygon([top, jag(-0.9), jag(-0.4), jag(0), jag(0.45), jag(0.9)], "#f6f8fc")
    );
  });
  const front = random.pick([
    () =>
      ranges(canvas, height * 0.72, 3, (d) => hsl(random.between(90, 150), 0.32, 0.5 - 0.26 * d)),
    () => water(canvas, height * random.between(0.72, 0.8), random.between(190, 215), "#e8f4ff"),
    () =>
      ranges(canvas, height * 0.76, 2, (d) => hsl(130, 0.3, 0.4 - 0.18 * d)) +
      pines(canvas, height * 0.93, random.integer(9, 22), 0.13),
  ]);
  const far = ranges(canvas, height * 0.5, 2, (d) => hsl(hue, 0.3, 0.8 - 0.14 * d));
  return sky(canvas) + clouds(canvas, random.integer(1, 5)) + far + peaks + front();
};

const sea: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const horizon = height * random.between(0.28, 0.56);
  const hue = random.between(182, 218);
  const sun = hsl(46, 0.9, 0.9);
  const beach = random.chance(0.5)
    ? path(
        below(canvas, curve(ridge(canvas, height * random.between(0.74, 0.9), side * 0.1, 4))),
        canvas.linear([hsl(40, 0.5, 0.8), hsl(34, 0.48, 0.62)]),
      )
    : "";
  const islands = times(random.integer(0, 3), () =>
    ellipse(
      width * random.next(),
      horizon,
      side * random.between(0.06, 0.24),
      side * random.between(0.02, 0.09),
      hsl(140, 0.25, random.between(0.25, 0.48)),
    ),
  );
  const swell = times(random.integer(3, 7), () => {
    const y = horizon + (height - horizon) * random.between(0.12, 0.8);
    const line = curve(ridge(canvas, y, side * 0.035, random.integer(6, 12)));
    return stroke(
      line,
      alpha("#ffffff", random.between(0.3, 0.85)),
      side * random.between(0.006, 0.022),
    );
  });
  return (
    sky(canvas) +
    glow(
      canvas,
      width * random.next(),
      horizon * random.between(0.15, 0.7),
      side * random.between(0.035, 0.07),
      sun,
    ) +
    clouds(canvas, random.integer(2, 6)) +
    islands +
    water(canvas, horizon, hue, "#dff3ff") +
    swell +
    beach
  );
};

const forest: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const season = random.pick([110, 95, 140, 40, 22]);
  const ground = (d: number) => hsl(season * 0.5 + 50, 0.34, 0.56 - 0.28 * d);
  const isPine = random.chance(0.35);
  const rows = random.integer(2, 4);
  const woods = times(rows, (row) => {
    const foot = height * (0.58 + (0.36 * row) / rows);
    const tall = side * (0.26 + 0.14 * row);
    return times(random.integer(3, 7), () => {
      const [x, size] = [width * random.between(-0.05, 1.05), tall * random.between(0.75, 1.35)];
      const paint = hsl(
        random.between(135, 165),
        0.34,
        0.42 - 0.07 * row + random.between(-0.05, 0.05),
      );
      return isPine ? pine(x, foot, size * 1.2, paint) : leafyTree(canvas, x, foot, size, season);
    });
  });
  return sky(canvas) + clouds(canvas, 2) + ranges(canvas, height * 0.5, 3, ground) + woods;
};

const tree: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const ground = (d: number) => hsl(random.between(70, 120), 0.4, 0.62 - 0.2 * d);
  const tall = side * random.between(0.62, 0.95);
  const x = width * random.between(0.25, 0.75);
  const foot = height * random.between(0.8, 0.94);
  return (
    sky(canvas) +
    clouds(canvas, random.integer(2, 5)) +
    ranges(canvas, height * random.between(0.55, 0.72), 2, ground) +
    ellipse(x, foot, tall * 0.32, tall * 0.04, alpha("#10240f", 0.35)) +
    leafyTree(canvas, x, foot, tall, random.pick([105, 90, 132, 38, 16, 345]))
  );
};

export const SCENES: Record<string, Draw> = {
  sunset,
  mountain,
  sea,
  forest,
  tree,
  city,
  night,
  snow,
  desert,
};
