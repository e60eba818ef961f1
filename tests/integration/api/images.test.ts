import { beforeEach, describe, expect, test } from "vitest";
import * as op from "@/lib/contract/images";
import { call, person, refusal, run, send, withQueues } from "../../helpers/api";
import { addImage, estateOf } from "../../helpers/estate";

withQueues();

let me: { id: string; key: string };
let at: { imageId: string };
let bytes: Buffer;
let etag: string;
beforeEach(async () => {
  me = await person();
  const { datasetId } = await estateOf(me.id);
  const image = await addImage({ ownerId: me.id, datasetId });
  at = { imageId: image.id };
  bytes = image.bytes;
  etag = `"${image.sha256}"`;
});

test("an image is read, without the storage's own names", async () => {
  const image = await run(op.getImage, at, me);
  expect(image).toMatchObject({ id: at.imageId, licence: "CC0-1.0", decision: "undecided" });
  expect(JSON.stringify(image)).not.toContain("datasets/");
});

test("a decision and labels are kept, and the label is the first of the labels", async () => {
  const update = (changes: object) => run(op.updateImage, { ...at, ...changes }, me);
  expect(await update({ decision: "accepted" })).toMatchObject({ decision: "accepted" });
  expect(await update({ labels: ["dog", "pet", "dog"] })).toMatchObject({
    label: "dog",
    labels: ["dog", "pet"],
  });
  expect(await update({ label: "pet" })).toMatchObject({ label: "pet", labels: ["pet"] });
  expect(await update({})).toMatchObject({ label: "pet", decision: "accepted" });
  for (const wrong of [{ decision: "x" }, { labels: [] }, { label: " " }, { sha256: "x" }])
    expect(await refusal(send(op.updateImage, { ...at, ...wrong }, me))).toMatchObject({
      status: 422,
    });
});

test("a deleted image is gone at once, its bytes too", async () => {
  await run(op.deleteImage, at, me);
  for (const read of [op.getImage, op.getImageContent, op.getImageThumbnail])
    expect(await refusal(send(read, at, me))).toMatchObject({ status: 404 });
});

describe("the bytes", () => {
  const content = (headers: Record<string, string> = {}) =>
    call("GET", `/images/${at.imageId}/content`, { ...me, headers });
  const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  test("are whole, typed by us, and never run as a page", async () => {
    const response = await content();
    expect(response.status).toBe(200);
    expect(await bodyOf(response)).toEqual(bytes);
    const { headers } = response;
    expect(headers.get("content-type")).toBe("image/png");
    expect(headers.get("content-length")).toBe(String(bytes.byteLength));
    expect(headers.get("etag")).toBe(etag);
    expect(headers.get("accept-ranges")).toBe("bytes");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("cache-control")).toMatch(/^private/);
  });

  test.each([
    { range: "bytes=0-0", start: 0, end: 0 },
    { range: "bytes=10-19", start: 10, end: 19 },
    { range: "bytes=10-", start: 10, end: -1 },
    { range: "bytes=-5", start: -5, end: -1 },
    { range: "bytes=5-999999", start: 5, end: -1 },
    { range: "bytes=-999999", start: 0, end: -1 },
  ])("come in the range $range", async ({ range, start, end }) => {
    const size = bytes.byteLength;
    const first = start < 0 ? size + start : start;
    const last = end < 0 ? size + end : end;
    const response = await content({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${first}-${last}/${size}`);
    expect(response.headers.get("content-length")).toBe(String(last - first + 1));
    expect(await bodyOf(response)).toEqual(bytes.subarray(first, last + 1));
  });

  test("come whole for ranges that are none, several, or of something else", async () => {
    for (const range of ["bytes=0-1,3-4", "bytes=-", "items=0-1", "bytes=a-b", "bytes 0-1"]) {
      const response = await content({ range });
      expect([response.status, (await bodyOf(response)).byteLength]).toEqual([
        200,
        bytes.byteLength,
      ]);
    }
  });

  test("refuse a range that holds none of them", async () => {
    for (const range of [`bytes=${bytes.byteLength}-`, "bytes=9-3", "bytes=-0"])
      expect(await refusal(content({ range })), range).toMatchObject({
        status: 416,
        code: "range-not-satisfiable",
      });
  });

  test("are not sent again to who has them", async () => {
    for (const tags of [etag, `"x", ${etag}`, "*", `W/${etag}`]) {
      const response = await content({ "if-none-match": tags });
      expect([response.status, await response.text()], tags).toEqual([304, ""]);
      expect(response.headers.get("etag")).toBe(etag);
    }
    expect((await content({ "if-none-match": '"x"' })).status).toBe(200);
  });

  test("come whole when the range was asked of another version", async () => {
    expect((await content({ range: "bytes=0-1", "if-range": etag })).status).toBe(206);
    expect((await content({ range: "bytes=0-1", "if-range": '"x"' })).status).toBe(200);
  });

  test("of the thumbnail are a WebP with a tag of its own", async () => {
    const response = await call("GET", `/images/${at.imageId}/thumbnail`, me);
    expect(response.headers.get("content-type")).toBe("image/webp");
    expect(response.headers.get("etag")).not.toBe(etag);
    expect(await response.text()).toBe("thumbnail");
  });
});
