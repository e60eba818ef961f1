import type { Span } from "../list/image-list";

export const GAP_PX = 6;
/** Browsers lay out no taller element than some 17 million px (Firefox); Chrome and Safari end at 33. */
const MAX_HEIGHT_PX = 16_000_000;

export interface Geometry {
  readonly columns: number;
  /** Side of a tile in px. */
  readonly tile: number;
  /** From one row to the next in px. */
  readonly rowHeight: number;
  /** Rows that can be shown; fewer than there are where the grid would be too tall. */
  readonly rows: number;
  /** Pictures that can be shown. */
  readonly shown: number;
}

/** Tiles of at least `size` px, two or more side by side, that fill `width` px: as the CSS grid of the skeleton does. */
export function geometryOf(width: number, size: number, count: number): Geometry {
  const columns = Math.max(2, Math.floor((width + GAP_PX) / (size + GAP_PX)));
  const tile = (width - GAP_PX * (columns - 1)) / columns;
  const rowHeight = tile + GAP_PX;
  const rows = Math.min(Math.ceil(count / columns), Math.floor(MAX_HEIGHT_PX / rowHeight));
  return { columns, tile, rowHeight, rows, shown: Math.min(count, rows * columns) };
}

/** The places between two heights of the grid, in whole rows. */
export function spanOf(
  { columns, rowHeight, rows, shown }: Geometry,
  from: number,
  to: number,
): Span {
  const row = (y: number) =>
    Math.min(Math.max(Math.floor(y / rowHeight), 0), Math.max(rows - 1, 0));
  return {
    first: row(from) * columns,
    last: Math.min((row(to) + 1) * columns, shown) - 1,
  };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The places whose tiles a rectangle touches, given by two corners in px of the grid. */
export function placesIn({ columns, tile, rowHeight, rows, shown }: Geometry, a: Point, b: Point) {
  const pitch = tile + GAP_PX;
  // From the gap behind a tile on, the next one is meant.
  const from = (px: number, step: number) => Math.max(0, Math.ceil((px - tile) / step));
  const to = (px: number, step: number, end: number) => Math.min(end - 1, Math.floor(px / step));
  const left = from(Math.min(a.x, b.x), pitch);
  const right = to(Math.max(a.x, b.x), pitch, columns);
  const top = from(Math.min(a.y, b.y), rowHeight);
  const bottom = to(Math.max(a.y, b.y), rowHeight, rows);
  const places: number[] = [];
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1)
      if (row * columns + column < shown) places.push(row * columns + column);
  return places;
}
