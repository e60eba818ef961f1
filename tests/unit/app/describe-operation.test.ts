import { describe, expect, it } from "vitest";
import { curlOf, parametersOf } from "@/app/docs/describe-operation";
import { OPERATIONS } from "@/lib/contract";
import { listDatasetImages } from "@/lib/contract/datasets";
import { createJob } from "@/lib/contract/jobs";

describe("the API reference", () => {
  it.each(OPERATIONS.map((op) => [op.id, op] as const))("lists every field of %s", (_, op) => {
    const names = parametersOf(op).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(op.input.shape)));
  });

  it("says where each field goes, what it may hold and what stands in for it", () => {
    const fields = parametersOf(listDatasetImages);
    expect(fields).toContainEqual(
      expect.objectContaining({ name: "datasetId", place: "path", isRequired: true, type: "uuid" }),
    );
    expect(fields).toContainEqual(
      expect.objectContaining({ name: "limit", place: "query", isRequired: false, fallback: "50" }),
    );
  });

  it("gives a call whose body holds exactly the required fields", () => {
    const body = /-d '(.*)'/.exec(curlOf(createJob, "https://pix.example"))?.[1] ?? "";
    expect(Object.keys(JSON.parse(body))).toEqual(["name", "keywords", "sources"]);
  });

  it("never shows credentials for a public endpoint", () => {
    for (const op of OPERATIONS.filter(({ scope }) => scope === "public"))
      expect(curlOf(op, "https://pix.example")).not.toContain("Authorization");
  });
});
