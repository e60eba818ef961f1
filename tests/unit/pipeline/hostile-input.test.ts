import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { SourceKey } from "@/lib/domain/source";
import { SourceOptions } from "@/lib/domain/source-options";
import { createRobots } from "@/lib/pipeline/fetch/robots";
import { parseTdmRep } from "@/lib/pipeline/fetch/tdm-rep";
import { jsonLdPictures } from "@/lib/pipeline/sources/page-images/json-ld";
import { type Annotations, annotate } from "@/lib/pipeline/sources/upload/annotation";
import { readCoco } from "@/lib/pipeline/sources/upload/coco";
import { pictureFinder } from "@/lib/pipeline/sources/upload/picture-paths";
import { listTar } from "@/lib/pipeline/sources/upload/tar";
import { cellName } from "@/lib/pipeline/sources/url-list/columns";
import { webPage } from "@/lib/pipeline/sources/web-page";
import { tarOf } from "@/tests/helpers/archives";
import { processorMsOf } from "@/tests/helpers/processor-time";
import { never } from "./fetch/local-site";
import { ask } from "./sources/ask-source";

const MB = 1024 * 1024;
/** Far above what bounded code takes here, far below what the same input cost before. */
const QUICK_MS = 3_000;
const BLANKS = " ".repeat(60_000);

const expectQuick = async (run: () => unknown): Promise<void> =>
  expect(await processorMsOf(run)).toBeLessThan(QUICK_MS);

describe("text that makes patterns try again and again costs no more than other text", () => {
  const page = (html: string) =>
    ask(webPage, () => html.repeat(20), { list: "https://photos.example/" });
  test.each([
    ["a background", `<div data-bg="url(${BLANKS}x"></div>`],
    ["a width", `<img src="/a.jpg" width="5${BLANKS}x">`],
    ["a srcset", `<img srcset="/a.jpg${",".repeat(60_000)}x 1w">`],
  ])("%s", (_, html) => expectQuick(() => page(html)));

  test("a length in structured data", () =>
    expectQuick(() =>
      jsonLdPictures(
        JSON.stringify({
          "@type": "ImageObject",
          url: "/a.jpg",
          width: `5${" ".repeat(500_000)}x`,
        }),
        new URL("https://photos.example/"),
      ),
    ));

  test("the name of a column", () => expectQuick(() => cellName(`a${" ".repeat(500_000)}x`)));

  test("the endpoint of a bucket, which is refused when no address is so long", () => {
    const endpoint = `https://s3.example/${"/".repeat(1_000_000)}x`;
    const parsed = SourceOptions.safeParse({ "s3-prefix": { bucket: "my-bucket", endpoint } });
    expect(parsed.success).toBe(false);
  });
});

test("a key that could end a header, or is no key at all, is not taken", () => {
  for (const apiKey of ["a\r\nx: y", "ключ", "\0"])
    expect(SourceKey.safeParse({ apiKey }).success).toBe(false);
  expect(SourceKey.safeParse({ apiKey: " AKIA/+=:_-~ " }).data).toEqual({ apiKey: "AKIA/+=:_-~" });
});

describe("memory is bounded", () => {
  test("of what sites' robots.txt become: many short rules push older files out", async () => {
    const asked: string[] = [];
    const robots = createRobots({
      fetchText: async ({ origin }) => {
        asked.push(origin);
        return `User-agent: *\n${"Allow:/\n".repeat(60_000)}`;
      },
    });
    const urls = Array.from({ length: 8 }, (_, i) => new URL(`https://${i}.example/`));
    for (const url of [...urls, urls[0] ?? ""]) await robots.verdict(new URL(url), never());
    expect(asked).toHaveLength(9);
  });

  test("of a tdmrep.json of a great many rules", () => {
    const rule = { location: "/", "tdm-reservation": 0 };
    expect(parseTdmRep(JSON.stringify(Array(12_000).fill(rule)))).toHaveLength(10_000);
  });

  test("of a tar that is nothing but headers", async () => {
    setFlagsFromString("--expose_gc");
    const collect: () => void = runInNewContext("gc");
    const [count, valueBytes] = [200, 1_000_000];
    const recordOf = (i: number) => {
      const rest = ` key${String(i).padStart(4, "0")}=${"v".repeat(valueBytes)}\n`;
      return `${rest.length + 7}${rest}`;
    };
    const part = (i: number) =>
      tarOf([{ name: "x", type: "x", bytes: recordOf(i) }]).subarray(0, -1024);
    const size = part(0).length;
    let heldBytes = 0;
    const before = process.memoryUsage().heapUsed;
    const read = async (at: number, length: number) => {
      if (at >= size * (count - 2) && heldBytes === 0) {
        collect();
        heldBytes = process.memoryUsage().heapUsed - before;
      }
      const first = Math.floor(at / size);
      const last = Math.min(count - 1, Math.floor((at + length - 1) / size));
      const parts = Array.from({ length: last - first + 1 }, (_, i) => part(first + i));
      return Buffer.concat(parts).subarray(at - first * size, at - first * size + length);
    };
    const file = { sizeBytes: size * count, read };
    expect(await listTar(file, { key: "files", offset: 0 })).toEqual([]);
    expect(heldBytes).toBeLessThan(50 * MB);
  });

  test("of what annotations say of pictures, all together", () => {
    const annotations: Annotations = new Map();
    const raw = { metadata: "m".repeat(16_000) };
    for (let i = 0; i < 12_000; i++)
      annotate(annotations, `${i}.jpg`, { labels: ["cat"], hidesFolder: false, raw });
    const kept = [...annotations.values()].filter((one) => one.raw.metadata !== undefined);
    expect(annotations.size).toBe(12_000);
    expect(kept.length * 16_000).toBeLessThan(130 * MB);
  });

  test("of annotations of pictures that nobody uploaded, which are refused when they are too many", async () => {
    async function* blocks() {
      yield Buffer.from('{"annotations":[{"image_id":0}');
      for (let i = 1; i < 2_100_000; i += 10_000)
        yield Buffer.from(
          Array.from({ length: 10_000 }, (_, j) => `,{"image_id":${i + j}}`).join(""),
        );
      yield Buffer.from("]}");
    }
    await expect(readCoco("coco.json", blocks(), () => null, new Map())).rejects.toMatchObject({
      code: "payload-too-large",
    });
  }, 180_000);
});

test("thousands of pictures of one name are looked up as quickly as others, and the exact one is found", () =>
  expectQuick(() => {
    const paths = Array.from({ length: 20_000 }, (_, i) => `set/${i}/1.jpg`);
    const find = pictureFinder(paths);
    const isFound = (path: string) => find(path.slice(4), "set/annotations.json") === path;
    expect(paths.filter((path) => !isFound(path))).toEqual([]);
    for (let i = 0; i < 20_000; i++) find("elsewhere/1.jpg", "notes/coco.json");
  }));
