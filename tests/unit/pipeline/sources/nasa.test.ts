import { expect, test } from "vitest";
import { nasa } from "@/lib/pipeline/sources/nasa";
import { ask as askSource, fixture } from "./ask-source";

const ask = async (name: string, asked: Parameters<typeof askSource>[2] = {}) => {
  const answer = await fixture("nasa", `${name}.json`);
  return askSource(nasa, () => answer, asked);
};

const BASE = "https://images-assets.example/image";

test("a picture comes in the smallest size that is enough, with its own size", async () => {
  const { found } = await ask("page");
  expect(found[0]).toMatchObject({
    url: `${BASE}/N1/N1~medium.jpg`,
    width: 1280,
    height: 853,
    pageUrl: "https://images.nasa.gov/details/N1",
    thumbnailUrl: `${BASE}/N1/N1~thumb.jpg`,
    title: "Launch & sea 1",
    creator: "NASA/Joel",
    createdOn: "1969-07-16",
  });
  const demanding = await ask("page", { filters: { minWidth: 1500 } });
  expect(demanding.found[0]).toMatchObject({ url: `${BASE}/N1/N1~large.jpg`, width: 1920 });
  const most = await ask("page", { filters: { minWidth: 5000 } });
  expect(most.found[0]).toMatchObject({ url: `${BASE}/N1/N1~orig.jpg`, width: 6000 });
});

test("sizes that are not stated are told by their names; a preview alone is taken as it is", async () => {
  const { found } = await ask("page");
  expect(found[1]).toMatchObject({ url: `${BASE}/N2/N2~thumb.jpg`, width: null });
  expect(found[2]).toMatchObject({ url: `${BASE}/N3/N3~large.jpg`, creator: "NASA/JPL" });
  const demanding = await ask("page", { filters: { minWidth: 1500 } });
  expect(demanding.found[2]?.url).toBe(`${BASE}/N3/N3~orig.tif`);
});

test("what is somebody else's is not said to be NASA's", async () => {
  const { found } = await ask("page");
  expect(found.map(({ licence }) => licence)).toEqual([
    "LicenseRef-NASA-Media",
    "LicenseRef-NASA-Media",
    "LicenseRef-NASA-Media",
    "unknown",
  ]);
  expect(found[1]).toMatchObject({ creator: "NASA/KSC" });
});

test("dates are pushed as years", async () => {
  const filters = { createdAfter: "1969-07-01", createdBefore: "1970-01-01" };
  expect((await ask("page", { filters })).search).toMatchObject({
    media_type: "image",
    year_start: "1969",
    year_end: "1970",
  });
});
