import { scatteredBackdrop } from "./backdrops";
import { type Canvas, type Draw, path, place, round, times } from "./canvas";

/** Outlines within a circle of radius 100 around the origin, as the `d` of a path. */
const OUTLINES: Record<string, string> = {
  circle: "M-100 0A100 100 0 1 1 100 0A100 100 0 1 1-100 0Z",
  ellipse: "M-100 0A100 62 0 1 1 100 0A100 62 0 1 1-100 0Z",
  square: "M-76-76H76V76H-76Z",
  rectangle: "M-98-56H98V56H-98Z",
  diamond: "M0-100L68 0L0 100L-68 0Z",
  triangle: regular(3),
  pentagon: regular(5),
  hexagon: regular(6),
  octagon: regular(8),
  star: star(5, 0.42),
  starburst: star(12, 0.6),
  heart:
    "M0 88C-40 52-100 14-100-36C-100-70-74-90-48-90C-26-90-8-78 0-58C8-78 26-90 48-90C74-90 100-70 100-36C100 14 40 52 0 88Z",
  crescent: "M34-94A100 100 0 1 0 34 94A76 76 0 1 1 34-94Z",
  cross: "M-32-96H32V-32H96V32H32V96H-32V32H-96V-32H-32Z",
  ring: "M-100 0A100 100 0 1 1 100 0A100 100 0 1 1-100 0ZM-56 0A56 56 0 1 0 56 0A56 56 0 1 0-56 0Z",
  arrow: "M-96-26H12V-74L98 0L12 74V26H-96Z",
  drop: "M0-100C34-48 66-8 66 32A66 66 0 1 1-66 32C-66-8-34-48 0-100Z",
};

function regular(corners: number): string {
  return star(corners, Math.cos(Math.PI / corners));
}

function star(points: number, innerRadius: number): string {
  const corners = Array.from({ length: points * 2 }, (_, i) => {
    const radius = i % 2 ? 100 * innerRadius : 100;
    const angle = (Math.PI * i) / points - Math.PI / 2;
    return `${round(radius * Math.cos(angle))} ${round(radius * Math.sin(angle))}`;
  });
  return `M${corners.join("L")}Z`;
}

export const SHAPES: Record<string, Draw> = Object.fromEntries(
  Object.entries(OUTLINES).map(([name, outline]) => [name, shapeScene(outline)]),
);
export const outlineOf = (name: string): string => OUTLINES[name] ?? regular(6);

function shapeScene(outline: string): Draw {
  return (canvas) => {
    const arrange = canvas.random.pick([single, single, family, nested, scattered]);
    return scatteredBackdrop(canvas) + arrange(canvas, outline);
  };
}

/** A shape with a soft shadow, its own shading and a highlight along the rim. */
function solid(canvas: Canvas, outline: string, paint: string, scale: number): string {
  const { random } = canvas;
  const light = canvas.linear(
    [
      ["#ffffff", 0.34],
      ["#ffffff", 0],
      ["#000000", 0.3],
    ],
    random.between(-50, 50),
  );
  const shadow = `translate(${round(7 / Math.sqrt(scale))} ${round(11 / Math.sqrt(scale))})`;
  return (
    `<g transform="${shadow}" opacity=".25">${path(outline, "#0b1020")}</g>` +
    path(outline, paint) +
    path(outline, light)
  );
}

function shade({ palette, random }: Canvas): string {
  return random.chance(0.7)
    ? palette.main(random.between(0.4, 0.68))
    : palette.side(random.between(0.4, 0.7));
}

function single(canvas: Canvas, outline: string): string {
  const { width, height, side, random } = canvas;
  const scale = (side / 200) * random.between(0.42, 0.86);
  const at = { x: width * random.between(0.32, 0.68), y: height * random.between(0.34, 0.66) };
  return place(
    { ...at, scale, degrees: random.between(-40, 40) },
    solid(canvas, outline, shade(canvas), scale),
  );
}

function family(canvas: Canvas, outline: string): string {
  const { width, height, side, random } = canvas;
  return times(random.integer(2, 4), () => {
    const scale = (side / 200) * random.between(0.2, 0.52);
    const at = { x: width * random.between(0.16, 0.84), y: height * random.between(0.18, 0.82) };
    const body = solid(canvas, outline, shade(canvas), scale);
    return place({ ...at, scale, degrees: random.between(-60, 60) }, body);
  });
}

function nested(canvas: Canvas, outline: string): string {
  const { width, height, side, random, palette } = canvas;
  const layers = random.integer(3, 6);
  const turn = random.between(-18, 18);
  const at = { x: width * random.between(0.36, 0.64), y: height * random.between(0.38, 0.62) };
  const largest = (side / 200) * random.between(0.7, 1.05);
  const first = random.between(0, 360);
  return times(layers, (i) => {
    const paint = i % 2 ? palette.contrast(0.76) : palette.main(0.34 + 0.08 * i);
    const scale = largest * (1 - i / (layers + 0.4));
    return place(
      { ...at, scale, degrees: first + turn * i },
      solid(canvas, outline, paint, scale * 2),
    );
  });
}

function scattered(canvas: Canvas, outline: string): string {
  const { width, height, side, random } = canvas;
  return times(random.integer(9, 22), () => {
    const scale = (side / 200) * random.between(0.07, 0.26);
    const at = { x: width * random.between(0.03, 0.97), y: height * random.between(0.04, 0.96) };
    const body = solid(canvas, outline, shade(canvas), scale * 3);
    return place({ ...at, scale, degrees: random.between(0, 360) }, body);
  });
}
