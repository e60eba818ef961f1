import { expect, test } from "vitest";
import { gbif } from "@/lib/pipeline/sources/gbif";
import { ask as askSource, fixture, type Request } from "./ask-source";

const NO_TAXON = { matchType: "NONE", confidence: 100 };
const ask = async (
  name: string,
  {
    match = NO_TAXON as unknown,
    ...asked
  }: Parameters<typeof askSource>[2] & { match?: unknown } = {},
) => {
  const answer = await fixture("gbif", `${name}.json`);
  const isMatch = ({ url }: Request) => url.pathname.endsWith("/species/match");
  const page = await askSource(gbif, (request) => (isMatch(request) ? match : answer), asked);
  return { ...page, asked: page.requests.at(-1)?.url.searchParams };
};

test("openly licensed pictures are found once each, with their own licence and credit", async () => {
  const { found, ignored } = await ask("page");
  expect(found.map(({ licence }) => licence)).toEqual([
    "CC-BY-NC-4.0",
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
  ]);
  expect(ignored).toBe(4);
  expect(found[0]).toMatchObject({
    pageUrl: expect.stringMatching(/^https:\/\/www\.gbif\.org\/occurrence\/\d$/),
    title: "red fox",
    creator: "The Museum",
    licenceUrl: "http://creativecommons.org/licenses/by-nc/4.0/",
    createdOn: "2001-02-03",
  });
  expect(found[1]).toMatchObject({ title: "A fox & its den", creator: "Bob" });
});

test("the place of a find is not kept", async () => {
  const { found } = await ask("page");
  expect(found[0]?.raw).toMatchObject({ occurrence: { datasetKey: "d-1", taxonKey: 5219243 } });
  expect(JSON.stringify(found)).not.toMatch(/decimal|2\.5/);
});

test("a photo of iNaturalist comes in its large rendition, and dated by its record", async () => {
  const base = "https://inaturalist-open-data.example/photos/77";
  const photo = (await ask("page")).found[2];
  expect(photo).toMatchObject({ url: `${base}/large.jpg`, createdOn: "2020-06-07" });
  expect(photo?.thumbnailUrl).toBe(`${base}/medium.jpg`);
  const { found } = await ask("page", { filters: { minWidth: 900 } });
  expect(found[2]?.url).toBe(`${base}/original.jpg`);
});

test("an exact scientific name is asked for by its taxon, on every page", async () => {
  const match = { matchType: "EXACT", usageKey: 5219243 };
  const first = await ask("page", { match });
  expect(first.asked?.get("taxonKey")).toBe("5219243");
  expect(first.asked?.has("q")).toBe(false);
  expect(first.cursor).toBe("5219243:200");
  const second = await ask("last-page", { cursor: first.cursor });
  expect(second.requests).toHaveLength(1);
  expect(second.asked?.get("taxonKey")).toBe("5219243");
  expect(second.asked?.get("offset")).toBe("200");
});

test.each([
  [NO_TAXON],
  [{ matchType: "HIGHERRANK", usageKey: 1 }],
  [{ matchType: "FUZZY", usageKey: 2 }],
])("a name matched as %j is searched for in the text", async (match) => {
  const { asked, cursor } = await ask("page", { match });
  expect(asked?.get("q")).toBe("lighthouse");
  expect(cursor).toBe(":200");
});

test("licence and date filters are pushed to the service", async () => {
  const { asked } = await ask("page", {
    filters: { licences: ["commercial"], createdAfter: "2020-01-01" },
  });
  expect(asked?.getAll("license")).toEqual(["CC0_1_0", "CC_BY_4_0"]);
  expect(asked?.get("eventDate")).toBe("2020-01-01,*");
  const shareAlike = await ask("page", { filters: { licences: ["share-alike"] } });
  expect(shareAlike.asked?.getAll("license")).toEqual([]);
  const none = await ask("page", { filters: { licences: ["OGL-UK"] } });
  expect(none).toMatchObject({ requests: [], cursor: null });
});
