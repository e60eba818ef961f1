import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { listImageTiles as operation } from "@/lib/contract/curation";
import { db } from "@/lib/db/client";
import { candidates } from "@/lib/db/schema/crawl";
import type { ImageFilter, ImageSort, ImageTile } from "@/lib/domain/curation";
import { listDatasetImages } from "@/lib/services/datasets";
import { listImageTiles, outlineImages } from "@/lib/services/image-lists";
import { startCrawl } from "../crawl/crawling";
import { addRows, type ImageRow, newPlace, type Place, rowsOf } from "./curating";

const COUNT = 450;
const hashOf = (n: number) => (n % 7).toString(16).repeat(63) + (n % 5).toString(16);

let place: Place;
let rows: ImageRow[];
let crawlJobId: string;
beforeAll(async () => {
  place = await newPlace();
  crawlJobId = (await startCrawl(place.me, { datasetId: place.datasetId, start: false })).id;
  await addRows(
    place,
    Array.from({ length: COUNT }, (_, n) => ({
      crawlJobId: n % 4 === 0 ? crawlJobId : null,
      labels: [["cat", "dog", "bird"][n % 3] ?? "cat", ...(n % 5 === 0 ? ["pet"] : [])],
      decision: (["undecided", "accepted", "rejected"] as const)[n % 7] ?? "undecided",
      issues: n % 6 === 0 ? ["dark", "blurry"] : [],
      isValid: n % 6 !== 0,
      isDuplicate: n % 11 === 0,
      source: n % 2 === 0 ? "openverse" : "wikimedia-commons",
      licence: n % 9 === 0 ? "unknown" : "CC0-1.0",
      keyword: n % 8 === 0 ? "kitten" : "cat",
      format: n % 10 === 0 ? "jpeg" : "png",
      split: (["train", "validation", "test", null] as const)[n % 4] ?? null,
      // Ties, so that an order needs more than the value.
      width: 100 + (n % 13),
      height: ([200, 100, 230][n % 3] ?? 0) + (n % 13),
      quality: (n % 17) / 16,
      scoreDark: n % 19 === 0 ? null : (n % 10) / 10,
      scoreBlurry: (n % 3) / 2,
      perceptualHash: hashOf(n),
      title: n % 12 === 0 ? `100%_sure \\ ${n}` : `Picture ${n}`,
      originalUrl: `https://${n % 3 === 0 ? "a" : "b.a"}.example:8443/${n % 5}/a.example/${n}.png`,
    })),
  );
  rows = await rowsOf(place);
  const [chunk] = await db().query.jobChunks.findMany({
    where: (chunks, { eq }) => eq(chunks.crawlJobId, crawlJobId),
  });
  await db()
    .insert(candidates)
    .values(
      rows.slice(0, 3).map(({ id }, n) => ({
        ownerId: place.me.userId,
        crawlJobId,
        chunkId: chunk?.id ?? "",
        url: `https://other.example/${n}`,
        urlHash: randomUUID(),
        host: "other.example:443",
        label: "cat",
        outcome: n === 2 ? ("accepted" as const) : ("exact-duplicate" as const),
        imageId: id,
      })),
    );
});

type Query = Partial<ImageFilter> & { sort?: ImageSort };
const parsed = (query: Query) => operation.input.parse({ ...query, datasetId: place.datasetId });

