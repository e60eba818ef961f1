import type { Random } from "./random";

/** A colour family; every function takes a lightness from 0 (black) to 1 (white). */
export interface Palette {
  main(lightness: number): string;
  /** A neighbour on the colour wheel. */
  side(lightness: number): string;
  /** Across the colour wheel. */
  contrast(lightness: number): string;
}

interface Family {
  readonly hue: number;
  readonly saturation: number;
  /** Lightness is moved into this range, which is what makes black black and white white. */
  readonly range: readonly [number, number];
}

const family = (hue: number, saturation = 0.72, range: readonly [number, number] = [0, 1]) => ({
  hue,
  saturation,
  range,
});

const FAMILIES: Record<string, Family> = {
  red: family(2, 0.8),
  orange: family(26, 0.88),
  gold: family(43, 0.75, [0.05, 0.9]),
  golden: family(38, 0.66, [0.05, 0.9]),
  yellow: family(50, 0.9, [0.12, 1]),
  lime: family(82, 0.7),
  green: family(132, 0.58),
  teal: family(174, 0.6),
  turquoise: family(176, 0.62),
  cyan: family(189, 0.75),
  blue: family(215, 0.78),
  navy: family(222, 0.65, [0, 0.6]),
  indigo: family(245, 0.6),
  violet: family(268, 0.6),
  purple: family(281, 0.58),
  magenta: family(312, 0.7),
  pink: family(338, 0.78, [0.2, 1]),
  brown: family(24, 0.46, [0, 0.72]),
  beige: family(37, 0.42, [0.3, 1]),
  black: family(230, 0.12, [0, 0.46]),
  white: family(45, 0.16, [0.62, 1]),
  grey: family(215, 0.07, [0.04, 0.94]),
  gray: family(215, 0.07, [0.04, 0.94]),
  silver: family(212, 0.1, [0.2, 1]),
};
export const isColour = (word: string): boolean => Object.hasOwn(FAMILIES, word);

/** The palette of a named colour, or of any when no name is given; `isAlone` keeps every paint in that one family. */
export function createPalette(
  random: Random,
  { colour, isAlone }: { readonly colour: string | undefined; readonly isAlone: boolean },
): Palette {
  const named = colour === undefined ? undefined : FAMILIES[colour];
  const { hue, saturation, range } =
    named ?? family(random.between(0, 360), random.between(0.45, 0.8));
  const turn = named ? random.between(-7, 7) : 0;
  const sideTurn = random.pick([-34, -22, 24, 38]);
  const contrastTurn = random.between(140, 215);
  const within = (lightness: number) => range[0] + lightness * (range[1] - range[0]);
  return {
    main: (lightness) => hsl(hue + turn, saturation, within(lightness)),
    side: (lightness) =>
      named
        ? hsl(hue + turn + sideTurn / 3, saturation * 0.9, within(lightness))
        : hsl(hue + sideTurn, saturation, lightness),
    contrast: (lightness) =>
      isAlone
        ? hsl(hue + turn, saturation * 0.7, within(lightness))
        : hsl(hue + contrastTurn, saturation * 0.75, lightness),
  };
}

/** CSS Color 4 §7.1: hue in degrees, saturation and lightness from 0 to 1. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const light = Math.min(1, Math.max(0, lightness));
  const amplitude = saturation * Math.min(light, 1 - light);
  const channel = (n: number) => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12;
    const value = light - amplitude * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

/** The colour seen through: cheaper to draw than a faded group. */
export const alpha = (colour: string, opacity: number): string =>
  colour +
  Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0");
