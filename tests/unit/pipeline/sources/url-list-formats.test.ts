import { expect, test } from "vitest";
import { urlList } from "@/lib/pipeline/sources/url-list";
import { parquetLines } from "@/lib/pipeline/sources/url-list/parquet";
import { parquetOf } from "@/tests/helpers/parquet";
import { ask } from "./ask-source";

const noNetwork = () => new Error("no network");
const read = (list: string, columns = {}, listKey = "a.csv") =>
  ask(urlList, noNetwork, { list, listKey, options: { "url-list": columns } });

const A = "https://a.example/1.jpg";
const B = "https://b.example/2.jpg";

test("JSON lines: columns are known by their names, in any order, and a broken line is counted", async () => {
  const rows = [
    { uid: "x1", TEXT: "A <b>cat</b>", url: A, width: 640, height: 480.0, license: "CC BY 4.0" },
    { label: "dog", url: B, sha1: "AB".repeat(20), extra: { nested: [1] } },
  ].map((row) => JSON.stringify(row));
  const { found, ignored } = await read([rows[0], "{broken", rows[1]].join("\n"), {}, "a.txt");
  expect(ignored).toBe(1);
  expect(found).toMatchObject([
    { url: A, sourceId: "x1", title: "A cat", width: 640, height: 480, licence: "CC-BY-4.0" },
    { url: B, label: "dog", sha1: "ab".repeat(20), raw: { extra: '{"nested":[1]}' } },
  ]);
});

test("a chosen column wins over a recognised one", async () => {
  const list = `url,big,label,what,words\n${A},${B},cat,dog,Rex`;
  const columns = { urlColumn: "Big", labelColumn: "what", captionColumn: "words" };
  const { found } = await read(list, columns);
  expect(found).toMatchObject([{ url: B, label: "dog", title: "Rex" }]);
});

test("a chosen column that is not there is refused with the columns that are", async () => {
  await expect(read(`url,label\n${A},cat`, { labelColumn: "species" })).rejects.toMatchObject({
    code: "validation-failed",
    message: 'The list has no column "species". The columns are "url", "label".',
  });
  const json = JSON.stringify({ url: A, kind: "cat" });
  await expect(read(json, { labelColumn: "species" }, "a.jsonl")).rejects.toThrow(/"url", "kind"/);
});

const fileOf = (bytes: Buffer, asked: number[] = []) => ({
  sizeBytes: bytes.length,
  read: async (offset: number, length: number) => {
    asked.push(length);
    return bytes.subarray(offset, offset + length);
  },
});
async function rowsOf(bytes: Buffer, chosen = {}, asked: number[] = []) {
  const blocks: Buffer[] = [];
  for await (const block of parquetLines(fileOf(bytes, asked), chosen)) blocks.push(block);
  const lines = Buffer.concat(blocks).toString().trim();
  return lines ? lines.split("\n").map((line) => JSON.parse(line) as unknown) : [];
}

test.each([false, true])(
  "Parquet (gzip: %s): all row groups are read, and only the columns that a list has",
  async (isGzipped) => {
    const pixels = "x".repeat(2_000_000);
    const groups = [
      { url: [A, B], caption: ["one", "zwei ü"], pixels: [pixels, pixels] },
      { url: [`${A}?3`], caption: ["three"], pixels: [pixels] },
    ];
    const asked: number[] = [];
    const bytes = parquetOf(groups, { isGzipped });
    expect(await rowsOf(bytes, {}, asked)).toEqual([
      { url: A, caption: "one" },
      { url: B, caption: "zwei ü" },
      { url: `${A}?3`, caption: "three" },
    ]);
    if (!isGzipped) expect(asked.reduce((sum, length) => sum + length)).toBeLessThan(1_000_000);
  },
);

test("Parquet without a column of URLs is refused with the columns there are, unless one is chosen", async () => {
  const bytes = parquetOf([{ picture: [A], kind: ["cat"] }]);
  await expect(rowsOf(bytes)).rejects.toThrow(/no column of URLs.*"picture", "kind"/);
  expect(await rowsOf(bytes, { urlColumn: "picture", labelColumn: "kind" })).toEqual([
    { picture: A, kind: "cat" },
  ]);
  await expect(rowsOf(bytes, { urlColumn: "nowhere" })).rejects.toThrow(/"picture", "kind"/);
});

test.each([
  ["cut off", (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
  [
    "with a wrong length of its metadata",
    (bytes: Buffer) => {
      const copy = Buffer.from(bytes);
      copy.writeUInt32LE(0xffffffff, copy.length - 8);
      return copy;
    },
  ],
  [
    "with damaged metadata",
    (bytes: Buffer) => {
      const copy = Buffer.from(bytes);
      copy.fill(0xff, copy.length - 60, copy.length - 8);
      return copy;
    },
  ],
])("Parquet %s is refused with a sentence", async (_name, damage) => {
  await expect(rowsOf(damage(parquetOf([{ url: [A, B] }])))).rejects.toMatchObject({
    code: "validation-failed",
    message: expect.stringMatching(/^The Parquet file /),
  });
});
