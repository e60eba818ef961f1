import sharp from "sharp";
import type { ImageFormat } from "@/lib/domain/image";
import { DEFAULT_RULES } from "@/lib/domain/issue";
import { type Assessment, assess } from "@/lib/pipeline/inspect/assess";
import type { Measured } from "@/lib/pipeline/inspect/check";
import { decode } from "@/lib/pipeline/inspect/decode";
import type { Measurements } from "@/lib/pipeline/inspect/measurements";

export const STANDARD = { level: "standard", rules: DEFAULT_RULES } as const;

export async function measurementsOf(
  bytes: Buffer,
  format: ImageFormat = "png",
): Promise<Measurements> {
  const result = await decode({ bytes, format, minWidth: 1, minHeight: 1 });
  if (!result.ok) throw new Error(`${result.outcome}: ${result.detail}`);
  return result.inspected.measurements;
}

/** A picture of which nothing bad is known but what its pixels tell. */
export async function measured(bytes: Buffer, format: ImageFormat = "png"): Promise<Measured> {
  const origin = { hostCount: 1, licence: "CC0-1.0", hasOptOut: false, sizeFence: null };
  return { ...(await measurementsOf(bytes, format)), ...origin };
}

export const assessed = async (bytes: Buffer, format: ImageFormat = "png"): Promise<Assessment> =>
  assess(await measured(bytes, format), STANDARD);

/** A picture laid within a plain mount: so many pixels on every side. */
export const mounted = (picture: Buffer, sides: Partial<Sides>, background: string) =>
  sharp(picture)
    .extend({ top: 0, bottom: 0, left: 0, right: 0, ...sides, background })
    .png()
    .toBuffer();
type Sides = Record<"top" | "bottom" | "left" | "right", number>;

/** Five columns and five rows each: tests bring their own letters, since machines lack fonts. */
const GLYPHS = [
  "1111110001111111000110001",
  "1111110000111111000011111",
  "1000110001111111000110001",
  "1000010000100001000011111",
  "1111110001100011000111111",
  "1111100100001000010000100",
  "1000110001100011000111111",
  "1111110000100001000011111",
];

/** A row of block letters over a picture; heights and places in pixels. */
export function written(
  picture: Buffer,
  row: { left: number; top: number; letterHeight: number; letters: number; opacity?: number },
): Promise<Buffer> {
  const dot = row.letterHeight / 5;
  const squares = Array.from({ length: row.letters }, (_, i) =>
    [...(GLYPHS[i % GLYPHS.length] ?? "")].map((isSet, at) => {
      const x = row.left + (i * 6 + (at % 5)) * dot;
      const y = row.top + Math.floor(at / 5) * dot;
      return isSet === "1" ? `<rect x="${x}" y="${y}" width="${dot}" height="${dot}"/>` : "";
    }),
  );
  const svg = (size: { width: number; height: number }) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
      <g fill="#fff" fill-opacity="${row.opacity ?? 1}" shape-rendering="crispEdges">${squares.flat().join("")}</g></svg>`;
  return sharp(picture)
    .metadata()
    .then((size) =>
      sharp(picture)
        .composite([{ input: Buffer.from(svg(size)) }])
        .png()
        .toBuffer(),
    );
}
