const MAX_SLUG_LENGTH = 40;

/** Windows opens a device, not a folder, under these names. */
export const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)$/;
/** Hugging Face takes a folder with such a word for a split, and would load those pictures only. */
const SPLIT_WORD =
  /(?<=^|[-_0-9])(train|training|validation|valid|dev|val|test|testing|eval|evaluation)(?=$|[-_0-9])/g;

/** A label as a folder: lower-case ASCII without accents; empty for a label that has no Latin letter or digit. */
export function folderSlug(label: string): string {
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
