import { expect, test } from "vitest";
import { inaturalist } from "@/lib/pipeline/sources/inaturalist";
import { ask as askSource, fixture } from "./ask-source";

const ask = async (name: string, asked: Parameters<typeof askSource>[2] = {}) => {
  const answer = await fixture("inaturalist", `${name}.json`);
  return askSource(inaturalist, () => answer, asked);
};

test("every openly licensed photo of an observation is found, with its own licence and credit", async () => {
  const { found, ignored } = await ask("page");
  expect(found.map(({ sourceId, licence }) => [sourceId, licence])).toEqual([
    ["1", "CC-BY-NC-4.0"],
    ["2", "CC0-1.0"],
    ["4", "CC-BY-SA-4.0"],
    ["5", "CC-BY-4.0"],
  ]);
  expect(ignored).toBe(2);
  expect(found[0]).toMatchObject({
    pageUrl: "https://www.inaturalist.org/observations/11",
    title: "Red Fox · Vulpes vulpes",
    creator: "Ann Smith",
    creatorUrl: "https://www.inaturalist.org/people/ann",
    attribution: "(c) ann, some rights reserved (cc-by-nc)",
    createdOn: "2023-04-05",
    label: null,
  });
});

test("the record is kept without the place and without other people's words", async () => {
  const { found } = await ask("page");
  expect(found[0]?.raw).toMatchObject({ observation: { taxon: { id: 42, rank: "species" } } });
  expect(JSON.stringify(found[0]?.raw)).not.toMatch(/Rose Street|1\.5|nice/);
});

test("the large rendition is downloaded, with the size that it has", async () => {
  const { found } = await ask("page");
  const base = "https://inaturalist-open-data.example/photos";
  expect(found.map(({ url, width, height }) => [url, width, height])).toEqual([
    [`${base}/1/large.jpg`, 1024, 683],
    [`${base}/2/large.jpg`, 683, 1024],
    [`${base}/4/large.jpg`, null, null],
    [`${base}/5/x.jpg`, 1024, 768],
  ]);
  expect(found[0]?.thumbnailUrl).toBe(`${base}/1/medium.jpg`);
});

test("demands that the large rendition does not meet take the original", async () => {
  const { found } = await ask("page", { filters: { minHeight: 800 } });
  const base = "https://inaturalist-open-data.example/photos";
  expect(found.map(({ url, width, height }) => [url, width, height])).toEqual([
    [`${base}/1/original.jpg`, 2048, 1365],
    [`${base}/2/large.jpg`, 683, 1024],
    [`${base}/4/original.jpg`, null, null],
    [`${base}/5/x.jpg`, 1024, 768],
  ]);
});

test("a name that no taxon has is searched for in the text instead, and stays so", async () => {
  const first = await ask("empty");
  expect(first.search).toMatchObject({ taxon_name: "lighthouse", quality_grade: "research" });
  const second = await ask("page", { cursor: first.cursor });
  expect(second.search).toMatchObject({ q: "lighthouse" });
  expect(second.search).not.toHaveProperty("taxon_name");
  expect(second.search).not.toHaveProperty("id_above");
  expect(second.cursor).toBe("q:14");
  expect((await ask("page", { cursor: "q:14" })).search).toMatchObject({ id_above: "14" });
});

test("licence and date filters are pushed to the service", async () => {
  const { search } = await ask("page", {
    filters: { licences: ["commercial"], createdAfter: "2020-01-01", createdBefore: "2021-01-01" },
  });
  expect(search).toMatchObject({
    photo_license: "cc0,cc-by,cc-by-sa,cc-by-nd",
    d1: "2020-01-01",
    d2: "2021-01-01",
  });
  expect((await ask("page")).search.photo_license).toContain("cc-by-nc-nd");
  const none = await ask("page", { filters: { licences: ["OGL-UK"] } });
  expect(none).toMatchObject({ requests: [], cursor: null });
});

test("photos with all rights reserved are found only where a person names that licence", async () => {
  const { found, search } = await ask("page", {
    filters: { licences: ["LicenseRef-All-Rights-Reserved"] },
  });
  expect(found.map(({ sourceId }) => sourceId)).toContain("3");
  expect(search).not.toHaveProperty("photo_license");
});
