import type { ImageTile } from "@/lib/domain/curation";
import type { ImageList } from "./image-list";

/** The first undecided picture of the list from a page on, asked of the server. */
export type AskUndecided = (cursor: string | null) => Promise<ImageTile | undefined>;

/**
 * The place of the next undecided picture after a place, or -1. Beyond the pages that are here the server names it, and
 * a binary search finds its page: it is the last one from whose beginning the server still names the same picture.
 */
export async function findUndecided(
  list: ImageList,
  after: number,
  ask: AskUndecided,
): Promise<number> {
  const { count, pageSize, cursors } = list;
  let place = after + 1;
  for (; place < count; place += 1) {
    const tile = list.at(place);
    if (!tile) break;
    if (tile.decision === "undecided") return place;
  }
  if (place >= count) return -1;

  let page = Math.floor(place / pageSize);
  // The rest of a page that is here in part.
  const rest = await list.read({ first: place, last: (page + 1) * pageSize - 1 });
  const found = rest.findIndex(({ decision }) => decision === "undecided");
  if (found >= 0) return place + found;
  page += 1;
  if (page >= cursors.length) return -1;

  const next = await ask(cursors[page] ?? null);
  if (!next) return -1;
  let last = cursors.length - 1;
  while (page < last) {
    const middle = Math.ceil((page + last) / 2);
    const there = await ask(cursors[middle] ?? null);
    if (there?.id === next.id) page = middle;
    else last = middle - 1;
  }
  const tiles = await list.read({ first: page * pageSize, last: (page + 1) * pageSize - 1 });
  const at = tiles.findIndex(({ id }) => id === next.id);
  return at < 0 ? -1 : page * pageSize + at;
}
