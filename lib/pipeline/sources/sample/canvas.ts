import type { Palette } from "./palette";
import type { Random } from "./random";

/** One picture being drawn: its size in pixels, its chance and its colours. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** The shorter side. */
  readonly side: number;
  readonly random: Random;
  readonly palette: Palette;
  /** A paint that runs from the first stop at the top to the last at the bottom, turned by `degrees`. */
  linear(stops: readonly Stop[], degrees?: number): string;
  /** A paint that runs from the middle outwards. */
  radial(stops: readonly Stop[]): string;
  /** The whole drawing as SVG. */
  finish(body: string): string;
}
export type Stop = string | readonly [colour: string, opacity: number];
export type Draw = (canvas: Canvas) => string;

export function createCanvas(
  size: { readonly width: number; readonly height: number },
  random: Random,
  palette: Palette,
): Canvas {
  const definitions: string[] = [];
  const define = (element: string, attributes: string, stops: readonly Stop[]) => {
    const id = `p${definitions.length}`;
    const list = stops.map((stop, i) => {
      const [colour, opacity] = typeof stop === "string" ? [stop, 1] : stop;
      const offset = round(i / Math.max(1, stops.length - 1));
      return `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
    });
    definitions.push(`<${element} id="${id}" ${attributes}>${list.join("")}</${element}>`);
    return `url(#${id})`;
  };
  return {
    ...size,
    side: Math.min(size.width, size.height),
    random,
    palette,
    linear: (stops, degrees = 0) =>
      define(
        "linearGradient",
        `x1="0" y1="0" x2="0" y2="1" gradientTransform="rotate(${round(degrees)} .5 .5)"`,
        stops,
      ),
    radial: (stops) => define("radialGradient", "", stops),
    finish: (body) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">` +
      `<defs>${definitions.join("")}</defs>${body}</svg>`,
  };
}

export const round = (value: number): number => Math.round(value * 100) / 100;
export type Point = readonly [x: number, y: number];

export const times = (count: number, draw: (index: number) => string): string =>
  Array.from({ length: Math.max(0, Math.floor(count)) }, (_, i) => draw(i)).join("");
export const fillAll = ({ width, height }: Canvas, paint: string): string =>
  rect(0, 0, width, height, paint);
export const rect = (x: number, y: number, w: number, h: number, paint: string, rx = 0): string =>
  `<rect x="${round(x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}" rx="${round(rx)}" fill="${paint}"/>`;
export const ellipse = (x: number, y: number, rx: number, ry: number, paint: string): string =>
  `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(rx)}" ry="${round(ry)}" fill="${paint}"/>`;
export const circle = (x: number, y: number, r: number, paint: string): string =>
  ellipse(x, y, r, r, paint);
export const polygon = (points: readonly Point[], paint: string): string =>
  `<polygon points="${points.map(([x, y]) => `${round(x)},${round(y)}`).join(" ")}" fill="${paint}"/>`;
export const path = (d: string, paint: string): string => `<path d="${d}" fill="${paint}"/>`;
export const stroke = (d: string, paint: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${paint}" stroke-width="${round(width)}" stroke-linecap="round" stroke-linejoin="round"/>`;
export const faded = (opacity: number, body: string): string =>
  `<g opacity="${round(opacity)}">${body}</g>`;

interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly degrees?: number;
  readonly isMirrored?: boolean;
}
export const place = (
  { x, y, scale, degrees = 0, isMirrored = false }: Placement,
  body: string,
): string =>
  `<g transform="translate(${round(x)} ${round(y)}) rotate(${round(degrees)}) scale(${isMirrored ? -scale : scale} ${scale})">${body}</g>`;

/** A smooth line through the points, as the `d` of a path (Catmull–Rom turned into Bézier curves). */
export function curve(points: readonly Point[]): string {
  const at = (i: number): Point => points[Math.min(points.length - 1, Math.max(0, i))] ?? [0, 0];
  const [x, y] = at(0);
  const parts = points.slice(1).map(([toX, toY], i) => {
    const [fromX, fromY] = at(i);
    const [beforeX, beforeY] = at(i - 1);
    const [afterX, afterY] = at(i + 2);
    const control = [
      fromX + (toX - beforeX) / 6,
      fromY + (toY - beforeY) / 6,
      toX - (afterX - fromX) / 6,
      toY - (afterY - fromY) / 6,
    ];
    return `C${control.map(round).join(" ")} ${round(toX)} ${round(toY)}`;
  });
  return `M${round(x)} ${round(y)}${parts.join("")}`;
}

/** A wandering line across the whole width, for ridges, dunes and waves. */
export function ridge(
  { width, random }: Canvas,
  y: number,
  roughness: number,
  steps: number,
): Point[] {
  const margin = width * 0.1;
  return Array.from({ length: steps + 1 }, (_, i) => [
    -margin + ((width + 2 * margin) * i) / steps,
    y + random.between(-roughness, roughness),
  ]);
}
/** Everything below a line, down to the bottom edge. */
export const below = ({ width, height }: Canvas, d: string): string =>
  `${d}L${round(width * 1.2)} ${round(height * 1.2)}L${round(-width * 0.2)} ${round(height * 1.2)}Z`;
