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

/** No path of an upload is longer. */
const MAX_FILE_NAME = 2_000;

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

/** Of pictures with one name: looking at all of them for each line of a file could take days. */
const MAX_SAME = 100;
/** Last parts of a path that are looked up at once. */
const MAX_PARTS = 4;

/** Paths by their last parts, for each number of parts that is asked for. */
function endings(paths: ReadonlySet<string>) {
  const byParts = new Map<number, Map<string, string[]>>();
  const index = (count: number) => {
    const byEnding = new Map<string, string[]>();
    for (const path of paths) {
      const ending = path.split("/").slice(-count).join("/");
      const same = byEnding.get(ending) ?? [];
      if (same.length < MAX_SAME) byEnding.set(ending, [...same, path]);
    }
    byParts.set(count, byEnding);
    return byEnding;
  };
  return (parts: readonly string[]): readonly string[] =>
    (byParts.get(parts.length) ?? index(parts.length)).get(parts.join("/")) ?? [];
}

export function pictureFinder(all: Iterable<string>): FindPicture {
  // macOS writes accents apart from their letters in names of files, and annotations rarely do.
  const composed = new Map(Array.from(all, (path) => [path.normalize("NFC"), path]));
  const find = composedFinder(new Set(composed.keys()));
  return (fileName, annotationPath) =>
    composed.get(find(fileName.normalize("NFC"), annotationPath.normalize("NFC")) ?? "") ?? null;
}

function composedFinder(paths: ReadonlySet<string>): FindPicture {
  const endingIn = endings(paths);
  return (fileName, annotationPath) => {
    if (fileName.length > MAX_FILE_NAME) return null;
    const wanted = fileName.replaceAll("\\", "/").replace(/^(?:\.?\/)+/, "");
    let folder = folderOf(annotationPath);
    for (let up = 0; folder && up < MAX_PARTS; up += 1) {
      if (paths.has(`${folder}/${wanted}`)) return `${folder}/${wanted}`;
      folder = folderOf(folder);
    }
    if (paths.has(wanted)) return wanted;
    const exact = endingIn(wanted.split("/").slice(-MAX_PARTS)).filter((path) =>
      path.endsWith(`/${wanted}`),
    );
    let best: string | null = null;
    let bestScore = -1;
    for (const path of exact.length > 0 ? exact : endingIn([baseName(wanted)])) {
      const score = nearness(path, annotationPath);
      if (score <= bestScore) continue;
      best = path;
      bestScore = score;
    }
    return best;
  };
}
