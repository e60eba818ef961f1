import { expect, test } from "vitest";
import { smithsonian } from "@/lib/pipeline/sources/smithsonian";
import { ask, fixture } from "./ask-source";

const key = { apiKey: "SECRET-KEY" };
const askFor = async (name: string, asked: Parameters<typeof ask>[2] = {}) => {
  const body = await fixture("smithsonian", `${name}.json`);
  return ask(smithsonian, () => body, { key, ...asked });
};

test("every picture is CC0, with title, creator and the museum's own page", async () => {
  const { found } = await askFor("page");
  expect(found[0]).toMatchObject({
    pageUrl: "http://n2t.example/ark:/1/1",
    thumbnailUrl: "https://ids.si.example/thumb/1",
    sourceId: "NMAH-1",
    title: "Lighthouse 1",
    creator: "Ada Keeper",
    licence: "CC0-1.0",
    licenceUrl: "https://creativecommons.org/publicdomain/zero/1.0/",
    createdOn: null,
    raw: { about: { data_source: "National Museum of Examples" }, media: { idsId: "NMAH-1" } },
  });
});

test("a view that is not CC0 is left out, even beside one that is", async () => {
  const { found, ignored } = await askFor("page");
  expect(found.map(({ sourceId }) => sourceId)).toEqual(["NMAH-1", "NMAH-2"]);
  expect(ignored).toBe(1);
});

test("the rendition is the smallest that the filters need, and never a TIFF", async () => {
  const urlFor = async (minWidth?: number) =>
    (await askFor("page", { filters: minWidth ? { minWidth } : {} })).found[0];
  expect(await urlFor()).toMatchObject({ url: "https://ids.si.example/1_screen", width: 1200 });
  expect(await urlFor(2000)).toMatchObject({ url: "https://ids.si.example/1.jpg", width: 6000 });
  expect(await urlFor(9000)).toMatchObject({ url: "https://ids.si.example/1.jpg", width: 6000 });
});

test("the key travels in a header, and what is not CC0 is not asked for", async () => {
  const { requests, search } = await askFor("page", { cursor: "100" });
  expect(requests[0]?.url.href).toMatch(
    /^https:\/\/api\.si\.edu\/openaccess\/api\/v1\.0\/search\?/,
  );
  expect(requests[0]?.headers).toEqual({ "x-api-key": "SECRET-KEY" });
  expect(search).toEqual({
    q: '(lighthouse) AND online_media_type:"Images" AND media_usage:"CC0"',
    start: "100",
    rows: "100",
  });
});

test("a keyword cannot change the query: operators and quotation marks are words", async () => {
  const { search } = await askFor("page", { keyword: 'cat" OR media_usage:"any) NOT dog' });
  expect(search.q).toMatch(/^\(cat or media usage any not dog\) AND /);
});

test("a keyword without a letter or digit costs no request", async () => {
  expect(await askFor("page", { keyword: "!!!" })).toMatchObject({ requests: [], cursor: null });
});

test("pages follow each other until the count of rows is reached", async () => {
  expect((await askFor("page")).cursor).toBe("100");
  expect((await askFor("page", { cursor: "100" })).cursor).toBe("200");
  expect((await askFor("page", { cursor: "200" })).cursor).toBeNull();
});
