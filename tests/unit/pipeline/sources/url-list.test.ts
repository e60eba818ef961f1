import { expect, test } from "vitest";
import { urlList } from "@/lib/pipeline/sources/url-list";
import { detectList } from "@/lib/pipeline/sources/url-list/detect";
import { type PageLimits, readPage } from "@/lib/pipeline/sources/url-list/read-page";

const LIMITS: PageLimits = { maxUrls: 500, maxBytes: 1024 * 1024, blockBytes: 128 * 1024 };
const reader = (list: string | Uint8Array) => {
  const bytes = Buffer.from(list);
  return {
    signal: new AbortController().signal,
    baseUrl: null,
    key: null,
    respectOptOuts: true,
    fetchJson: () => Promise.reject(new Error("no network")),
    fetchText: () => Promise.reject(new Error("no network")),
    fetchPage: () => Promise.reject(new Error("no network")),
    cached: <T>(_name: string, _seconds: number, make: () => Promise<T>) => make(),
    readList: async (_key: string, offset: number, length: number) =>
      bytes.subarray(offset, offset + length),
  };
};

async function pages(list: string, key: string) {
  const query = { keyword: "cat", filters: {}, listKey: key, options: {} };
  const all = [];
  let cursor: string | null = null;
  do {
    const page = await urlList.page(query, cursor, reader(list));
    all.push(page);
    cursor = page.cursor;
  } while (cursor !== null);
  return { found: all.flatMap(({ found }) => found), ignored: all.map((page) => page.ignored) };
}
const urlsOf = async (list: string, key: string) =>
  (await pages(list, key)).found.map(({ url }) => url);

const A = "https://a.example/1,2;3.jpg";
const B = "https://b.example/ü.png?x=1";
const TEXT = `\ufeff# my list\r\n${A}\r\n\r\n   ${B}  \r\nnot a url\r\n${A}?last`;
const CSV = [
  "\ufeffImage URL,Label,Caption,License,Author,Page_URL",
  `"${A}",cat,"A ""big"" cat,\nsitting",CC BY 4.0,<b>Ann</b>,https://a.example/page`,
  `${B},dog,,,,javascript:alert(1)`,
  "",
  "ftp://c.example/3.jpg,bird,,,,",
  `${B}&last,fish`,
].join("\r\n");

test("a text list: byte-order mark, CRLF, comments and blank lines are no URLs, and a wrong line is counted", async () => {
  const { found, ignored } = await pages(TEXT, "lists/urls.txt");
  expect(found.map(({ url }) => url)).toEqual([A, B, `${A}?last`]);
  expect(ignored).toEqual([1]);
});

test("a CSV: columns are known by their headers, quoted cells may hold commas, quotes and line ends", async () => {
  const { found, ignored } = await pages(CSV, "lists/urls.csv");
  expect(ignored).toEqual([1]);
  expect(found).toMatchObject([
    {
      url: A,
      label: "cat",
      title: 'A "big" cat, sitting',
      licence: "CC-BY-4.0",
      licenceUrl: "https://creativecommons.org/licenses/by/4.0/",
      creator: "Ann",
      pageUrl: "https://a.example/page",
      raw: { image_url: A, author: "<b>Ann</b>" },
    },
    { url: B, label: "dog", title: null, licence: "unknown", pageUrl: null },
    { url: `${B}&last`, label: "fish" },
  ]);
});

test.each([
  ["CSV without a header", `${B},cat\n${B}2,dog`, "a.csv"],
  ["semicolons, as spreadsheets in Europe write them", `label;url\ncat;${B}\ndog;${B}2`, "a.csv"],
  ["TSV whose first cell is empty", `id\turl\n\t${B}\n2\t${B}2`, "a.tsv"],
  ["an id and a URL by tab, in a text file", `n01\t${B}\nn02\t${B}2`, "a.txt"],
  ["a table with a header under a wrong name", `caption,url\nx,${B}\ny,${B}2`, "a.txt"],
  ["a table with an unknown header", `foto,wo\nx,${B}\ny,${B}2`, "a.csv"],
  ["old Mac line ends", `${B}\r${B}2\r`, "a.txt"],
])("%s gives the same URLs", async (_name, list, key) => {
  expect(await urlsOf(list, key)).toEqual([B, `${B}2`]);
});

