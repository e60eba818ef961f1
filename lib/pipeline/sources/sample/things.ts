import { openCountry, outdoorBackdrop, scatteredBackdrop } from "./backdrops";
import {
  type Canvas,
  circle,
  type Draw,
  ellipse,
  path,
  place,
  polygon,
  rect,
  stroke,
  times,
} from "./canvas";
import { crowd } from "./crowd";
import { clouds, sky } from "./outdoors";
import { alpha, hsl, type Palette } from "./palette";
import { water } from "./scenery";
import { SCENES } from "./scenes";

const GLASS = "#cfe6f4";
const SHADOW = alpha("#000000", 0.28);

function house({ random }: Canvas, coat: Palette): string {
  const wide = random.between(52, 70);
  const eaves = random.between(-14, 6);
  const roofTop = eaves - random.between(44, 68);
  const wall = coat.main(random.between(0.6, 0.84));
  const roof = coat.side(random.between(0.26, 0.42));
  const window = (x: number, y: number) =>
    rect(x - 13, y - 13, 26, 26, "#fbf7ee") +
    rect(x - 10, y - 10, 20, 20, random.chance(0.3) ? hsl(46, 0.9, 0.72) : GLASS) +
    stroke(`M${x} ${y - 10}V${y + 10}M${x - 10} ${y}H${x + 10}`, "#fbf7ee", 2);
  const door = random.between(-wide * 0.4, wide * 0.4);
  const panes = [-0.62, 0, 0.62]
    .map((share) => wide * share)
    .filter((x) => Math.abs(x - door) > 26)
    .map((x) => window(x, eaves + 34));
  const chimney = random.chance(0.7)
    ? rect(wide * 0.36, roofTop + 4, 15, 40, hsl(12, 0.4, 0.4))
    : "";
  const tiles = times(4, (i) => {
    const y = roofTop + ((eaves - roofTop) * (i + 1)) / 4.6;
    const half = ((wide + 13) * (i + 1)) / 4.6;
    return stroke(`M${-half} ${y}H${half}`, alpha("#000000", 0.18), 3);
  });
  return (
    ellipse(0, 86, wide + 26, 9, SHADOW) +
    chimney +
    rect(-wide, eaves, wide * 2, 86 - eaves, wall) +
    rect(-wide, 72, wide * 2, 14, coat.main(0.4)) +
    polygon(
      [
        [-wide - 14, eaves + 3],
        [0, roofTop],
        [wide + 14, eaves + 3],
      ],
      roof,
    ) +
    tiles +
    circle(0, (eaves + roofTop * 0.6) / 1.6, 9, GLASS) +
    panes.join("") +
    rect(door - 13, 42, 26, 44, coat.contrast(0.34), 2) +
    circle(door + 8, 66, 2.4, hsl(46, 0.8, 0.6))
  );
}

function car({ random }: Canvas, coat: Palette): string {
  const light = random.between(0.42, 0.58);
  const paint = coat.main(light);
  const roof = random.between(-44, -28);
  const [front, rear] = [random.between(24, 40), random.between(-48, -30)];
  const wheel = (x: number) =>
    circle(x, 34, 21, "#1b1c20") +
    circle(x, 34, 11.5, "#c9ced6") +
    times(5, (i) => {
      const angle = (i * Math.PI * 2) / 5 + x;
      return circle(x + 6.5 * Math.cos(angle), 34 + 6.5 * Math.sin(angle), 2, "#5a606a");
    });
  return (
    ellipse(0, 54, 100, 8, SHADOW) +
    path(
      `M-84-4L${rear - 12}-8L${rear} ${roof}Q${rear + 4} ${roof - 6} ${rear + 14} ${roof - 6}H${front - 12}Q${front} ${roof - 6} ${front + 6} ${roof}L${front + 28}-8Z`,
      coat.main(light - 0.08),
    ) +
    path(`M${rear - 2}-8L${rear + 8} ${roof + 4}H-6V-8Z`, GLASS) +
    path(`M2-8V${roof + 4}H${front - 4}L${front + 18}-8Z`, GLASS) +
    path(
      `M${rear + 6}-8L${rear + 16} ${roof + 4}H${rear + 26}L${rear + 16}-8Z`,
      alpha("#ffffff", 0.6),
    ) +
    path("M-96 34V8Q-96-8-80-9L60-8Q92-4 97 14V34Q97 38 90 38H-90Q-96 38-96 34Z", paint) +
    path("M-96 10Q-96-8-80-9L60-8Q78-5 88 2L-92 6Z", alpha("#ffffff", 0.22)) +
    rect(-96, 26, 193, 7, coat.main(light - 0.22)) +
    stroke("M-4-6V30M6 4H18", alpha("#000000", 0.35), 2) +
    ellipse(90, 12, 6, 7, hsl(50, 0.9, 0.82)) +
    rect(-97, 8, 8, 11, hsl(2, 0.8, 0.5), 2) +
    wheel(-56) +
    wheel(56)
  );
}

