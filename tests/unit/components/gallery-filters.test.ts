import { describe, expect, test } from "vitest";
import { countFilters, loadFilters, toImageQuery } from "@/components/gallery/filters";
import { listDatasetImages } from "@/lib/contract/datasets";

const DATASET = "019a0000-0000-7000-8000-000000000001";
const queryOf = async (search: string) =>
  toImageQuery(await loadFilters(new URLSearchParams(search)));

describe("the gallery's filters", () => {
  test("hide duplicates and show the newest first when the URL says nothing", async () => {
    expect(await queryOf("")).toEqual({ isDuplicate: "false", sort: "newest" });
  });

  test("show every picture of a duplicate group", async () => {
    expect(await queryOf(`duplicateGroupId=${DATASET}`)).not.toHaveProperty("isDuplicate");
  });

  test("leave out what the API would refuse", async () => {
    const search = "crawlJobId=1&issue=ugly&decision=maybe&sort=random&duplicates=some&minWidth=x";
    expect(await queryOf(search)).toEqual({ isDuplicate: "false", sort: "newest" });
  });

  test("are a query that the API accepts", async () => {
    const search = `label=cat&decision=accepted&issue=dark&source=sample&licence=CC0-1.0&keyword=cats&minWidth=512&crawlJobId=${DATASET}&duplicates=only&q=%20tabby&sort=similar:${DATASET}`;
    const parsed = listDatasetImages.input.parse({
      datasetId: DATASET,
      ...(await queryOf(search)),
    });
    expect(parsed).toMatchObject({ q: "tabby", minWidth: 512, isDuplicate: true });
  });

  test("are counted without the order", async () => {
    const filters = await loadFilters(
      new URLSearchParams("label=cat&q=x&sort=size&duplicates=only"),
    );
    expect(countFilters(filters)).toBe(3);
  });
});
