import { createHash } from "node:crypto";

const MAX_PATH_LENGTH = 120;
const MAX_SLUG_LENGTH = 40;

/** Windows opens a device, not a folder, under these names. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;
/** Hugging Face takes a folder with such a word for a split, and would load those pictures only. */
const SPLIT_WORD =
  /(?<=^|[-_0-9])(train|training|validation|valid|dev|val|test|testing|eval|evaluation)(?=$|[-_0-9])/g;

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
    const slug = slugOf(label);
    let folder = slug || `label-${hash.slice(0, 8)}`;
    for (let digits = 8; taken.has(folder); digits += 8)
      folder = `${slug || "label"}-${hash.slice(0, digits)}`;
    folders.set(label, folder);
    taken.add(folder);
    return folder;
  };
}

/** Lower-case ASCII without accents; empty for a label that has no Latin letter or digit. */
function slugOf(label: string): string {
  const slug = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^[-_]+/, "")
    .slice(0, MAX_SLUG_LENGTH)
    .replace(/[-_]+$/, "");
  return slug.replace(WINDOWS_DEVICE, "x$1").replace(SPLIT_WORD, "x$1");
}
