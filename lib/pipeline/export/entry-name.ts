import { createHash } from "node:crypto";
import { folderSlug, WINDOWS_DEVICE } from "@/lib/domain/folder-slug";

const MAX_PATH_LENGTH = 120;

/** Folders of letters, digits, `-` and `_`; one file name of the same with one extension. */
const PATH = /^(?:[A-Za-z0-9][\w-]*\/)*[A-Za-z0-9][\w-]*\.[A-Za-z0-9]+$/;

/** Whether every file system and every loader can hold an entry of this name. */
export const isSafePath = (path: string): boolean =>
  path.length <= MAX_PATH_LENGTH &&
  PATH.test(path) &&
  path.split("/").every((part) => !WINDOWS_DEVICE.test(part.toLowerCase().replace(/\..*/, "")));

/**
 * Label → folder name; the same label always has the same folder and no two labels share one, not even
 * in another case. A label that finds its name taken gets a piece of its hash, so later labels rename nothing.
 */
export function folderNamer(): (label: string) => string {
  const folders = new Map<string, string>();
  const taken = new Set<string>();
  return (label) => {
    const known = folders.get(label);
    if (known !== undefined) return known;
    const hash = createHash("sha256").update(label).digest("hex");
    const slug = folderSlug(label);
    let folder = slug || `label-${hash.slice(0, 8)}`;
    for (let digits = 8; taken.has(folder); digits += 8)
      folder = `${slug || "label"}-${hash.slice(0, digits)}`;
    folders.set(label, folder);
    taken.add(folder);
    return folder;
  };
}
