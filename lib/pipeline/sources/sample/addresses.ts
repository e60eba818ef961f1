import { EXTENSIONS, type ImageFormat } from "@/lib/domain/image";

/**
 * The host in every address of a sample picture. No resolver knows it: the guarded HTTP layer maps it to the listener
 * of whichever process fetches, so an address stays valid across restarts and processes.
 */
export const SAMPLE_HOST = "sample.localhost";
export const SAMPLE_ORIGIN = `http://${SAMPLE_HOST}`;
export const PAGE_SIZE = 30;

export const picturesPath = (slug: string): string => `/pictures/${encodeURIComponent(slug)}`;
export const picturePath = (slug: string, index: number, format: ImageFormat): string =>
  `${picturesPath(slug)}/${index}.${EXTENSIONS[format]}`;

/** The keyword's slug and the picture's number in a path, or null where it names no picture. */
export function parsePicturePath(path: string): { slug: string; index: number } | null {
  const match = /^\/pictures\/([^/]{1,1200})\/(\d{1,4})\.(?:jpg|png|webp)$/.exec(path);
  if (!match?.[1] || !match[2]) return null;
  try {
    return { slug: decodeURIComponent(match[1]), index: Number(match[2]) };
  } catch {
    return null;
  }
}
