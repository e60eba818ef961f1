import type { ImageTile, Outline } from "@/lib/domain/curation";
import { createStore, type Store } from "../store";

/** Pages kept in memory: 8,000 tiles of some 400 bytes. */
const KEPT_PAGES = 40;
/** Pages asked for at once where many are wanted. */
const PARALLEL = 4;

export interface TileSource {
  readonly readPage: (cursor: string | null, signal: AbortSignal) => Promise<readonly ImageTile[]>;
  /** Puts right what changed here after an answer was asked for, at `askedAtMs` of the page's clock. */
  readonly amend: (tile: ImageTile, askedAtMs: number) => ImageTile;
}

/** Part of the list: from the first to the last place, both included. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** A filtered and ordered list of pictures, of which only the parts looked at are in memory. A place counts from 0. */
export interface ImageList {
  readonly count: number;
  readonly pageSize: number;
  /** Of each page, to ask the server from there. */
  readonly cursors: readonly (string | null)[];
  /** Rises with every change of what is known. */
  readonly version: Store<number>;
  /** Why some of the part in view is missing; null while nothing is. */
  readonly failure: () => unknown;
  /** Undefined while its page is not here. */
  readonly at: (place: number) => ImageTile | undefined;
  /** -1 where it is not on a page that is here. */
  readonly placeOf: (imageId: string) => number;
  /** Asks for the pages in view and those beside them, and gives up what is out of view. */
  readonly show: (view: Span) => void;
  /** The part last looked at. */
  readonly view: () => Span;
  /** Fills a part, however large. */
  readonly read: (span: Span) => Promise<ImageTile[]>;
  readonly patch: (imageIds: Iterable<string>, change: Partial<ImageTile>) => void;
  /** Those patched that are here. */
  readonly patched: () => ImageTile[];
}

interface Loading {
  readonly tiles: Promise<readonly ImageTile[]>;
  readonly controller: AbortController;
  /** Somebody waits for it, in view or not. */
  isHeld: boolean;
}

/** The places of a page, for all that is known before it is read. */
export const pagesOf = ({ first, last }: Span, pageSize: number, pageCount: number): number[] => {
  const from = Math.max(0, Math.floor(first / pageSize));
  const to = Math.min(pageCount - 1, Math.floor(last / pageSize));
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
};

export function createImageList(
  { readPage, amend }: TileSource,
  { count, pageSize, cursors }: Outline,
  read: ReadonlyMap<number, readonly ImageTile[]>,
): ImageList {
  // The order of the map is the order of use.
  const pages = new Map<number, readonly ImageTile[]>();
  const places = new Map<string, number>();
  const loading = new Map<number, Loading>();
  const patched = new Set<string>();
  const version = createStore(0);
  let view: Span = { first: 0, last: 0 };
  let wanted = new Set<number>();
  let failure: unknown = null;
  const changed = () => version.set(version.get() + 1);
  // The server sends only the beginning of the first page along.
  const begun = new Set<number>();
  for (const [page, tiles] of read)
    if (tiles.length < Math.min(pageSize, count - page * pageSize)) begun.add(page);
  const isHere = (page: number) => pages.has(page) && !begun.has(page);
  const isOn = (id: string, page: number) => Math.floor((places.get(id) ?? -1) / pageSize) === page;

  function forget(page: number) {
    // A picture that moved to another page is known there.
    for (const { id } of pages.get(page) ?? []) if (isOn(id, page)) places.delete(id);
    pages.delete(page);
  }
  function put(page: number, tiles: readonly ImageTile[]) {
    forget(page);
    pages.set(page, tiles);
    tiles.forEach(({ id }, index) => {
      places.set(id, page * pageSize + index);
    });
    for (const oldest of pages.keys()) {
      if (pages.size <= KEPT_PAGES) break;
      if (wanted.has(oldest) || oldest === page) continue;
      forget(oldest);
    }
  }
  function load(page: number): Loading {
    const known = loading.get(page);
    if (known && !known.controller.signal.aborted) return known;
    const controller = new AbortController();
    const askedAtMs = performance.now();
    const tiles = readPage(cursors[page] ?? null, controller.signal)
      .then((answer) => {
        const amended = answer.map((tile) => amend(tile, askedAtMs));
        begun.delete(page);
        put(page, amended);
        return amended;
      })
      .finally(() => {
        if (loading.get(page) === started) loading.delete(page);
      });
    const started: Loading = { tiles, controller, isHeld: false };
    loading.set(page, started);
    return started;
  }

  function show(next: Span) {
    view = next;
    const inView = pagesOf(next, pageSize, cursors.length);
    const [first = 0] = inView;
    const last = inView.at(-1) ?? 0;
    // The pages in view come before those beside them.
    const all = [...inView, last + 1, first - 1].filter(
      (page) => page >= 0 && page < cursors.length,
    );
    wanted = new Set(all);
    for (const [page, { controller, isHeld }] of loading)
      if (!wanted.has(page) && !isHeld) controller.abort();
    for (const page of all) {
      const tiles = pages.get(page);
      if (tiles) {
        pages.delete(page);
        pages.set(page, tiles);
      }
      if (isHere(page)) continue;
      const { tiles: coming, controller } = load(page);
      coming.then(
        () => {
          failure = null;
          changed();
        },
        (error: unknown) => {
          if (controller.signal.aborted) return;
          failure = error;
          changed();
        },
      );
    }
  }

  async function readSpan(span: Span): Promise<ImageTile[]> {
    const tiles: ImageTile[] = [];
    const wantedPages = pagesOf(span, pageSize, cursors.length);
    for (let at = 0; at < wantedPages.length; at += PARALLEL) {
      const some = wantedPages.slice(at, at + PARALLEL).map(async (page) => {
        const here = isHere(page) && pages.get(page);
        if (here) return { page, here };
        const started = load(page);
        started.isHeld = true;
        return { page, here: await started.tiles };
      });
      for (const { page, here } of await Promise.all(some))
        tiles.push(
          ...here.slice(
            Math.max(0, span.first - page * pageSize),
            Math.max(0, span.last - page * pageSize + 1),
          ),
        );
    }
    changed();
    return tiles;
  }

  function patch(imageIds: Iterable<string>, change: Partial<ImageTile>) {
    const touched = new Map<number, ImageTile[]>();
    for (const id of imageIds) {
      const place = places.get(id);
      if (place === undefined) continue;
      const page = Math.floor(place / pageSize);
      const tiles = touched.get(page) ?? [...(pages.get(page) ?? [])];
      const tile = tiles[place % pageSize];
      if (tile?.id !== id) continue;
      tiles[place % pageSize] = { ...tile, ...change };
      patched.add(id);
      touched.set(page, tiles);
    }
    for (const [page, tiles] of touched) pages.set(page, tiles);
    if (touched.size > 0) changed();
  }

  const at = (place: number) => pages.get(Math.floor(place / pageSize))?.[place % pageSize];
  for (const [page, tiles] of read) put(page, tiles);
  return {
    count,
    pageSize,
    cursors,
    version,
    failure: () => failure,
    at,
    placeOf: (imageId) => places.get(imageId) ?? -1,
    show,
    view: () => view,
    read: readSpan,
    patch,
    patched: () =>
      [...patched].map((id) => at(places.get(id) ?? -1)).filter((tile) => tile !== undefined),
  };
}
