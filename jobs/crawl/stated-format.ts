import type { ImageFormat } from "@/lib/domain/image";

/** What names of files and content types call a format; the last five are never what is kept. */
const NAMES: Record<string, ImageFormat | "other"> = {
  jpg: "jpeg",
  jpeg: "jpeg",
  jpe: "jpeg",
  jfif: "jpeg",
  pjpeg: "jpeg",
  png: "png",
  apng: "png",
  webp: "webp",
  gif: "gif",
  avif: "avif",
  tif: "tiff",
  tiff: "tiff",
  bmp: "bmp",
  dib: "bmp",
  "x-bmp": "bmp",
  "x-ms-bmp": "bmp",
  svg: "other",
  "svg+xml": "other",
  heic: "other",
  ico: "other",
  jxl: "other",
};
const LAST_EXTENSION = /\.([a-z]{3,5})$/i;
const PICTURE_TYPE = /^image\/([\w.+-]+)/i;

/** Whether the address or the server calls a picture another format than its bytes are; what says nothing is not wrong. */
export function hasWrongExtension(
  format: ImageFormat,
  stated: { url: string; contentType: string | null },
): boolean {
  const path = URL.parse(stated.url)?.pathname ?? "";
  const names = [LAST_EXTENSION.exec(path)?.[1], PICTURE_TYPE.exec(stated.contentType ?? "")?.[1]];
  return names.some((name) => {
    const said = name === undefined ? undefined : NAMES[name.toLowerCase()];
    return said !== undefined && said !== format;
  });
}
