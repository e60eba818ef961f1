import { anyBackdrop } from "./backdrops";
import { type Canvas, curve, type Draw, ellipse, path, place, polygon, stroke } from "./canvas";
import { crowd, eye, INK } from "./crowd";
import { alpha, hsl, type Palette } from "./palette";

function catHead({ random }: Canvas, coat: Palette): string {
  const fur = coat.main(random.between(0.36, 0.7));
  const dark = coat.main(random.between(0.18, 0.32));
  const iris = hsl(random.pick([52, 96, 150, 200]), 0.75, 0.5);
  const wide = random.between(56, 66);
  const ear = (way: number) =>
    polygon(
      [
        [way * 16, -40],
        [way * (wide - 4), -random.between(84, 98)],
        [way * (wide - 2), -14],
      ],
      fur,
    ) +
    polygon(
      [
        [way * 28, -42],
        [way * (wide - 10), -76],
        [way * (wide - 10), -26],
      ],
      hsl(346, 0.55, 0.74),
    );
  const stripes = random.chance(0.55)
    ? stroke(
        "M0-52V-32M-15-50L-11-34M15-50L11-34M-60 4L-44 6M-58 18L-42 16M60 4L44 6M58 18L42 16",
        dark,
        5,
      )
    : "";
  const whiskers = stroke(
    "M-24 22L-74 12M-24 27L-74 30M24 22L74 12M24 27L74 30",
    alpha("#ffffff", 0.85),
    1.8,
  );
  return (
    ear(-1) +
    ear(1) +
    ellipse(0, 0, wide, 54, fur) +
    stripes +
    ellipse(-14, 25, 20, 17, coat.main(0.88)) +
    ellipse(14, 25, 20, 17, coat.main(0.88)) +
    eye(-25, -6, 13, iris, true) +
    eye(25, -6, 13, iris, true) +
    polygon(
      [
        [-7, 12],
        [7, 12],
        [0, 20],
      ],
      hsl(346, 0.6, 0.6),
    ) +
    stroke("M0 20V26M0 26C-4 33-13 33-16 28M0 26C4 33 13 33 16 28", INK, 2.2) +
    whiskers
  );
}

function catSitting(canvas: Canvas, coat: Palette): string {
  const { random } = canvas;
  const fur = coat.main(random.between(0.38, 0.62));
  const tip = random.between(-10, 50);
  const tail = stroke(
    curve([
      [36, 84],
      [76, 72],
      [86, 32],
      [66 + tip * 0.4, tip * 0.5 - 8],
    ]),
    coat.main(0.34),
    15,
  );
  const body = path("M-44 90C-58 30-34-16 0-16C34-16 58 30 44 90Z", fur);
  const chest = path("M-18 88C-26 48-14 14 0 14C14 14 26 48 18 88Z", coat.main(0.86));
  const paws = ellipse(-21, 90, 18, 10, coat.main(0.8)) + ellipse(21, 90, 18, 10, coat.main(0.8));
  const head = place(
    { x: 0, y: -42, scale: 0.62, degrees: random.between(-14, 14) },
    catHead(canvas, coat),
  );
  return ellipse(0, 96, 66, 9, alpha("#000000", 0.28)) + tail + body + chest + paws + head;
}

function dogHead({ random }: Canvas, coat: Palette): string {
  const fur = coat.main(random.between(0.42, 0.74));
  const dark = coat.main(random.between(0.2, 0.34));
  const drop = random.between(26, 56);
  const ear = (way: number) =>
    random.chance(0.72)
      ? path(
          `M${way * 34}-52C${way * 82}-62 ${way * 92} ${drop - 24} ${way * 64} ${drop}C${way * 46} ${drop - 8} ${way * 44}-16 ${way * 34}-52Z`,
          dark,
        )
      : polygon(
          [
            [way * 20, -44],
            [way * 58, -92],
            [way * 60, -14],
          ],
          dark,
        );
  const patch = random.chance(0.5) ? ellipse(-26, -14, 23, 26, dark) : "";
  const tongue = random.chance(0.6)
    ? path("M-10 50H10V64C10 78-10 78-10 64Z", hsl(352, 0.72, 0.66))
    : "";
  return (
    ellipse(0, -4, 56, 58, fur) +
    patch +
    tongue +
    ellipse(0, 32, 35, 28, coat.main(0.9)) +
    ear(-1) +
    ear(1) +
    eye(-24, -14, 10.5, hsl(28, 0.6, 0.3)) +
    eye(24, -14, 10.5, hsl(28, 0.6, 0.3)) +
    ellipse(0, 17, 14, 10, INK) +
    ellipse(-4, 13.5, 4, 2.4, alpha("#ffffff", 0.6)) +
    stroke("M0 26V40M0 40C-8 50-20 48-24 40M0 40C8 50 20 48 24 40", INK, 2.8)
  );
}

function dogStanding(canvas: Canvas, coat: Palette): string {
  const { random } = canvas;
  const light = random.between(0.42, 0.66);
  const fur = coat.main(light);
  const leg = (x: number, shade: number) =>
    stroke(`M${x} 38L${x + random.between(-9, 9)} 86`, coat.main(light + shade), 15);
  const tail = stroke(
    curve([
      [-66, 8],
      [-88, -22],
      [-82, -random.between(44, 66)],
    ]),
    coat.main(light - 0.14),
    12,
  );
  const back = random.chance(0.5) ? ellipse(-24, 2, 32, 20, coat.main(light - 0.2)) : "";
  const head = place(
    { x: 54, y: -30, scale: 0.52, degrees: random.between(-12, 12) },
    dogHead(canvas, coat),
  );
  return (
    ellipse(0, 92, 84, 8, alpha("#000000", 0.28)) +
    tail +
    leg(-52, -0.12) +
    leg(34, -0.12) +
    path("M-72 14C-74-14-40-22 0-20C38-20 66-16 66 14C66 44 44 50 0 48C-40 50-70 46-72 14Z", fur) +
    back +
    leg(-38, 0) +
    leg(50, 0) +
    head
  );
}

const FIGURES = { cat: [catHead, catSitting], dog: [dogHead, dogStanding] } as const;

/** A pet as a whole, or its face from near by. */
export const pet =
  (kind: keyof typeof FIGURES): Draw =>
  (canvas) => {
    const [face, whole] = FIGURES[kind];
    return crowd(canvas, canvas.random.chance(0.4) ? face : whole, anyBackdrop);
  };
