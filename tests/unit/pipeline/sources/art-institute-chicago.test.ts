import { expect, test } from "vitest";
import { artInstituteChicago } from "@/lib/pipeline/sources/art-institute-chicago";
import { ask as askSource, fixture } from "./ask-source";

const ask = async (name: string, asked: Parameters<typeof askSource>[2] = {}) => {
  const answer = await fixture("art-institute-chicago", `${name}.json`);
  return askSource(artInstituteChicago, () => answer, asked);
};

const BASE = "https://iiif.example/iiif/2";

test("a work comes in the width that the museum keeps ready, from the address that the answer names", async () => {
  const { found, search } = await ask("page");
  expect(search).toMatchObject({ "query[term][is_public_domain]": "true", limit: "100" });
  expect(found[0]).toMatchObject({
    url: `${BASE}/aaaa-1/full/843,/0/default.jpg`,
    width: 843,
    height: 674,
    pageUrl: "https://www.artic.edu/artworks/1",
    thumbnailUrl: `${BASE}/aaaa-1/full/400,/0/default.jpg`,
    title: "Harbor, no. 1",
    creator: "Ann Artist",
    licence: "CC0-1.0",
  });
});

test("a work whose size is not stated comes in the usual width", async () => {
  const [, unknown] = (await ask("page")).found;
  expect(unknown).toMatchObject({
    url: `${BASE}/aaaa-2/full/843,/0/default.jpg`,
    width: null,
    creator: "Ann Artist American, 1850–1920",
  });
});

test.each([
  [700, 900, {}, [700, 900]],
  [900, 1400, {}, [843, 1311]],
  [3000, 2000, {}, [843, 562]],
  [3000, 2000, { minHeight: 600 }, [1686, 1124]],
  [1000, 800, { minWidth: 900 }, [1000, 800]],
])(
  "an original of %i × %i with the filters %j is asked for in %j",
  async (width, height, filters, size) => {
    const [work] = ((await fixture("art-institute-chicago", "page.json")) as { data: object[] })
      .data;
    const answer = {
      pagination: { total_pages: 1 },
      data: [{ ...work, thumbnail: { width, height } }],
    };
    const { found } = await askSource(artInstituteChicago, () => answer, { filters });
    expect(found[0]).toMatchObject({
      url: `https://www.artic.edu/iiif/2/aaaa-1/full/${size[0]},/0/default.jpg`,
      width: size[0],
      height: size[1],
    });
  },
);

test("the hundredth page is the last that may be asked for", async () => {
  const answer = await fixture("art-institute-chicago", "page.json");
  const many = { ...(answer as object), pagination: { total_pages: 500 } };
  expect((await askSource(artInstituteChicago, () => many, { cursor: "99" })).cursor).toBe("100");
  expect((await askSource(artInstituteChicago, () => many, { cursor: "100" })).cursor).toBeNull();
});

test("a licence filter that CC0 does not pass costs no request", async () => {
  expect(await ask("page", { filters: { licences: ["CC-BY"] } })).toMatchObject({ requests: [] });
});
