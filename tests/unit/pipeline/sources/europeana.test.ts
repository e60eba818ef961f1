import { expect, test } from "vitest";
import { europeana } from "@/lib/pipeline/sources/europeana";
import { ask, fixture } from "./ask-source";

const key = { apiKey: "SECRET-KEY" };
const askFor = async (name: string, asked: Parameters<typeof ask>[2] = {}) => {
  const body = await fixture("europeana", `${name}.json`);
  return ask(europeana, () => body, { key, ...asked });
};

test("rights become ids: Creative Commons by SPDX, statements by their code, the rest unknown", async () => {
  const { found } = await askFor("page");
  expect(found.map(({ licence, licenceUrl }) => [licence, licenceUrl])).toEqual([
    ["CC-BY-SA-4.0", "http://creativecommons.org/licenses/by-sa/4.0/"],
    ["PDM-1.0", "http://creativecommons.org/publicdomain/mark/1.0/"],
    ["LicenseRef-RightsStatements-NoC-OKLR", "http://rightsstatements.org/vocab/NoC-OKLR/1.0/"],
    ["unknown", "https://museum.example/terms"],
  ]);
});

test("a person is named, not numbered, and the page is linked without the key", async () => {
  const { found } = await askFor("page");
  expect(found[0]).toMatchObject({
    url: "https://museum.example/1.jpg",
    pageUrl: "https://www.europeana.eu/item/90402/SK_A_1",
    thumbnailUrl: "https://api.europeana.example/thumbnail/v3/400/1",
    sourceId: "/90402/SK_A_1",
    title: "Lighthouse 1",
    creator: "Ada Keeper",
    raw: {
      dataProvider: ["Museum of Examples"],
      link: "https://api.europeana.eu/record/90402/SK_A_1.json?wskey=…",
    },
  });
});

test("only openly licensed pictures are asked for, unless the filter lets others pass", async () => {
  const reusability = async (licences?: string[]) =>
    (await askFor("page", { filters: licences ? { licences } : {} })).search.reusability;
  expect(await reusability()).toBe("open");
  expect(await reusability(["commercial", "modification"])).toBe("open");
  expect(await reusability(["CC-BY-NC"])).toBe("open,restricted");
});

test("media, type and shape are pushed; a square is judged afterwards", async () => {
  const qf = async (orientation: "portrait" | "square") =>
    (await askFor("page", { filters: { orientation } })).requests[0]?.url.searchParams.getAll("qf");
  expect(await qf("portrait")).toEqual(["TYPE:IMAGE", "IMAGE_ASPECTRATIO:portrait"]);
  expect(await qf("square")).toEqual(["TYPE:IMAGE"]);
});

test("the service's cursor is followed as it came", async () => {
  expect((await askFor("page")).cursor).toBe("AoE+next==");
  const { search, cursor } = await askFor("page", { cursor: "AoE+next==" });
  expect(search.cursor).toBe("AoE+next==");
  expect(cursor).toBeNull();
});
