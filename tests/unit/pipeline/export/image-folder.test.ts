import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import type { ExportedDataset, Sample } from "@/lib/pipeline/export/exporter";
import { EXPORTERS } from "@/lib/pipeline/export/index";
import { collect, each, sampleOf, sha256, textOf } from "./samples";
import { unzip, zipOf } from "./unzip";

const dataset: ExportedDataset = {
  name: "Pets",
  description: "Animals of the house",
  optOutReasons: [],
};
const entriesFor = (samples: readonly Sample[], about = dataset) =>
  EXPORTERS["image-folder"].entries(each(samples), about);

async function textsFor(samples: readonly Sample[], about = dataset) {
  const entries = await collect(entriesFor(samples, about));
  const text = (path: string) => textOf(entries.find((entry) => entry.path === path));
  const rows: Record<string, string>[] = parse(text("metadata.csv"), { columns: true });
  return { rows, attribution: text("ATTRIBUTION.md"), readme: text("README.md") };
}

describe("image-folder", () => {
  test("the archive holds each picture in its class and the four texts, with true checksums", async () => {
    const samples = [
      await sampleOf(1),
      await sampleOf(2, { label: "Guinea pig" }),
      await sampleOf(3, { label: "Guinea pig", format: "jpeg" }),
    ];
    const files = await unzip(await zipOf(entriesFor(samples)));
    expect([...files.keys()]).toEqual([
      "cat/0193b5e0-0000-7000-8000-000000000001.png",
      "guinea-pig/0193b5e0-0000-7000-8000-000000000002.png",
      "guinea-pig/0193b5e0-0000-7000-8000-000000000003.jpg",
      "metadata.csv",
      "ATTRIBUTION.md",
      "README.md",
      "checksums.sha256",
    ]);
    const checksums = (files.get("checksums.sha256")?.toString() ?? "").trimEnd().split("\n");
    const counted = [...files].slice(0, -1).map(([path, bytes]) => `${sha256(bytes)}  ${path}`);
    expect(checksums).toEqual(counted);
    for (const sample of samples)
      expect([...files.values()].map((bytes) => sha256(bytes))).toContain(sample.sha256);
  });

  test("metadata.csv says everything that is known of a picture", async () => {
    const { rows } = await textsFor([await sampleOf(1, { labels: ["cat", "pet;home"] })]);
    const { sha256: hash, sizeBytes } = await sampleOf(1);
    expect(rows).toEqual([
      {
        file_name: "cat/0193b5e0-0000-7000-8000-000000000001.png",
        label: "cat",
        labels: '["cat","pet;home"]',
        width: "8",
        height: "6",
        size_bytes: String(sizeBytes),
        format: "png",
        sha256: hash,
        perceptual_hash: "0f".repeat(32),
        licence: "CC-BY-4.0",
        licence_url: "https://creativecommons.org/licenses/by/4.0/",
        creator: "Ada",
        creator_url: "https://example.org/ada",
        attribution: '"A cat" by Ada, https://example.org/cat, CC-BY-4.0',
        title: "A cat",
        source: "openverse",
        keyword: "cats",
        original_url: "https://example.org/cat.png",
        page_url: "https://example.org/cat",
        downloaded_at: "2026-03-01T10:00:00.000Z",
        signals: '[{"signal":"robots-txt","value":"no rule applies","allows":true}]',
      },
    ]);
  });

  test("text that a spreadsheet would run or a CSV reader would split arrives as text", async () => {
    const title = '=HYPERLINK("https://example.org","a\r\nb"),c';
    const { rows } = await textsFor([await sampleOf(1, { title, creator: 'O\'Neil, "Bo"' })]);
    expect(rows[0]).toMatchObject({ title: `'${title}`, creator: 'O\'Neil, "Bo"' });
  });

  test("a column's first text stands among the first rows, so that loaders see its type", async () => {
    const unknown = { creator: null, title: "1984" };
    const samples = await Promise.all(
      Array.from({ length: 40 }, (_, i) => sampleOf(i, i < 30 ? unknown : {})),
    );
    const { rows } = await textsFor(samples);
    expect(rows).toHaveLength(40);
    expect(rows.slice(0, 2).map(({ creator, title }) => [creator, title])).toEqual([
      ["", "1984"],
      ["Ada", "A cat"],
    ]);
  });

  test("ATTRIBUTION.md credits every picture on one line, under its licence", async () => {
    const { attribution } = await textsFor([
      await sampleOf(1),
      await sampleOf(2, {
        licence: "unknown",
        attribution: "[x](javascript:1)\n# by <b>, unknown",
      }),
      await sampleOf(3, { licence: "CC0-1.0" }),
    ]);
    expect(attribution.split("\n").slice(4)).toEqual([
      "## [CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/)",
      "",
      '- `cat/0193b5e0-0000-7000-8000-000000000001.png`: "A cat" by Ada, <https://example.org/cat>, CC-BY-4.0',
      "",
      "## [CC0-1.0](https://creativecommons.org/publicdomain/zero/1.0/)",
      "",
      '- `cat/0193b5e0-0000-7000-8000-000000000003.png`: "A cat" by Ada, <https://example.org/cat>, CC-BY-4.0',
      "",
      "## Licence unknown",
      "",
      "- `cat/0193b5e0-0000-7000-8000-000000000002.png`: \\[x\\](javascript:1) \\# by \\<b\\>, unknown",
      "",
    ]);
  });

  test("README.md counts pictures by class, in the order of the loaders, and by licence", async () => {
    const { readme } = await textsFor([
      await sampleOf(1, { label: "dog" }),
      await sampleOf(2, { downloadedAt: "2026-03-03T10:00:00.000Z" }),
      await sampleOf(3, { licence: "CC0-1.0" }),
    ]);
    expect(readme).toContain("3 pictures in 2 classes");
    expect(readme).toContain("downloaded 2026-03-01 to 2026-03-03");
    expect(readme).toContain("| 0 | `cat` | cat | 2 |\n| 1 | `dog` | dog | 1 |");
    expect(readme).toContain("(https://creativecommons.org/licenses/by/4.0/) | 2 |");
    expect(readme).toContain("license: other");
  });

  test("README.md names the one licence that all pictures have", async () => {
    const { readme } = await textsFor([await sampleOf(1), await sampleOf(2)]);
    expect(readme).toContain("license: cc-by-4.0\n");
  });

  test("a dataset's name cannot add to the card's settings", async () => {
    const about = { ...dataset, name: '"\n---\nlicense: mit', description: "<script>" };
    const { readme } = await textsFor([await sampleOf(1)], about);
    expect(readme.split("\n").slice(0, 2)).toEqual([
      "---",
      'pretty_name: "\\"\\n---\\nlicense: mit"',
    ]);
    expect(readme.match(/^license:/gm)).toHaveLength(1);
    expect(readme).not.toContain("\n<script>");
  });

  test("README.md says that opt-outs were respected, where they were", async () => {
    const { readme } = await textsFor([await sampleOf(1)]);
    expect(readme).toContain("## Consent\n\nOpt-outs were respected: no picture here");
  });

  test("README.md counts pictures that were taken against an opt-out, by what stated it, with the owner's reasons", async () => {
    const robots = { signal: "robots-txt", value: "Disallow: / (line 2)", allows: false } as const;
    const mark = { signal: "c2pa", value: "c2pa.ai_training=notAllowed", allows: false } as const;
    const samples = [
      await sampleOf(1, { signals: [robots, { ...mark, allows: true }] }),
      await sampleOf(2, { signals: [robots, { ...robots, value: "Disallow: /b" }, mark] }),
      await sampleOf(3, { source: "upload" }),
      await sampleOf(4, { source: "upload", signals: [mark] }),
    ];
    const about = { ...dataset, optOutReasons: ["A written <agreement>\n# exists."] };
    const { readme } = await textsFor(samples, about);
    expect(readme).toContain("**3 pictures were taken against a stated opt-out**");
    expect(readme).toContain("| robots.txt | 2 |\n| C2PA | 2 |");
    expect(readme).toContain("Uploaded by the owner, who answers for them: 1 picture.");
    expect(readme).toContain("- A written \\<agreement\\> \\# exists.");
    expect(readme).not.toContain("Opt-outs were respected");
  });

  test("a dataset without pictures is an archive of texts", async () => {
    const files = await unzip(await zipOf(entriesFor([])));
    expect(files.size).toBe(4);
    expect(files.get("metadata.csv")?.toString()).toMatch(/^file_name,label,.*\r\n$/);
  });
});
