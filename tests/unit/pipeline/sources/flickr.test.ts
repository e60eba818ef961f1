import { expect, test } from "vitest";
import { flickr } from "@/lib/pipeline/sources/flickr";
import { ask, failureOf, fixture } from "./ask-source";

const key = { apiKey: "SECRET-KEY" };
const askFor = async (name: string, asked: Parameters<typeof ask>[2] = {}) => {
  const body = await fixture("flickr", `${name}.json`);
  return ask(flickr, () => body, { key, ...asked });
};
const licenceOf = async (license: number | string) => {
  const photo = { id: "1", owner: "o", license, url_m: "https://live.staticflickr.example/1.jpg" };
  const body = { stat: "ok", photos: { pages: 1, photo: [photo] } };
  return (await ask(flickr, () => body, { key })).found[0]?.licence;
};

test("a photograph comes with licence, credit, day and page", async () => {
  const { found } = await askFor("page");
  expect(found[0]).toMatchObject({
    pageUrl: "https://www.flickr.com/photos/ada/1",
    thumbnailUrl: "https://live.staticflickr.example/1_n.jpg",
    sourceId: "1",
    title: "Lighthouse 1",
    creator: "Ada",
    creatorUrl: "https://www.flickr.com/people/ada/",
    licence: "CC-BY-2.0",
    licenceUrl: "https://creativecommons.org/licenses/by/2.0/",
    createdOn: "2019-07-04",
    raw: { description: { _content: "by the <b>sea</b>" }, tags: "sea light" },
  });
});

test.each([
  [0, "LicenseRef-Flickr-ARR"],
  [1, "CC-BY-NC-SA-2.0"],
  [6, "CC-BY-ND-2.0"],
  [7, "LicenseRef-No-Known-Restrictions"],
  ["8", "LicenseRef-US-Government-Work"],
  ["9", "CC0-1.0"],
  [10, "PDM-1.0"],
  [11, "CC-BY-4.0"],
  [14, "CC-BY-NC-4.0"],
  [16, "CC-BY-NC-ND-4.0"],
  [17, "unknown"],
  ["x", "unknown"],
])("licence %s is %s", async (number, id) => {
  expect(await licenceOf(number)).toBe(id);
});

test("a day that Flickr only guesses is no day, and an owner without a name is linked by id", async () => {
  const { found } = await askFor("page");
  expect(found[2]).toMatchObject({
    createdOn: null,
    pageUrl: "https://www.flickr.com/photos/12345%40N01/3",
  });
});

test.each([
  [{}, "l", 1024],
  [{ minWidth: 1200 }, "k", 2048],
  [{ minHeight: 2000 }, "o", 4000],
  [{ minWidth: 9999 }, "o", 4000],
])("with the filter %j the rendition %s is taken", async (filters, size, width) => {
  const { found } = await askFor("page", { filters });
  expect(found[0]).toMatchObject({
    url: `https://live.staticflickr.example/1_${size}.jpg`,
    width,
  });
});

test("where the large renditions are not given away, the largest that is left is taken", async () => {
  expect((await askFor("page")).found[2]).toMatchObject({ width: 800, height: 533 });
});

test("open licences only, unless the filter names others; a licence that Flickr does not have costs no request", async () => {
  const license = async (licences?: string[]) =>
    (await askFor("page", { filters: licences ? { licences } : {} })).search.license;
  expect(await license()).toBe("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16");
  expect(await license(["LicenseRef-Flickr-ARR"])).toBe("0");
  expect(await license(["CC-BY"])).toBe("4,11");
  expect(await license(["commercial", "modification", "no-share-alike"])).toBe("4,7,8,9,10,11");
  expect((await askFor("page", { filters: { licences: ["MIT"] } })).requests).toEqual([]);
});

test("filters that Flickr knows are pushed, and the most relevant come first", async () => {
  const { search } = await askFor("page", {
    filters: { safeSearch: false, createdAfter: "2020-01-01", createdBefore: "2020-12-31" },
  });
  expect(search).toMatchObject({
    text: "lighthouse",
    sort: "relevance",
    safe_search: "3",
    min_taken_date: "2020-01-01 00:00:00",
    max_taken_date: "2020-12-31 23:59:59",
    per_page: "250",
  });
  expect((await askFor("page")).search.safe_search).toBe("1");
});

test("the search ends at Flickr's last page, and at 4,000 results", async () => {
  expect((await askFor("page")).cursor).toBe("2");
  expect((await askFor("page", { cursor: "15" })).cursor).toBe("16");
  expect((await askFor("page", { cursor: "16" })).cursor).toBeNull();
});

test("its own failures are told by their code, without its words", async () => {
  const refused = await failureOf(askFor("error"));
  expect(refused).toMatchObject({ errorClass: "key-refused" });
  expect(JSON.stringify(refused)).not.toContain("SECRET-KEY");
  expect(await failureOf(askFor("unavailable"))).toMatchObject({ errorClass: "server-error" });
});
