import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decoders } from "@/jobs/crawl/decoders";
import * as op from "@/lib/contract/sources";
import { pool } from "@/lib/db/client";
import { inspectImage } from "@/lib/pipeline/inspect/inspect";
import { seal } from "@/lib/secrets";
import { call, person, refusal, run, send } from "../../helpers/api";
import { type Site, startSite } from "../../helpers/site";
import { sceneOf } from "../../helpers/site-pictures";
import { pointAt } from "../crawl/crawling";

let site: Site;
let me: { id: string; key: string };
beforeAll(async () => {
  site = await startSite({
    cat: ["photo", "opted-out", "disallowed", "missing", "page", "redirected", "cut"],
  });
  pointAt(site);
  me = await person({ scopes: ["sources:read"] });
  // Starting a decoder may take a busy machine as long as a whole preview may.
  await inspectImage(decoders(), await sceneOf(0), { minWidth: 1, minHeight: 1 });
});
afterAll(async () => {
  await decoders().close();
  await site.close();
});

const preview = (input: object, who = me) =>
  run(op.previewSource, { kind: "openverse", keyword: "cat", ...input }, who);
const pathIn = (thumbnail: string | null) => (thumbnail ?? "").replace(/^\/api\/v1/, "");
const show = (thumbnail: string | null, who = me) => call("GET", pathIn(thumbnail), who);

describe("a sample search", () => {
  test("answers what the first page of a crawl would bring, and why filters would leave it out", async () => {
    const { items, note } = await preview({ filters: { minWidth: 300 } });
    expect(note).toBeNull();
    expect(items).toHaveLength(7);
    expect(items[0]).toMatchObject({
      url: site.picture("photo").url,
      licence: "CC-BY-4.0",
      creator: "A creator",
      filtered: null,
    });
    const small = await preview({ filters: { minWidth: 5000 }, limit: 2 });
    expect(small.items).toHaveLength(2);
    for (const { filtered } of small.items) expect(filtered).toMatch(/at least 5000 px/);
  });

  test("says so when there is nothing", async () => {
    expect(await preview({ keyword: "nothing at all" })).toEqual({
      items: [],
      note: "Nothing was found.",
    });
  });

  test("reads a list from memory, and keeps it nowhere", async () => {
    const { url } = site.picture("photo");
    const { items } = await preview({ kind: "url-list", urls: [url] });
    expect(items.map((item) => item.url)).toEqual([url]);
  });

  test("works offline on the built-in pictures", async () => {
    const { items } = await preview({ kind: "sample", limit: 1 });
    const response = await show(items[0]?.thumbnail ?? null);
    expect(response.status).toBe(200);
  });

  test("says that the service failed, and of what class the failure is", async () => {
    site.broken.add("broken");
    const problem = await refusal(
      send(op.previewSource, { kind: "openverse", keyword: "broken" }, me),
    );
    expect(problem).toMatchObject({
      status: 502,
      code: "upstream-failed",
      errorClass: "server-error",
    });
    await pool()`delete from source_health`;
  });

  test("makes sense of its input, or says what is missing", async () => {
    const keyword = "cat";
    for (const [input, pointer] of [
      [{ kind: "pexels", keyword }, "#/kind"],
      [{ kind: "upload", keyword }, "#/kind"],
      [{ kind: "url-list", keyword }, "#/urls"],
      [{ kind: "site", keyword }, "#/urls"],
      [{ kind: "openverse", keyword, urls: ["https://example.org"] }, "#/urls"],
      [{ kind: "s3-prefix", keyword }, "#/sourceOptions/s3-prefix"],
      [{ kind: "openverse", keyword: "" }, "#/keyword"],
    ] as const) {
      const problem = await refusal(send(op.previewSource, input, me));
      expect(problem, JSON.stringify(input)).toMatchObject({ status: 422, errors: [{ pointer }] });
    }
  });

  test("is for who may read sources, and not too often", async () => {
    const input = { kind: "openverse", keyword: "cat" };
    expect(await refusal(send(op.previewSource, input))).toMatchObject({ status: 401 });
    const { key } = await person({ scopes: ["jobs:write"] });
    expect(await refusal(send(op.previewSource, input, { key }))).toMatchObject({ status: 403 });
    const eager = await person();
    await pool()`insert into rate_limits (key, arrives_at) values (${`preview:${eager.id}`}, now() + interval '1 hour')`;
    const response = await send(op.previewSource, input, eager);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refusal(response)).toMatchObject({ status: 429, code: "too-many-requests" });
  });
});

describe("a thumbnail", () => {
  const thumbnailOf = async (kind: Parameters<Site["picture"]>[0]) => {
    const { items } = await preview({});
    return items.find(({ url }) => url === site.picture(kind).url)?.thumbnail ?? null;
  };

  test("is a small WebP that a browser neither sniffs nor shares", async () => {
    const response = await show(await thumbnailOf("photo"));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/webp",
      "cache-control": "private, max-age=3600",
      "x-content-type-options": "nosniff",
    });
    const { format, width, height } = await sharp(await response.arrayBuffer()).metadata();
    expect({ format, isSmall: Math.max(width, height) <= 320 }).toEqual({
      format: "webp",
      isSmall: true,
    });
  });

  test("is not shown of a picture that opts out, may not be fetched, is gone or is none", async () => {
    for (const kind of ["opted-out", "disallowed", "missing", "page"] as const)
      expect(await refusal(show(await thumbnailOf(kind))), kind).toMatchObject({ status: 404 });
    expect(site.countOf(site.picture("disallowed"))).toBe(0);
  });

  test("of a server that breaks off is the server's failure", async () => {
    expect(await refusal(show(await thumbnailOf("cut")))).toMatchObject({ status: 502 });
  });

  test("has a token that nobody else can make, change, use or keep", async () => {
    const thumbnail = (await thumbnailOf("photo")) ?? "";
    const gone = { status: 404 };
    const changed = `${thumbnail.slice(0, -2)}${thumbnail.endsWith("AA") ? "BB" : "AA"}`;
    expect(await refusal(show(changed))).toMatchObject(gone);
    expect(await refusal(show(thumbnail.replace("openverse", "flickr")))).toMatchObject(gone);
    expect(await refusal(show(thumbnail, await person()))).toMatchObject(gone);
    const url = "http://127.0.0.1:9/";
    const text = JSON.stringify({ url, isRendition: false, expiresAt: Date.now() - 1 });
    const about = { purpose: "source previews", about: [me.id, "openverse"] };
    const late = `/sources/openverse/preview/${await seal(text, about)}`;
    expect(await refusal(show(late))).toMatchObject(gone);
    expect(await refusal(call("GET", pathIn(thumbnail)))).toMatchObject({ status: 401 });
    const { key } = await person({ scopes: ["jobs:read"] });
    expect(await refusal(call("GET", pathIn(thumbnail), { key }))).toMatchObject({ status: 403 });
  });
});
