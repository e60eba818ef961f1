import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SOURCES, sourceOf } from "@/lib/pipeline/sources";
import { sample } from "@/lib/pipeline/sources/sample";
import { SAMPLE_ORIGIN } from "@/lib/pipeline/sources/sample/addresses";
import {
  PICTURES_PER_KEYWORD,
  type PictureKind,
  pictureOf,
  slugOf,
} from "@/lib/pipeline/sources/sample/catalogue";
import { renderPicture } from "@/lib/pipeline/sources/sample/render";
import { type SampleServer, startSampleServer } from "@/lib/pipeline/sources/sample/server";
import type { Found } from "@/lib/pipeline/sources/source";
import { ask, type Request } from "./ask-source";

const catalogue = Array.from({ length: PICTURES_PER_KEYWORD }, (_, i) => pictureOf("heart", i));
const firstOf = (kind: PictureKind) => {
  const picture = catalogue.find((entry) => entry.kind === kind);
  if (!picture) throw new Error(`no ${kind} among the hearts`);
  return picture;
};

/** Mean difference of two pictures, in levels of 256, after shrinking both to 32 × 32. */
async function difference(a: Buffer, b: Buffer): Promise<number> {
  const [left, right] = await Promise.all([a, b].map(shrunk));
  const total = left?.reduce((sum, level, i) => sum + Math.abs(level - (right?.[i] ?? 0)), 0) ?? 0;
  return total / (left?.length ?? 1);
}
const shrunk = (bytes: Buffer) =>
  sharp(bytes).resize(32, 32, { fit: "fill" }).greyscale().raw().toBuffer();

describe("drawing", () => {
  test("the same picture gives the same bytes, another number another picture", async () => {
    const [once, again, other] = await Promise.all(
      [pictureOf("sunset", 0), pictureOf("sunset", 0), pictureOf("sunset", 1)].map(renderPicture),
    );
    expect(once?.equals(again ?? Buffer.alloc(0))).toBe(true);
    expect(await difference(once ?? Buffer.alloc(0), other ?? Buffer.alloc(0))).toBeGreaterThan(20);
  });

  test.each([
    "red circle",
    "checkerboard",
    "wood",
    "city",
    "puppies",
    "boats",
    "blue",
    "grüße aus 東京",
    "!!!",
  ])("%s is drawn in the size that the catalogue states", async (keyword) => {
    const picture = { ...pictureOf(slugOf(keyword), 0), format: "jpeg" as const };
    const { width, height } = await sharp(await renderPicture(picture)).metadata();
    expect([width, height]).toEqual([picture.width, picture.height]);
    expect(Math.max(picture.width, picture.height)).toBeGreaterThanOrEqual(640);
    expect(Math.max(picture.width, picture.height)).toBeLessThanOrEqual(1280);
  });

  test("a named colour decides what is drawn", async () => {
    const mean = async (slug: string) => {
      const { channels } = await sharp(await renderPicture(pictureOf(slug, 0))).stats();
      return channels.map((channel) => channel.mean);
    };
    const [red, , redBlue] = await mean("red");
    const [blueRed, , blue] = await mean("blue");
    expect(red).toBeGreaterThan((redBlue ?? 0) + 20);
    expect(blue).toBeGreaterThan((blueRed ?? 0) + 20);
  });

  test("most pictures are sound, the rest are what the web also serves", () => {
    const share = (...kinds: PictureKind[]) =>
      catalogue.filter(({ kind }) => kinds.includes(kind)).length / catalogue.length;
    expect(share("original")).toBeGreaterThan(0.6);
    expect(share("copy")).toBeGreaterThan(0.03);
    expect(share("resized", "recompressed", "cropped", "mirrored")).toBeGreaterThan(0.03);
    expect(share("truncated", "page")).toBeGreaterThan(0.01);
  });
});