const street: Draw = (canvas) => {
  const { width, height, random } = canvas;
  const top = height * random.between(0.6, 0.72);
  const behind = random.chance(0.5) ? (SCENES.city?.(canvas) ?? "") : openCountry(canvas);
  const road = rect(
    0,
    top,
    width,
    height - top,
    canvas.linear([hsl(220, 0.06, 0.46), hsl(220, 0.08, 0.28)]),
  );
  const start = random.next();
  const lane = times(8, (i) =>
    rect(
      ((i + start) * width) / 7 - width / 7,
      height * 0.88,
      width / 13,
      height * 0.014,
      "#f1e9c8",
    ),
  );
  return behind + road + lane;
};

function boat({ random }: Canvas, coat: Palette): string {
  const mast = random.between(-94, -76);
  const sail = random.chance(0.55) ? "#fbf8f0" : coat.contrast(0.8);
  const belly = random.between(46, 76);
  const stripes = random.chance(0.4)
    ? polygon(
        [
          [8, -34],
          [8, -14],
          [8 + belly * 0.72, -6],
          [8 + belly * 0.42, -26],
        ],
        coat.main(0.54),
      )
    : "";
  return (
    stroke(`M2 34V${mast}`, hsl(28, 0.45, 0.3), 4.5) +
    path(`M8 ${mast + 6}Q${belly} -34 ${belly + 14} 22H8Z`, sail) +
    stripes +
    path(`M-4 ${mast + 20}Q-34-22-48 22H-4Z`, coat.side(0.72)) +
    polygon(
      [
        [2, mast],
        [2, mast + 12],
        [24, mast + 6],
      ],
      coat.main(0.5),
    ) +
    path("M-84 30H92Q76 72 44 74H-46Q-74 70-84 30Z", coat.main(random.between(0.34, 0.52))) +
    path("M-84 30H92L88 42H-80Z", "#f7f3e8") +
    times(3, (i) => circle(-34 + i * 34, 56, 5, GLASS))
  );
}

const harbour: Draw = (canvas) => {
  const { height, random } = canvas;
  const horizon = height * random.between(0.36, 0.56);
  return (
    sky(canvas) +
    clouds(canvas, random.integer(2, 6)) +
    water(canvas, horizon, random.between(186, 222), "#e6f6ff")
  );
};

function flower({ random }: Canvas, coat: Palette): string {
  const petals = random.integer(5, 13);
  const long = random.between(40, 60);
  const wide = Math.min(24, (150 / petals) * random.between(0.8, 1.2));
  const light = random.between(0.5, 0.7);
  const stem = stroke(
    `M0 0Q${random.between(-26, 26)} 60 ${random.between(-12, 12)} 118`,
    hsl(118, 0.42, 0.34),
    7,
  );
  const leaf = (way: number) =>
    path(`M0 74Q${way * 30} 40 ${way * 56} 50Q${way * 40} 82 0 74Z`, hsl(112, 0.44, 0.42));
  const ring = (reach: number, turn: number, shade: number) =>
    times(petals, (i) =>
      place(
        { x: 0, y: -20, scale: 1, degrees: turn + (360 * i) / petals },
        ellipse(
          0,
          -reach * 0.62,
          wide,
          reach * 0.62,
          coat.main(light + shade + (i % 2 ? 0.05 : -0.03)),
        ),
      ),
    );
  const seeds = times(14, (i) => {
    const [angle, reach] = [i * 2.4, 3.6 * Math.sqrt(i)];
    return circle(reach * Math.cos(angle), -20 + reach * Math.sin(angle), 1.9, hsl(26, 0.6, 0.26));
  });
  return (
    stem +
    leaf(1) +
    leaf(-1) +
    ring(long, random.between(0, 90), -0.08) +
    ring(long * 0.74, random.between(0, 90), 0.07) +
    circle(0, -20, 17, hsl(44, 0.85, 0.54)) +
    seeds
  );
}

function apple({ random }: Canvas, coat: Palette): string {
  const light = random.between(0.42, 0.56);
  return (
    ellipse(0, 84, 62, 9, SHADOW) +
    path(
      "M0-36C-30-62-84-46-82 8C-80 58-42 88-18 84Q0 78 18 84C42 88 80 58 82 8C84-46 30-62 0-36Z",
      coat.main(light),
    ) +
    path("M-58-26C-76-4-70 36-50 58C-60 26-54-4-40-30Z", alpha("#ffffff", 0.45)) +
    stroke("M0-34Q2-62 16-78", hsl(26, 0.5, 0.26), 7) +
    path(`M8-58Q34-${random.between(80, 96)} 62-72Q44-48 8-58Z`, hsl(104, 0.46, 0.42))
  );
}

export const THINGS: Record<string, Draw> = {
  house: (canvas) => crowd(canvas, house, openCountry, 3),
  car: (canvas) => crowd(canvas, car, street, 2),
  boat: (canvas) => crowd(canvas, boat, harbour),
  flower: (canvas) => crowd(canvas, flower, outdoorBackdrop),
  apple: (canvas) => crowd(canvas, apple, scatteredBackdrop),
};