test.each([
  ["text", TEXT, "a.txt"],
  ["csv", CSV, "a.csv"],
])(
  "a %s list cut into pages and blocks at any byte gives the same rows as one read",
  async (_name, list, key) => {
    const whole = (await readPage(reader(list), key, 0, LIMITS)).rows;
    for (let blockBytes = 1; blockBytes < 80; blockBytes++) {
      for (const maxUrls of [1, 2, 3, 7]) {
        const rows: (readonly string[])[] = [];
        for (let offset: number | null = 0; offset !== null; ) {
          const page = await readPage(reader(list), key, offset, {
            ...LIMITS,
            maxUrls,
            blockBytes,
          });
          rows.push(...page.rows);
          offset = page.next;
        }
        expect(rows).toEqual(whole);
      }
    }
  },
);

test("a long list is read 500 URLs a page, never a megabyte at once", async () => {
  const list = Array.from({ length: 1201 }, (_, i) => `https://a.example/${i}.jpg`).join("\n");
  const asked: number[] = [];
  const source = reader(list);
  const query = { keyword: "cat", filters: {}, listKey: "a.txt", options: {} };
  const counts: number[] = [];
  for (let cursor: string | null = null, i = 0; i === 0 || cursor !== null; i++) {
    const page = await urlList.page(query, cursor, {
      ...source,
      readList: (key, offset, length) => {
        asked.push(length);
        return source.readList(key, offset, length);
      },
    });
    counts.push(page.found.length);
    cursor = page.cursor;
  }
  expect(counts).toEqual([500, 500, 201]);
  expect(Math.max(...asked)).toBeLessThanOrEqual(128 * 1024);
});

test("a quotation mark that is never closed costs its own line only", async () => {
  const list = `url,label\n${B},a\n${B}2,"open\n${B}3,c\n${B}4,d\n`;
  const { found, ignored } = await pages(list, "a.csv");
  expect(found.map(({ url }) => url)).toEqual([B, `${B}3`, `${B}4`]);
  expect(ignored.reduce((sum, count) => sum + count)).toBe(1);
});

test("a line longer than a page is counted and passed over", async () => {
  const list = `${B}\n${"x".repeat(3000)}\n${B}2\n`;
  const limits = { maxUrls: 1, maxBytes: 1000, blockBytes: 100 };
  const first = await readPage(reader(list), "a.txt", 0, limits);
  const second = await readPage(reader(list), "a.txt", first.next ?? 0, limits);
  const third = await readPage(reader(list), "a.txt", second.next ?? 0, limits);
  expect([first.rows, second.rows, third.rows]).toEqual([[[B]], [], [[`${B}2`]]]);
  expect(second.dropped).toBe(1);
});

test("a label too long for a folder name is cut", async () => {
  const { found } = await pages(`url,label\n${B},${"x".repeat(300)}`, "a.csv");
  expect(found[0]?.label).toHaveLength(100);
});

test.each([
  ["no URL at all", "cats\ndogs\n", /no URL/],
  ["a spreadsheet", "PK\u0003\u0004\0\0", /plain text/],
  ["UTF-16", Buffer.from(`${B}\n`, "utf16le"), /plain text/],
  ["nothing", "", /no URL/],
])("%s is refused with advice", (_name, list, message) => {
  expect(() => detectList(Buffer.from(list), "a.txt")).toThrow(message);
  expect(() => detectList(Buffer.from(list), "a.csv")).toThrow(
    expect.objectContaining({ code: "validation-failed" }),
  );
});

test("a crawl without its list is refused", async () => {
  const query = { keyword: "cat", filters: {}, listKey: null, options: {} };
  await expect(urlList.page(query, null, reader(""))).rejects.toMatchObject({
    code: "validation-failed",
  });
});
