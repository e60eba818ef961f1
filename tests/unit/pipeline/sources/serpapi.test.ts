import { expect, test } from "vitest";
import { serpapi } from "@/lib/pipeline/sources/serpapi";
import { ask, fixture } from "./ask-source";

const key = { apiKey: "SECRET-KEY" };
const askFor = async (name: string, asked: Parameters<typeof ask>[2] = {}) => {
  const body = await fixture("serpapi", `${name}.json`);
  return ask(serpapi, () => body, { key, ...asked });
};

test("a licence is taken from its page where that is Creative Commons, else it is unknown", async () => {
  const { found } = await askFor("page");
  expect(found.map(({ licence, licenceUrl }) => [licence, licenceUrl])).toEqual([
    ["unknown", null],
    ["CC-BY-SA-3.0", "https://creativecommons.org/licenses/by-sa/3.0/"],
    ["unknown", "https://stock.example/licence"],
  ]);
});

test("a result comes with its page, thumbnail and size; nonsense for a size is no size", async () => {
  const { found } = await askFor("page");
  expect(found[0]).toMatchObject({
    url: "https://site.example/1.jpg",
    pageUrl: "https://site.example/1",
    thumbnailUrl: "https://serpapi.example/t/1",
    width: 1600,
    height: 1200,
  });
  expect(found[2]).toMatchObject({ width: null, height: 1200 });
});

test("pages are numbered from 0 and end with an empty one, or with the tenth", async () => {
  const first = await askFor("page");
  expect(first.search).toMatchObject({ engine: "google_images", q: "lighthouse", ijn: "0" });
  expect(first.cursor).toBe("1");
  expect((await askFor("page", { cursor: "8" })).cursor).toBe("9");
  expect((await askFor("page", { cursor: "9" })).cursor).toBeNull();
  expect((await askFor("empty", { cursor: "3" })).cursor).toBeNull();
});

test("filters are pushed, and the licences that were asked for are noted, not claimed", async () => {
  const { search, found } = await askFor("page", {
    filters: {
      licences: ["commercial", "modification"],
      orientation: "portrait",
      colour: "grayscale",
      safeSearch: false,
    },
  });
  expect(search).toMatchObject({ licenses: "fmc", imgar: "t", image_color: "bw", safe: "off" });
  expect(found[0]).toMatchObject({ licence: "unknown", raw: { licenceFilter: "fmc" } });
});
