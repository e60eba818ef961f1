import { expect, test } from "vitest";
import { libraryOfCongress } from "@/lib/pipeline/sources/library-of-congress";
import { ask as askSource, fixture } from "./ask-source";

const ask = async (name: string, asked: Parameters<typeof askSource>[2] = {}) => {
  const answer = await fixture("library-of-congress", `${name}.json`);
  return askSource(libraryOfCongress, () => answer, asked);
};

test("only what the library knows of no restrictions for has terms; the rest is unknown", async () => {
  const { found } = await ask("page");
  expect(found.map(({ licence }) => licence)).toEqual([
    "LicenseRef-No-Known-Restrictions",
    "unknown",
    "LicenseRef-No-Known-Restrictions",
  ]);
  expect(found[0]?.licenceUrl).toBe("https://rightsstatements.org/vocab/NKC/1.0/");
  expect(found[1]?.licenceUrl).toBeNull();
});

test("sizes are read from the fragments, which are not part of the address", async () => {
  const { found } = await ask("page");
  expect(found[0]).toMatchObject({
    url: "https://tile.example/pnp/1v.jpg",
    width: 1024,
    height: 806,
    thumbnailUrl: "https://tile.example/pnp/1_150px.jpg",
    pageUrl: "https://www.loc.gov/item/201/",
    title: "Light house 1 / photo",
    creator: "Lange, Dorothea",
    createdOn: "1936-03-04",
  });
  expect(found[1]).toMatchObject({ width: 150, creator: "lange, dorothea", createdOn: null });
  expect(found[2]).toMatchObject({ url: "https://tile.example/pnp/3.tif", width: null });
});

test("a page is asked for as JSON, a hundred records long", async () => {
  const { search } = await ask("last-page", { cursor: "2" });
  expect(search).toEqual({
    q: "lighthouse",
    fo: "json",
    at: "results,pagination",
    c: "100",
    sp: "2",
  });
});
