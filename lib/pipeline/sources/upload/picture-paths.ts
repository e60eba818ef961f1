import { plainText } from "../plain-text";

const PICTURE = /\.(?:jpe?g|jpe|jfif|png|webp|gif|avif|tiff?|bmp|heic|heif|jxl|jp2|svg|ico)$/i;
/** By its name: what it really is, the bytes will say. */
export const isPictureName = (path: string): boolean => PICTURE.test(path);

export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Folder names that mean a part of a dataset, with years as COCO has them. */
const SPLITS = [
  ["train", /^train(?:ing)?\d{0,4}$/i],
  ["validation", /^(?:val|valid|validation|dev)\d{0,4}$/i],
  ["test", /^test(?:ing)?\d{0,4}$/i],
] as const;
const splitOf = (segment: string) => SPLITS.find(([, pattern]) => pattern.test(segment))?.[0];
/** Folders that say "here are pictures", and not of what. */
const GENERIC = /^(?:images?|imgs?|pictures?|photos?|data|jpegimages)$/i;

/** What the folders of a picture tell, as in ImageFolder: its class, and the part of the dataset it belongs to. */
export function folderFacts(path: string): { label: string | null; split: string | null } {
  const folders = path.split("/").slice(0, -1).reverse();
  const split = folders.map(splitOf).find(Boolean) ?? null;
  const named = folders.find((folder) => splitOf(folder) || !GENERIC.test(folder));
  const label = named === undefined || splitOf(named) ? null : plainText(named, 100);
  return { label, split };
}

/** Finds the picture that an annotation file names, wherever its folders were moved to. */
export type FindPicture = (fileName: string, annotationPath: string) => string | null;

/** Segments that the picture shares with the annotation's folders, and a mention of its folder in the annotation's name. */
function nearness(path: string, annotationPath: string): number {
  const folders = path.split("/").slice(0, -1);
  const beside = folderOf(annotationPath).split("/");
  const shared = folders.findIndex((folder, i) => folder !== beside[i]);
  const stem = baseName(annotationPath);
  const isMentioned = folders.some((folder) => folder.length > 2 && stem.includes(folder));
  return (shared < 0 ? folders.length : shared) * 2 + (isMentioned ? 1 : 0);
}

export function pictureFinder(paths: Iterable<string>): FindPicture {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const same = byName.get(baseName(path));
    if (same) same.push(path);
    else byName.set(baseName(path), [path]);
  }
  return (fileName, annotationPath) => {
    const wanted = fileName.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
    const same = byName.get(baseName(wanted)) ?? [];
    const exact = same.filter((path) => path === wanted || path.endsWith(`/${wanted}`));
    let best: string | null = null;
    let bestScore = -1;
    for (const path of exact.length > 0 ? exact : same) {
      const score = nearness(path, annotationPath);
      if (score <= bestScore) continue;
      best = path;
      bestScore = score;
    }
    return best;
  };
}
