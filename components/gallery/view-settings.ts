export const TILE_SIZES = { min: 96, max: 320, step: 16, usual: 176 } as const;

/** How a person likes the grid. In a cookie, so that the server draws it so from the start. */
export interface ViewSettings {
  /** Side of a tile in px, at least. */
  readonly size: number;
  readonly isCropped: boolean;
}

export const VIEW_COOKIE = "gallery-view";
const YEAR_SECONDS = 31_536_000;

export function readViewSettings(cookie: string | undefined): ViewSettings {
  const [size, fit] = (cookie ?? "").split(".");
  const { min, max, usual } = TILE_SIZES;
  const asked = Number(size);
  return { size: asked >= min && asked <= max ? asked : usual, isCropped: fit !== "fit" };
}

export function keepViewSettings({ size, isCropped }: ViewSettings): void {
  const value = `${size}.${isCropped ? "crop" : "fit"}`;
  // biome-ignore lint/suspicious/noDocumentCookie: the newer way is missing on pages without HTTPS
  document.cookie = `${VIEW_COOKIE}=${value}; path=/datasets; max-age=${YEAR_SECONDS}; samesite=lax`;
}