/** All pages of a list, in pages of an odd size. */
async function allTiles(query: Query, limit = 37): Promise<ImageTile[]> {
  const input = { ...parsed({}), ...query, limit };
  const tiles: ImageTile[] = [];
  let cursor: string | undefined;
  do {
    const page = await listImageTiles(place.me, { ...input, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    tiles.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return tiles;
}
const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

const hidden = ({ decision, isDuplicate, isValid }: ImageRow) =>
  decision !== "accepted" && (isDuplicate || !isValid);
const kept = (row: ImageRow) => row.decision !== "rejected" && !hidden(row);

const FILTERS: [Query, (row: ImageRow) => boolean][] = [
  [{}, () => true],
  [{ label: "dog" }, ({ labels }) => labels.includes("dog")],
  [{ label: "pet" }, ({ labels }) => labels.includes("pet")],
  [{ label: "no such label" }, () => false],
  [{ decision: "rejected" }, ({ decision }) => decision === "rejected"],
  [{ issue: "dark" }, ({ issues }) => issues.includes("dark")],
  [{ issue: "near-duplicate" }, ({ isDuplicate }) => isDuplicate],
  [{ issue: "exact-duplicate" }, ({ id }) => [rows[0]?.id, rows[1]?.id].includes(id)],
  [{ source: "openverse" }, ({ source }) => source === "openverse"],
  [{ licence: "unknown" }, ({ licence }) => licence === "unknown"],
  [{ keyword: "kitten" }, ({ keyword }) => keyword === "kitten"],
  [{ host: "a.example" }, ({ originalUrl }) => new URL(originalUrl).hostname === "a.example"],
  [{ format: "jpeg" }, ({ format }) => format === "jpeg"],
  [{ aspect: "tall" }, ({ width, height }) => height > 2 * width],
  [{ aspect: "square" }, ({ width, height }) => width === height],
  [{ split: "validation" }, ({ split }) => split === "validation"],
  [{ split: "none" }, ({ split }) => split === null],
  [{ minWidth: 105, maxWidth: 107 }, ({ width }) => width >= 105 && width <= 107],
  [{ minHeight: 205, maxHeight: 205 }, ({ height }) => height === 205],
  [{ isDuplicate: true }, ({ isDuplicate }) => isDuplicate],
  [{ isValid: false }, ({ isValid }) => !isValid],
  [{ isHidden: false }, (row) => !hidden(row)],
  [{ isHidden: true }, hidden],
  [{ isJudged: true }, (row) => !row.isDuplicate && row.decision !== "rejected"],
  [{ isJudged: false }, (row) => row.isDuplicate || row.decision === "rejected"],
  [{ isKept: true }, kept],
  [{ isKept: false }, (row) => !kept(row)],
  [{ q: "100%_sure \\" }, ({ title }) => (title ?? "").startsWith("100%_sure")],
  [{ q: "PICTURE 44" }, ({ title }) => /^Picture 44/.test(title ?? "")],
  // The borders are scores that some have: from is included, to is not, except 1.
  [{ score: "dark:0.3..0.7" }, ({ scoreDark: s }) => s !== null && s >= 0.299 && s < 0.699],
  [{ score: "dark:..0.1,blurry:0.5..1" }, (r) => r.scoreDark === 0 && (r.scoreBlurry ?? 0) >= 0.5],
  [
    { label: "cat", isHidden: false, source: "openverse", decision: "undecided" },
    (row) =>
      row.labels.includes("cat") &&
      !hidden(row) &&
      row.source === "openverse" &&
      row.decision === "undecided",
  ],
];

describe("a filter means the same as reading every row", () => {
  test.each(FILTERS.map(([query, is]) => ({ name: JSON.stringify(query), query, is })))(
    "$name",
    async ({ query, is }) => {
      const expected = rows
        .filter(is)
        .reverse()
        .map(({ id }) => id);
      expect(idsOf(await allTiles(query, 200))).toEqual(expected);
      const { count } = await outlineImages(place.me, { ...parsed({}), ...query });
      expect(count).toBe(expected.length);
    },
  );

  test("a crawl", async () => {
    const expected = rows.filter((row) => row.crawlJobId === crawlJobId).length;
    expect(await allTiles({ crawlJobId })).toHaveLength(expected);
  });
});

const bits = (hex: string) => BigInt(`0x${hex}`).toString(2).split("1").length - 1;
const xor = (a: string, b: string) =>
  (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(16).padStart(64, "0");

/** What an order goes by, and whether it rises; ties go by id in the same direction, and what is unknown comes last. */
const SORTS: [ImageSort, (row: ImageRow) => number | null, boolean][] = [
  ["newest", () => null, false],
  ["oldest", () => null, true],
  ["quality", ({ quality }) => quality, false],
  ["worst", ({ quality }) => quality, true],
  ["size", ({ width, height }) => width * height, false],
  ["smallest", ({ width, height }) => width * height, true],
  ["score:dark", ({ scoreDark }) => scoreDark, true],
  ["-score:dark", ({ scoreDark }) => scoreDark, false],
  ["-score:blurry", ({ scoreBlurry }) => scoreBlurry, false],
];

function sorted(worthOf: (row: ImageRow) => number | null, isRising: boolean): ImageRow[] {
  const sign = isRising ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [left, right] = [worthOf(a), worthOf(b)];
    if (left === null && right !== null) return 1;
    if (left !== null && right === null) return -1;
    return sign * ((left ?? 0) - (right ?? 0) || (a.id < b.id ? -1 : 1));
  });
}

describe("an order is the same as sorting every row, over all its pages", () => {
  test.each(SORTS.map(([sort, worthOf, isRising]) => ({ sort, worthOf, isRising })))(
    "$sort",
    async ({ sort, worthOf, isRising }) => {
      const expected = sorted(worthOf, isRising);
      const tiles = await allTiles({ sort });
      expect(idsOf(tiles)).toEqual(idsOf(expected));
      expect(tiles.map(({ value }) => value)).toEqual(expected.map(worthOf));
      await outlineCutsAsPagesDo(sort, tiles);
    },
  );

  test("similar: the least distance over the orientations of the picture asked for", async () => {
    const like = rows[3];
    if (!like) throw new Error("There are rows.");
    // The fixture's other two are what pictures have that were measured before there were such hashes.
    const hashes = [like.perceptualHash, like.mirroredHash];
    const worthOf = (row: ImageRow) =>
      Math.min(...hashes.map((hash) => bits(xor(hash, row.perceptualHash))));
    const sort = `similar:${like.id}` as const;
    const tiles = await allTiles({ sort });
    expect(idsOf(tiles)).toEqual(idsOf(sorted(worthOf, true)));
    expect(tiles[0]?.value).toBe(0);
    await outlineCutsAsPagesDo(sort, tiles);
  });
});

/** The outline's cursors lead to the same pages as following `nextCursor` does. */
async function outlineCutsAsPagesDo(sort: ImageSort, tiles: readonly ImageTile[]) {
  const outline = await outlineImages(place.me, { ...parsed({ sort }) });
  expect(outline).toMatchObject({ count: COUNT, pageSize: 200 });
  expect(outline.cursors).toHaveLength(3);
  expect(outline.cursors[0]).toBeNull();
  for (const [nth, cursor] of outline.cursors.entries()) {
    const input = { ...parsed({ sort }), limit: 200, cursor: cursor ?? undefined };
    const { items } = await listImageTiles(place.me, input);
    expect(idsOf(items)).toEqual(idsOf(tiles.slice(nth * 200, (nth + 1) * 200)));
  }
}

test("an outline has one page for each 200, a full last one not counted twice", async () => {
  const outline = (query: Query) => outlineImages(place.me, { ...parsed({}), ...query });
  expect((await outline({ label: "no such label" })).cursors).toEqual([null]);
  const other = await newPlace();
  await addRows(
    other,
    Array.from({ length: 200 }, () => ({})),
  );
  const full = { ...parsed({}), datasetId: other.datasetId };
  expect(await outlineImages(other.me, full)).toMatchObject({ count: 200, cursors: [null] });
});

test("the full list takes the same filters and orders", async () => {
  const query = { label: "dog", isHidden: false, sort: "score:dark" } as const;
  const input = { ...parsed({}), ...query, limit: 200 };
  const { items } = await listDatasetImages(place.me, input);
  expect(idsOf(items)).toEqual(idsOf(await allTiles(query, 200)));
});

test("a cursor of another order, or one made up, is refused or harmless", async () => {
  const cursor = (values: unknown) => Buffer.from(JSON.stringify(values)).toString("base64url");
  const id = randomUUID();
  for (const values of [
    [1.5, id],
    [1e300, id],
    [-1e300, id],
    [1e-320, id],
    [null, id],
    [0, id],
  ])
    for (const [sort] of SORTS) {
      const input = { ...parsed({ sort }), limit: 5, cursor: cursor(values) };
      const answer = await listImageTiles(place.me, input).catch((error) => error);
      expect(answer.items ? "listed" : answer.code, `${sort} ${values}`).toMatch(
        /^(listed|validation-failed)$/,
      );
    }
});

test("somebody else's dataset, and a likeness to somebody else's picture, are not found", async () => {
  const { me: stranger, datasetId } = await newPlace();
  const notFound = { code: "not-found" };
  await expect(listImageTiles(stranger, parsed({}))).rejects.toMatchObject(notFound);
  await expect(outlineImages(stranger, parsed({}))).rejects.toMatchObject(notFound);
  const sort = `similar:${rows[0]?.id ?? ""}` as const;
  const input = { ...parsed({}), datasetId, sort };
  await expect(listImageTiles(stranger, input)).rejects.toMatchObject(notFound);
});
