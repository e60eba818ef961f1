import { AppError } from "@/lib/errors";

/** The columns that are recognised, most telling name first; img2dataset's among them. */
const NAMES = {
  url: ["url", "image_url", "img_url", "imageurl", "imgurl", "link", "image_link", "image", "src"],
  label: ["label", "class", "category", "tag", "class_name"],
  caption: ["caption", "text", "title", "alt", "alt_text", "description"],
  licence: ["licence", "license", "licence_url", "license_url"],
  creator: ["creator", "author", "photographer", "artist"],
  creatorUrl: ["creator_url", "author_url"],
  page: ["page_url", "pageurl", "page", "source", "source_url", "landing_url"],
  id: ["key", "uid", "id"],
  width: ["width", "original_width", "image_width"],
  height: ["height", "original_height", "image_height"],
  sha1: ["sha1"],
} as const;
export type Column = keyof typeof NAMES;

/** Columns that a person names, where they are not recognised by themselves. */
export interface ChosenColumns {
  readonly urlColumn?: string | undefined;
  readonly labelColumn?: string | undefined;
  readonly captionColumn?: string | undefined;
}
const CHOICES = { urlColumn: "url", labelColumn: "label", captionColumn: "caption" } as const;

/** As long as a chosen column's name may be; hostile headers are megabytes of blanks. */
const MAX_NAME_LENGTH = 200;

/** A column's name without quotes, case and blanks: "Image URL" and "image-url" are the same. */
export const cellName = (cell: string): string =>
  cell
    .slice(0, MAX_NAME_LENGTH)
    .replaceAll(/^[\s"\ufeff]+|[\s"]+$/g, "")
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");

/** Where each column stands, counted from 0; -1 where there is none. */
export function columnsOf(header: readonly string[]): Record<Column, number> {
  const cells = header.map(cellName);
  const position = (names: readonly string[]) =>
    names.map((name) => cells.indexOf(name)).find((index) => index >= 0) ?? -1;
  return {
    url: position(NAMES.url),
    label: position(NAMES.label),
    caption: position(NAMES.caption),
    licence: position(NAMES.licence),
    creator: position(NAMES.creator),
    creatorUrl: position(NAMES.creatorUrl),
    page: position(NAMES.page),
    id: position(NAMES.id),
    width: position(NAMES.width),
    height: position(NAMES.height),
    sha1: position(NAMES.sha1),
  };
}

/** Where the chosen columns stand; throws AppError("validation-failed") that names the columns there are. */
export function chosenColumns(
  header: readonly string[],
  chosen: ChosenColumns,
): Partial<Record<Column, number>> {
  const cells = header.map(cellName);
  const found: Partial<Record<Column, number>> = {};
  for (const [choice, column] of Object.entries(CHOICES)) {
    const name = chosen[choice as keyof typeof CHOICES];
    if (name === undefined) continue;
    const exact = header.indexOf(name);
    const at = exact >= 0 ? exact : cells.indexOf(cellName(name));
    if (at < 0) throw noSuchColumn(choice, name, header);
    found[column] = at;
  }
  return found;
}

function noSuchColumn(choice: string, name: string, header: readonly string[]): AppError {
  const there = header.slice(0, 50).map((each) => JSON.stringify(each.slice(0, 100)));
  const detail =
    header.length === 0
      ? "The list has no columns."
      : `The columns are ${there.join(", ")}${header.length > 50 ? ", …" : ""}.`;
  return new AppError(
    "validation-failed",
    `The list has no column ${JSON.stringify(name)}. ${detail}`,
    { details: { errors: [{ pointer: `#/${choice}`, detail }] } },
  );
}
