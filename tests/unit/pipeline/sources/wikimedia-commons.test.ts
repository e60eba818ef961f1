import { expect, test } from "vitest";
import { wikimediaCommons } from "@/lib/pipeline/sources/wikimedia-commons";
import { ask as askSource, fixture } from "./ask-source";

const ask = async (name: string, asked: Parameters<typeof askSource>[2] = {}) => {
  const answer = await fixture("wikimedia-commons", `${name}.json`);
  return askSource(wikimediaCommons, () => answer, asked);
};

test("a page gives licences with version and port, plain credit, dates and the SHA-1 of the original", async () => {
  const { found } = await ask("page");
  expect(found.map(({ licence }) => licence)).toEqual([
    "CC-BY-SA-3.0-DE",
    "CC0-1.0",
    "PDM-1.0",
    "OGL-UK-3.0",
    "CC-BY-4.0",
    "unknown",
  ]);
  expect(found.map(({ createdOn }) => createdOn)).toEqual([
    "2014-05-03",
    "1999-12-31",
    "2015-06-07",
    "2015-06-07",
    "2015-06-07",
    "2015-06-07",
  ]);
  expect(found[0]).toMatchObject({
    pageUrl: "https://commons.example/wiki/File:Light_1.jpg",
    title: "Light & sea",
    creator: "Ann & Bob",
    creatorUrl: "https://commons.wikimedia.org/wiki/User:Ann",
    licenceUrl: "https://creativecommons.org/licenses/by-sa/3.0/de/deed.en",
    attribution: "Photo: Ann / CC BY-SA 3.0 DE",
    sha1: `${"0".repeat(39)}1`,
    raw: { imageinfo: [{ extmetadata: { Restrictions: { value: "personality" } } }] },
  });
  expect(found[3]).toMatchObject({ title: "Light 4", creator: null });
});

test("the made rendition is downloaded, with its own size, unless the original is not wider", async () => {
  const { found } = await ask("page");
  expect(found.slice(0, 5).map(({ url, width, height }) => [url, width, height])).toEqual([
    ["https://thumb.example/commons/1/1280px-Light_1.jpg", 1280, 960],
    ["https://upload.example/commons/2/Light_2.jpg", 1000, 800],
    ["https://thumb.example/commons/3/1280px-Light_3.tif.jpeg", 1280, 1920],
    ["https://thumb.example/commons/4/1280px-Light_4.jpg", 1280, 853],
    ["https://thumb.example/commons/5/1280px-Light_5.svg.png", 1280, 1280],
  ]);
});

test("demands that no rendition meets take the original, where that can be decoded", async () => {
  const { found } = await ask("page", { filters: { minWidth: 3900 } });
  expect(found[0]).toMatchObject({ width: 4000, url: expect.stringContaining("upload.example") });
  expect(found[4]).toMatchObject({ url: expect.stringContaining("Light_5.svg.png") });
});

test("a format that only the original has takes the original", async () => {
  const { found } = await ask("page", { filters: { formats: ["tiff"] } });
  expect(found[2]?.url).toBe("https://upload.example/commons/3/Light_3.tif");
});

test.each([
  [{}, "1280"],
  [{ minWidth: 1300 }, "1920"],
  [{ minHeight: 1080 }, "1920"],
  [{ minWidth: 1300, minHeight: 1200 }, "3840"],
  [{ minWidth: 9000 }, "3840"],
])("the filters %j ask for renditions %s pixels wide", async (filters, width) => {
  expect((await ask("page", { filters })).search.iiurlwidth).toBe(width);
});

test("size and format filters become operators of the search", async () => {
  const filters = { minWidth: 800, minHeight: 600, formats: ["png" as const] };
  expect((await ask("page", { filters })).search.gsrsearch).toBe(
    "lighthouse filetype:bitmap|drawing filew:>799 fileh:>599 filemime:image/png",
  );
  const both = await ask("page", { filters: { formats: ["png", "jpeg"] } });
  expect(both.search.gsrsearch).not.toContain("filemime");
});

test.each([
  ['"red fox" -intitle:cat', "red fox intitle cat"],
  ["insource:/x.*y/ OR incategory:Foxes", "insource x y or incategory foxes"],
  ["fox-glove !dog *", "fox-glove dog"],
  ["l’été 東京", "l’été 東京"],
])("the keyword %j is no operator: %j", async (keyword, words) => {
  const { search } = await ask("page", { keyword });
  expect(search.gsrsearch).toBe(`${words} filetype:bitmap|drawing`);
});

test("a keyword of nothing but signs costs no request", async () => {
  expect(await ask("page", { keyword: "?!" })).toMatchObject({ requests: [], cursor: null });
});

test("paging echoes everything that the service gave, and stops where its search stops", async () => {
  const first = await ask("page");
  const second = await ask("last-page", { cursor: first.cursor });
  expect(second.search).toMatchObject({ gsroffset: "50", continue: "gsroffset||", maxlag: "5" });
  const deep = { batchcomplete: true, continue: { gsroffset: 9_951, continue: "gsroffset||" } };
  expect((await askSource(wikimediaCommons, () => deep)).cursor).toBeNull();
});

test("files whose facts come with the next part of a batch are not counted as ignored", async () => {
  const file = { pageid: 1, ns: 6, title: "File:Later.jpg" };
  const next = { iistart: "2015-01-01T00:00:00Z", continue: "||" };
  const part = { continue: next, query: { pages: [file] } };
  const { found, ignored, cursor } = await askSource(wikimediaCommons, () => part);
  expect([found.length, ignored, cursor]).toEqual([0, 0, JSON.stringify(next)]);
});

test.each([
  ["maxlag", "rate-limited", 5],
  ["ratelimited", "rate-limited", 60],
  ["readonly", "http-5xx", null],
  ["internal_api_error_DBQueryError", "http-5xx", null],
])("the error %s in a successful answer can be tried again", async (code, outcome, seconds) => {
  const failing = askSource(wikimediaCommons, () => ({ error: { code, info: "Wait." } }));
  await expect(failing).rejects.toMatchObject({
    outcome,
    isRetryable: true,
    retryAfterSeconds: seconds,
  });
});
