import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import { openverse } from "@/lib/pipeline/sources/openverse";

const fixture = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(`tests/fixtures/sources/openverse/${name}.json`, "utf8"));

async function ask(
  name: string,
  {
    cursor = null,
    filters = {},
    keyword = "lighthouse",
    baseUrl = null,
  }: {
    cursor?: string | null;
    filters?: CrawlFilters;
    keyword?: string;
    baseUrl?: string | null;
  } = {},
) {
  const urls: URL[] = [];
  const answer = await fixture(name);
  const page = await openverse.page({ keyword, filters, listKey: null }, cursor, {
    signal: new AbortController().signal,
    baseUrl,
    fetchJson: async (url) => {
      urls.push(new URL(url));
      return answer;
    },
    readList: () => Promise.reject(new Error("no list")),
  });
  return { ...page, urls };
}

test("a page gives every picture its licence, credit and size, and keeps the source's record", async () => {
  const { found, cursor, ignored } = await ask("page");
  expect(found.map(({ licence }) => licence)).toEqual([
    "CC-BY-2.0",
    "CC0-1.0",
    "CC-BY-NC-SA-4.0",
    "PDM-1.0",
    "unknown",
  ]);
  expect(found[0]).toMatchObject({
    url: "https://cdn.example/lighthouse-1.jpg",
    pageUrl: "https://photos.example/p/1",
    creator: "Creator 1",
    licenceUrl: "https://creativecommons.org/licenses/by/2.0/",
    attribution: '"Lighthouse 1" by Creator 1 is licensed under CC BY 2.0.',
    width: 1024,
    height: 768,
    raw: { provider: "flickr", tags: [{ name: "lighthouse", accuracy: null }] },
  });
  expect(cursor).toBe("2");
  expect(ignored).toBe(2);
});

test("markup in titles and creators becomes plain text, and links that are not http(s) are dropped", async () => {
  const { found } = await ask("page");
  expect(found[1]).toMatchObject({ title: "Fog & sea", creator: "Jörg" });
  expect(found[2]).toMatchObject({ creator: null, creatorUrl: null, width: null });
});

test("sensitive pictures are left out unless safe search is switched off", async () => {
  const safe = await ask("page");
  const all = await ask("page", { filters: { safeSearch: false } });
  expect(safe.urls[0]?.searchParams.get("mature")).toBe("false");
  expect(all.urls[0]?.searchParams.get("mature")).toBe("true");
  expect(all.found.length).toBe(safe.found.length + 1);
});

test("the last page, the twelfth page and an empty answer end the query", async () => {
  expect((await ask("last-page", { cursor: "2" })).cursor).toBeNull();
  expect((await ask("page", { cursor: "11" })).cursor).toBe("12");
  expect((await ask("page", { cursor: "12" })).cursor).toBeNull();
  expect(await ask("empty")).toMatchObject({ found: [], ignored: 0, cursor: null });
});

test("filters are pushed to the service, and never more than 20 results are asked for", async () => {
  const { urls } = await ask("page", {
    cursor: "3",
    keyword: "x".repeat(300),
    filters: { licences: ["CC-BY-4.0", "CC0"], formats: ["jpeg", "png"], orientation: "portrait" },
  });
  expect(urls[0]?.origin).toBe("https://api.openverse.org");
  expect(Object.fromEntries(urls[0]?.searchParams ?? [])).toEqual({
    q: "x".repeat(200),
    page: "3",
    page_size: "20",
    mature: "false",
    license: "by,cc0",
    extension: "jpg,jpeg,png",
    aspect_ratio: "tall",
  });
});

test.each([
  [["commercial"], "by,by-sa,by-nd,cc0,pdm"],
  [["commercial", "modification"], "by,by-sa,cc0,pdm"],
  [["public-domain"], "cc0,pdm"],
])("the licence group %j asks for %s", async (licences, codes) => {
  const { urls } = await ask("page", { filters: { licences } });
  expect(urls[0]?.searchParams.get("license")).toBe(codes);
});

test("a licence that the service does not know costs no request", async () => {
  const { urls, cursor } = await ask("page", { filters: { licences: ["MIT"] } });
  expect(urls).toEqual([]);
  expect(cursor).toBeNull();
});

test("another base URL replaces the host", async () => {
  const { urls } = await ask("page", { baseUrl: "http://127.0.0.1:4510/openverse" });
  expect(urls[0]?.href).toMatch(/^http:\/\/127\.0\.0\.1:4510\/openverse\/v1\/images\/\?q=/);
});

test("a changed shape fails with the name of the field", async () => {
  const failure = { code: "upstream-failed", details: { field: "results.1.url" } };
  await expect(ask("changed-shape")).rejects.toMatchObject(failure);
  await expect(ask("error")).rejects.toMatchObject({ details: { field: "page_count" } });
});
