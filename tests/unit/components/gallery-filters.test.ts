import { describe, expect, test } from "vitest";
import { readViews, viewOf, withView } from "@/components/gallery/filter/saved-views";
import { chipsOf, readRanges, valueText, writeRanges } from "@/components/gallery/filter/words";
import {
  countFilters,
  loadFilters,
  NO_FILTERS,
  toImageFilter,
  toImageQuery,
} from "@/components/gallery/filters";
import { bulkImages, listImageTiles } from "@/lib/contract/curation";

const ID = "019a0000-0000-7000-8000-000000000001";
const filtersOf = (search: string) => loadFilters(new URLSearchParams(search));
const queryOf = async (search: string) => toImageQuery(await filtersOf(search));

const EVERY_FILTER =
  "label=cat&decision=accepted&issue=dark&score=dark:0..0.3,blurry:0.2..1&source=sample&licence=CC0-1.0&keyword=cats" +
  "&host=a.example&format=jpeg&aspect=tall&split=none&minWidth=512&maxWidth=4000&minHeight=10&maxHeight=20" +
  `&crawlJobId=${ID}&duplicateGroupId=${ID}&hidden=only&q=%20tabby&sort=similar:${ID}`;

describe("the gallery's filters", () => {
  test("leave hidden pictures out and show the newest first when the URL says nothing", async () => {
    expect(await queryOf("")).toEqual({ isHidden: "false", sort: "newest" });
  });

  test.each(["issue=dark", "score=dark:0..0.3", `duplicateGroupId=${ID}`])(
    "show hidden pictures too where %s asks for what hides them",
    async (search) => {
      expect(await queryOf(search)).not.toHaveProperty("isHidden");
      expect(await queryOf(`${search}&hidden=hidden`)).toMatchObject({ isHidden: "false" });
    },
  );

  test("leave out what the API would refuse", async () => {
    const search =
      "crawlJobId=1&issue=ugly&decision=maybe&sort=random&hidden=some&minWidth=x&maxWidth=0&score=dark&format=exe";
    expect(await queryOf(search)).toEqual({ isHidden: "false", sort: "newest" });
  });

  test("are a query and a bulk filter that the API takes", async () => {
    const query = await queryOf(EVERY_FILTER);
    const asked = listImageTiles.input.parse({ datasetId: ID, ...query });
    expect(asked).toMatchObject({ q: "tabby", minWidth: 512, isHidden: true, split: "none" });
    const { sort: _, datasetId: __, limit: ___, ...filter } = asked;
    const bulk = bulkImages.input.parse({
      datasetId: ID,
      action: "accept",
      filter: toImageFilter(query),
    });
    expect(bulk.filter).toEqual(filter);
  });

  test("each have a chip in words that takes away this one alone", async () => {
    const filters = await filtersOf(EVERY_FILTER);
    const chips = chipsOf(filters);
    expect(new Set(chips.map(({ text }) => text)).size).toBe(chips.length);
    for (const { without } of chips) {
      const rest = chipsOf({ ...filters, ...without } as typeof filters);
      expect(rest).toHaveLength(chips.length - 1);
    }
    // Of the text there is no chip, as it stands in the search box; two ranges are two.
    expect(countFilters(filters)).toBe(chips.length - 1 + 1);
    expect(countFilters({ ...filters, ...NO_FILTERS, q: "" })).toBe(0);
  });
});

describe("score ranges", () => {
  test("are written as they are read, and a full one is none", () => {
    const text = "dark:0..0.3,blurry:0.2..1";
    expect(writeRanges(readRanges(text))).toBe(text);
    expect(writeRanges([{ issue: "dark", from: 0, to: 1 }])).toBeNull();
    expect(readRanges(null)).toEqual([]);
  });
});

describe("what a list is ordered by", () => {
  test("is said for each picture in its unit", () => {
    expect(valueText("newest", null)).toBeNull();
    expect(valueText("size", 12_000_000)).toBe("12.00 megapixels");
    expect(valueText("score:dark", 0.257)).toBe("Score 0.26");
    expect(valueText(`similar:${ID}`, 31)).toBe("31 of 256 bits differ");
  });
});

describe("views kept in the browser", () => {
  test("are named once, the newest first, and hold no picture", () => {
    const first = { name: "Dark", search: viewOf(`?issue=dark&image=${ID}`) };
    expect(first.search).toBe("issue=dark");
    const views = withView([first, { name: "B", search: "" }], { name: "B", search: "label=cat" });
    expect(views.map(({ name }) => name)).toEqual(["B", "Dark"]);
  });

  test.each(["", "{", "[1]", '[{"name":""}]'])("are none where %s is stored", (text) => {
    expect(readViews(text)).toEqual([]);
  });
});