describe("serving", () => {
  let server: SampleServer;
  beforeAll(async () => {
    server = await startSampleServer();
  });
  afterAll(() => server.close());

  const get = (url: string, init?: RequestInit) =>
    fetch(url.replace(SAMPLE_ORIGIN, `http://${server.address}:${server.port}`), init);
  const answer = async ({ url }: Request): Promise<unknown> => (await get(url.href)).json();
  async function everything(): Promise<Found[]> {
    const found: Found[] = [];
    let cursor: string | null = null;
    do {
      const page = await ask(sample, answer, { keyword: "Heart!", cursor });
      found.push(...page.found);
      cursor = page.cursor;
    } while (cursor !== null);
    return found;
  }
  const fetchKind = async (kind: PictureKind) =>
    get((await everything())[firstOf(kind).index]?.url ?? "");

  test("the source pages through the whole catalogue, every address once", async () => {
    const found = await everything();
    expect(new Set(found.map(({ url }) => url)).size).toBe(PICTURES_PER_KEYWORD);
    expect(found[0]).toMatchObject({
      url: expect.stringMatching(
        /^http:\/\/sample\.localhost\/pictures\/heart\/0\.(jpg|png|webp)$/,
      ),
      creator: "PixCrawler sample",
      licence: "CC0-1.0",
      licenceUrl: "https://creativecommons.org/publicdomain/zero/1.0/",
      width: catalogue[0]?.width,
    });
  });

  test("a sound picture comes with its type and without an opt-out", async () => {
    const response = await fetchKind("original");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe(`image/${firstOf("original").format}`);
    expect(response.headers.get("x-robots-tag")).toBeNull();
    const bytes = Buffer.from(await response.arrayBuffer());
    expect((await sharp(bytes).metadata()).width).toBe(firstOf("original").width);
  });

  test("a copy has the same bytes at another address", async () => {
    const copy = firstOf("copy");
    const bytes = Buffer.from(await (await fetchKind("copy")).arrayBuffer());
    expect(bytes.equals(await renderPicture(pictureOf("heart", copy.drawing)))).toBe(true);
    expect(copy.index).not.toBe(copy.drawing);
  });

  test.each(["resized", "recompressed", "cropped"] as const)(
    "a %s picture looks like its original and has other bytes",
    async (kind) => {
      const altered = Buffer.from(await (await fetchKind(kind)).arrayBuffer());
      const original = await renderPicture(pictureOf("heart", firstOf(kind).drawing));
      expect(altered.equals(original)).toBe(false);
      expect(await difference(altered, original)).toBeLessThan(12);
    },
  );

  test("a mirrored picture is its original turned left to right", async () => {
    const mirrored = Buffer.from(await (await fetchKind("mirrored")).arrayBuffer());
    const original = await renderPicture(pictureOf("heart", firstOf("mirrored").drawing));
    expect(await difference(await sharp(mirrored).flop().png().toBuffer(), original)).toBeLessThan(
      3,
    );
  });

  test("damage: half a JPEG, a page in its place, a tiny one, a blank one, none at all", async () => {
    const truncated = Buffer.from(await (await fetchKind("truncated")).arrayBuffer());
    await expect(sharp(truncated, { failOn: "truncated" }).raw().toBuffer()).rejects.toThrow();
    const page = await fetchKind("page");
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    const tiny = await sharp(await (await fetchKind("tiny")).arrayBuffer()).metadata();
    expect([tiny.width, tiny.height]).toEqual([40, 30]);
    const blank = await sharp(await (await fetchKind("blank")).arrayBuffer()).stats();
    expect(Math.max(...blank.channels.map((channel) => channel.stdev))).toBeLessThan(1);
    expect((await fetchKind("missing")).status).toBe(404);
  });

  test("an opted-out picture says so before its bytes", async () => {
    expect((await fetchKind("opted-out")).headers.get("x-robots-tag")).toContain("noai");
  });

  test("robots.txt allows everything, and nothing but the catalogue is served", async () => {
    expect(await (await get(`${SAMPLE_ORIGIN}/robots.txt`)).text()).toContain("Allow: /");
    const base = `${SAMPLE_ORIGIN}/pictures`;
    for (const path of ["heart/300.jpg", "heart/0.gif", "Heart!/0.jpg", "%ff/0.jpg", "../../etc"])
      expect((await get(`${base}/${path}`)).status).toBe(404);
    expect((await get(`${SAMPLE_ORIGIN}/robots.txt`, { method: "POST" })).status).toBe(405);
    expect((await get(`${SAMPLE_ORIGIN}/v1/pictures?page=-1e9`)).status).toBe(200);
  });

  test("two servers, as in two processes, give the same bytes at the same address", async () => {
    const other = await startSampleServer();
    const path = `/pictures/heart/0.${firstOf("original").format === "jpeg" ? "jpg" : firstOf("original").format}`;
    const bytes = (port: number) =>
      fetch(`http://127.0.0.1:${port}${path}`).then((response) => response.arrayBuffer());
    const [here, there] = await Promise.all([bytes(server.port), bytes(other.port)]);
    await other.close();
    expect(Buffer.from(here).equals(Buffer.from(there))).toBe(true);
  });
});

test("every kind of source is registered under its own name", () => {
  for (const [kind, source] of Object.entries(SOURCES)) expect(source.kind).toBe(kind);
  expect(sourceOf("sample")).toBe(sample);
});
