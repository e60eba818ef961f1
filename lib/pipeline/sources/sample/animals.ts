import { outdoorBackdrop } from "./backdrops";
import {
  type Canvas,
  circle,
  curve,
  type Draw,
  ellipse,
  path,
  polygon,
  stroke,
  times,
} from "./canvas";
import { crowd, eye, INK } from "./crowd";
import { alpha, hsl, type Palette } from "./palette";
import { pet } from "./pets";
import { water } from "./scenery";

function fishFigure({ random }: Canvas, coat: Palette): string {
  const tall = random.between(32, 56);
  const paint = coat.main(random.between(0.44, 0.64));
  const fin = coat.side(random.between(0.4, 0.66));
  const spread = random.between(30, 52);
  const bands = times(random.integer(0, 4), (i) => {
    const x = -22 + i * 20;
    const reach = tall * (0.86 - Math.abs(x - 8) / 110);
    return ellipse(x, 0, 5, reach, alpha(coat.contrast(0.86), 0.75));
  });
  const scales = times(12, (i) => {
    const [x, y] = [-30 + (i % 4) * 17, -14 + Math.floor(i / 4) * 14];
    return stroke(`M${x} ${y - 6}Q${x - 8} ${y} ${x} ${y + 6}`, alpha("#ffffff", 0.4), 1.8);
  });
  return (
    path(`M-56 0L-98-${spread}Q-82 0-98 ${spread}Z`, fin) +
    path(`M-24-${tall * 0.8}Q8-${tall * 1.6} 34-${tall * 0.74}Z`, fin) +
    path(`M-14 ${tall * 0.8}Q0 ${tall * 1.4} 16 ${tall * 0.84}Z`, fin) +
    path(
      `M-64 0C-34-${tall * 1.3} 50-${tall * 1.3} 88 0C50 ${tall * 1.3}-34 ${tall * 1.3}-64 0Z`,
      paint,
    ) +
    bands +
    scales +
    path("M6 8Q-20 22-12 36Q14 32 16 12Z", coat.side(0.36)) +
    eye(60, -8, 9, hsl(44, 0.8, 0.56)) +
    stroke("M82 10Q72 16 66 12", INK, 2.4)
  );
}

const reef: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const hue = random.between(176, 225);
  const deep = rectWater(canvas, hue);
  const weeds = times(random.integer(6, 15), () => {
    const x = width * random.next();
    const tall = side * random.between(0.15, 0.52);
    const sway = () => x + side * random.between(-0.07, 0.07);
    const line = curve([
      [x, height],
      [sway(), height - tall * 0.4],
      [sway(), height - tall],
    ]);
    return stroke(
      line,
      hsl(random.pick([130, 160, 340, 24]), 0.5, random.between(0.22, 0.5)),
      side * random.between(0.014, 0.04),
    );
  });
  const bubbles = times(random.integer(14, 34), () =>
    circle(
      width * random.next(),
      height * random.next(),
      side * random.between(0.005, 0.024),
      alpha("#ffffff", random.between(0.2, 0.6)),
    ),
  );
  const floor = times(10, () =>
    ellipse(
      width * random.next(),
      height,
      side * random.between(0.1, 0.26),
      side * random.between(0.03, 0.12),
      hsl(38, 0.4, random.between(0.4, 0.7)),
    ),
  );
  return deep + floor + weeds + bubbles;
};

const rectWater = (canvas: Canvas, hue: number) => water(canvas, 0, hue, hsl(hue - 12, 0.6, 0.7));

function birdFigure({ random }: Canvas, coat: Palette): string {
  const light = random.between(0.4, 0.62);
  const wing = coat.side(light - 0.12);
  const lift = random.between(-78, 22);
  const beak = hsl(random.between(22, 46), 0.9, 0.52);
  const isFlying = random.chance(0.5);
  const wings = isFlying
    ? path(`M-8-10C-40 ${lift}-70 ${lift - 18}-74 ${lift - 22}C-54 ${lift + 26}-26 26 22 10Z`, wing)
    : path("M18-8C-10-22-52 6-72 34C-40 42 2 38 22 12Z", wing);
  const feathers = stroke("M-6 12L-44 24M0 2L-38 12M4-6L-28 2", coat.side(light + 0.14), 2.6);
  const legs = stroke("M-4 42L-8 74M12 42L10 74M-8 74H4M10 74H22", hsl(28, 0.6, 0.4), 3.6);
  return (
    path("M-42 12L-98 2L-92 24L-96 38L-40 30Z", coat.main(light - 0.14)) +
    (isFlying ? "" : legs) +
    path(
      "M-56 20C-40-22 10-38 34-46C66-60 82-26 66-4C54 34 14 50-18 44C-40 40-52 32-56 20Z",
      coat.main(light),
    ) +
    path("M-20 40C6 40 44 24 58 0C44 44 8 54-20 40Z", coat.contrast(0.84)) +
    wings +
    (isFlying ? "" : feathers) +
    polygon(
      [
        [70, -36],
        [98, -25],
        [70, -18],
      ],
      beak,
    ) +
    eye(52, -32, 7.5, INK)
  );
}

const perch: Draw = (canvas) => {
  const { width, height, side, random } = canvas;
  const line = curve([
    [-10, height * random.between(0.72, 0.92)],
    [width * 0.4, height * random.between(0.74, 0.84)],
    [width + 10, height * random.between(0.66, 0.92)],
  ]);
  return (
    outdoorBackdrop(canvas) + stroke(line, hsl(26, 0.36, 0.28), side * random.between(0.02, 0.05))
  );
};

function butterflyFigure({ random }: Canvas, coat: Palette): string {
  const reach = random.between(74, 98);
  const paint = coat.main(random.between(0.46, 0.64));
  const spot = coat.contrast(0.82);
  const half = (way: number) =>
    path(
      `M0-10C${way * 30}-96 ${way * reach * 1.2}-84 ${way * reach}-34C${way * 88}-2 ${way * 40} 10 0 6Z`,
      paint,
    ) +
    path(
      `M0 6C${way * 50} 4 ${way * 82} 40 ${way * 58} 72C${way * 38} 92 ${way * 8} 50 0 22Z`,
      coat.side(0.52),
    ) +
    circle(way * 62, -42, 12, spot) +
    circle(way * 44, 46, 9, spot) +
    circle(way * 36, -28, 6, INK);
  return (
    half(-1) +
    half(1) +
    ellipse(0, 6, 5.5, 42, INK) +
    stroke("M0-34Q-8-66-24-76M0-34Q8-66 24-76", INK, 2.4)
  );
}

export const ANIMALS: Record<string, Draw> = {
  cat: pet("cat"),
  dog: pet("dog"),
  fish: (canvas) => crowd(canvas, fishFigure, reef),
  bird: (canvas) => crowd(canvas, birdFigure, canvas.random.chance(0.5) ? perch : outdoorBackdrop),
  butterfly: (canvas) => crowd(canvas, butterflyFigure, outdoorBackdrop),
};
