import { describe, expect, test } from "vitest";
import { findUndecided } from "@/components/gallery/list/find-undecided";
import { createImageList, type TileSource } from "@/components/gallery/list/image-list";
import type { ImageTile } from "@/lib/domain/curation";
import type { Decision } from "@/lib/domain/image";

const SIZE = 10;

const tileOf = (place: number, decision: Decision = "undecided"): ImageTile => ({
  id: `id-${place}`,
  width: 100,
  height: 100,
  label: "cat",
  labels: ["cat"],
  decision,
  split: null,
  isValid: true,
  hiddenBy: [],
  isDuplicate: false,
  duplicateGroupId: null,
  duplicateCount: 0,
  issues: [],
  source: "sample",
  title: null,
  quality: 1,
  value: null,
});

/** A server with `count` pictures whose pages are answered when the test says so, or at once. */
function serverOf(
  count: number,
  { isHeld = false, decisionOf = (_: number): Decision => "undecided" } = {},
) {
  const asked: { page: number; signal: AbortSignal; answer: () => void }[] = [];
  const pageCount = Math.ceil(count / SIZE);
  const tilesOf = (page: number) =>
    Array.from({ length: Math.min(SIZE, count - page * SIZE) }, (_, at) =>
      tileOf(page * SIZE + at, decisionOf(page * SIZE + at)),
    );
  const source: TileSource = {
    amend: (tile) => tile,
    readPage: (cursor, signal) =>
      new Promise((resolve, reject) => {
        const page = Number(cursor ?? 0);
        const answer = () => resolve(tilesOf(page));
        signal.addEventListener("abort", () => reject(signal.reason));
        asked.push({ page, signal, answer });
        if (!isHeld) answer();
      }),
  };
  const cursors = Array.from({ length: pageCount }, (_, page) =>
    page === 0 ? null : String(page),
  );
  const outline = { count, pageSize: SIZE, cursors };
  return {
    asked,
    source,
    outline,
    tilesOf,
    ask: async (cursor: string | null) =>
      Array.from({ length: count }, (_, place) => tileOf(place, decisionOf(place)))
        .slice(Number(cursor ?? 0) * SIZE)
        .find(({ decision }) => decision === "undecided"),
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a list of pictures", () => {
  test("knows its length at once and reads only the pages in view and beside them", async () => {
    const { asked, source, outline, tilesOf } = serverOf(1000);
    const list = createImageList(source, outline, new Map([[0, tilesOf(0)]]));
    expect(list.count).toBe(1000);
    list.show({ first: 505, last: 514 });
    expect(asked.map(({ page }) => page)).toEqual([50, 51, 52, 49]);
    await settled();
    expect(list.at(505)?.id).toBe("id-505");
    expect(list.placeOf("id-505")).toBe(505);
    expect(list.at(700)).toBeUndefined();
  });

  test("reads the rest of a first page of which the server sent the beginning", async () => {
    const { asked, source, outline, tilesOf } = serverOf(SIZE);
    const list = createImageList(source, outline, new Map([[0, tilesOf(0).slice(0, 3)]]));
    expect(list.at(2)?.id).toBe("id-2");
    list.show({ first: 0, last: 5 });
    await settled();
    expect(list.at(9)?.id).toBe("id-9");
    list.show({ first: 0, last: 5 });
    expect(asked).toHaveLength(1);
  });

  test("gives up pages that were scrolled past, and asks again when they come back", async () => {
    const { asked, source, outline } = serverOf(1000, { isHeld: true });
    const list = createImageList(source, outline, new Map());
    list.show({ first: 500, last: 505 });
    list.show({ first: 900, last: 905 });
    expect(asked.slice(0, 3).every(({ signal }) => signal.aborted)).toBe(true);
    await settled();
    expect(list.failure()).toBeNull();
    list.show({ first: 500, last: 505 });
    expect(asked.filter(({ page }) => page === 50)).toHaveLength(2);
  });

  test("keeps no more than forty pages, those in view among them", async () => {
    const { source, outline } = serverOf(2000);
    const list = createImageList(source, outline, new Map());
    for (let page = 0; page < 100; page += 1) {
      list.show({ first: page * SIZE, last: page * SIZE });
      await settled();
    }
    const kept = Array.from({ length: 200 }, (_, page) => list.at(page * SIZE)).filter(Boolean);
    expect(kept.length).toBe(40);
    expect(list.at(990)?.id).toBe("id-990");
    expect(list.at(0)).toBeUndefined();
    expect(list.placeOf("id-0")).toBe(-1);
  });

  test("reads any part in its order, however many pages that are", async () => {
    const { source, outline } = serverOf(1000);
    const list = createImageList(source, outline, new Map());
    const tiles = await list.read({ first: 95, last: 604 });
    expect(tiles.map(({ id }) => id)).toEqual(
      Array.from({ length: 510 }, (_, at) => `id-${at + 95}`),
    );
  });

  test("shows a change of one picture and leaves the others as the same objects", async () => {
    const { source, outline, tilesOf } = serverOf(SIZE);
    const list = createImageList(source, outline, new Map([[0, tilesOf(0)]]));
    const other = list.at(1);
    const version = list.version.get();
    list.patch(["id-0", "not-here"], { decision: "rejected" });
    expect(list.at(0)?.decision).toBe("rejected");
    expect(list.at(1)).toBe(other);
    expect(list.version.get()).toBeGreaterThan(version);
  });
});

describe("the next undecided picture", () => {
  const decidedBut = (...open: number[]) => ({
    decisionOf: (place: number): Decision => (open.includes(place) ? "undecided" : "accepted"),
  });

  test.each([
    ["on the page that is here", 3, 0],
    ["on the next page", 15, 0],
    ["far below, where nothing was read", 987, 0],
    ["on the last place", 999, 500],
  ])("is found %s", async (_, place, after) => {
    const { source, outline, tilesOf, ask } = serverOf(1000, decidedBut(place));
    const list = createImageList(source, outline, new Map([[0, tilesOf(0)]]));
    expect(await findUndecided(list, after, ask)).toBe(place);
  });

  test("is asked for a few times only, however long the list", async () => {
    const { source, outline, ask, asked } = serverOf(5000, decidedBut(4321));
    const list = createImageList(source, outline, new Map());
    let questions = 0;
    const place = await findUndecided(list, 0, (cursor) => {
      questions += 1;
      return ask(cursor);
    });
    expect(place).toBe(4321);
    expect(questions).toBeLessThanOrEqual(11);
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  test("is none where all below are decided", async () => {
    const { source, outline, ask } = serverOf(1000, decidedBut(2));
    const list = createImageList(source, outline, new Map());
    expect(await findUndecided(list, 2, ask)).toBe(-1);
    expect(await findUndecided(list, 999, ask)).toBe(-1);
  });
});
