/** Sides in pixels: of a picture, or of the pane it is shown in (CSS pixels). */
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** Which part of the pictures is looked at: the same part of each, whatever its resolution. */
export interface View {
  /** 1 shows the whole picture. */
  readonly zoom: number;
  /** The middle of the pane, as shares of the picture's sides. */
  readonly x: number;
  readonly y: number;
}

export const WHOLE: View = { zoom: 1, x: 0.5, y: 0.5 };

/** CSS pixels for one pixel of the picture, at most: single pixels are plain to see by then. */
const MAX_SCALE = 16;

/** CSS pixels for one pixel of a picture that is shown whole; nothing is enlarged unasked. */
export const fitScale = (picture: Size, pane: Size): number =>
  Math.min(1, pane.width / picture.width, pane.height / picture.height);

/** Where a picture lies in its pane. */
export function boxOf(view: View, picture: Size, pane: Size): Box {
  const scale = fitScale(picture, pane) * view.zoom;
  const width = picture.width * scale;
  const height = picture.height * scale;
  return {
    width,
    height,
    left: pane.width / 2 - view.x * width,
    top: pane.height / 2 - view.y * height,
  };
}

/** What fits in the pane stays in its middle; what does not covers it. */
const clampCentre = (centre: number, side: number, paneSide: number): number => {
  const margin = Math.min(0.5, paneSide / 2 / side);
  return Math.min(1 - margin, Math.max(margin, centre));
};

function clamped({ zoom, x, y }: View, picture: Size, pane: Size): View {
  const { width, height } = boxOf({ zoom, x, y }, picture, pane);
  return { zoom, x: clampCentre(x, width, pane.width), y: clampCentre(y, height, pane.height) };
}

/** Moves the pictures by so many CSS pixels. */
export function panBy(view: View, by: Point, picture: Size, pane: Size): View {
  const { width, height } = boxOf(view, picture, pane);
  return clamped({ ...view, x: view.x - by.x / width, y: view.y - by.y / height }, picture, pane);
}

/** Zooms so that what lies under a point of the pane (from its upper left corner) stays there. */
export function zoomTo(view: View, zoom: number, at: Point, picture: Size, pane: Size): View {
  const most = Math.max(1, MAX_SCALE / fitScale(picture, pane));
  const before = boxOf(view, picture, pane);
  const next = { ...view, zoom: Math.min(most, Math.max(1, zoom)) };
  const after = boxOf(next, picture, pane);
  const fromMiddle = { x: at.x - pane.width / 2, y: at.y - pane.height / 2 };
  return clamped(
    {
      zoom: next.zoom,
      x: view.x + fromMiddle.x / before.width - fromMiddle.x / after.width,
      y: view.y + fromMiddle.y / before.height - fromMiddle.y / after.height,
    },
    picture,
    pane,
  );
}

/** The zoom at which a pixel of the picture is one of the screen's; `pixelRatio` is the screen's pixels per CSS pixel. */
export const actualZoom = (picture: Size, pane: Size, pixelRatio: number): number =>
  Math.max(1, 1 / pixelRatio / fitScale(picture, pane));
