import { webUrl } from "../plain-text";

const PICTURE_PATH = /\.(?:jpe?g|jpe|jfif|png|webp|gif|avif|tiff?|bmp)$/i;
const DRAWING_OR_ICON = /\.(?:svgz?|ico|cur)$|\bfavicon\b|\bapple-touch-icon\b/i;

/** The address of a picture as a page writes it; "ignored" for data: and blob:, vector drawings and icons, null for nothing. */
export function pictureAddress(written: string | null, base: URL): string | "ignored" | null {
  const text = written?.trim();
  if (!text || text.startsWith("#")) return null;
  const url = URL.parse(text, base);
  if (!url || !webUrl(url.href) || DRAWING_OR_ICON.test(url.pathname)) return "ignored";
  url.hash = "";
  return url.href;
}

/** Whether an address says that it is a picture. A colon in the name is a wiki's page about one: /wiki/File:Cat.jpg. */
export const isPicturePath = (path: string): boolean =>
  PICTURE_PATH.test(path) && !/:[^/]*$/.test(path);
