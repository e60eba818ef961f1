import { expect, test } from "vitest";
import { reportMarkdown, section, table } from "@/lib/domain/report";

const EVIL =
  "<img src=x onerror=alert(1)> | [a](javascript:b) `c` *d* ~e~ &lt; https://evil.example www.evil.example _www.evil.example me@evil.example \u202e\u001b[31m\n# f";

const reportOf = (...sections: (ReturnType<typeof section> | null)[]) => ({
  title: "A report",
  paragraphs: [],
  sections: sections.filter((each) => each !== null),
});
/** What is left when everything that is escaped is taken out: what a reader of Markdown could act on. */
const bare = (markdown: string) => markdown.replace(/\\./g, "");

test("a text from the web stays a text, wherever it stands", () => {
  const markdown = reportMarkdown({
    title: EVIL,
    paragraphs: [EVIL],
    sections: [
      {
        title: EVIL,
        points: [EVIL],
        facts: [{ name: EVIL, value: EVIL }],
        tables: [table([EVIL], [[EVIL]], { title: EVIL, note: EVIL })],
      },
    ],
  });
  expect(bare(markdown)).not.toMatch(/[<>`[\]*~&@]|:\/\/|www\./);
  expect(markdown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  const lines = markdown.split("\n");
  expect(lines.filter((line) => line.startsWith("#"))).toHaveLength(3);
  const columns = lines
    .filter((line) => line.startsWith("|"))
    .map((line) => bare(line).split("|").length);
  expect(columns).toEqual([4, 4, 4, 3, 3, 3]);
});

test("a text that begins as a list does is no list", () => {
  const markdown = reportMarkdown({
    title: "t",
    paragraphs: ["- a", "+ b", "1. c", "= d"],
    sections: [],
  });
  expect(markdown.split("\n").filter((line) => /^([-+=]|\d+[.)])/.test(line))).toEqual([]);
});

test("what has nothing to tell is left out", () => {
  expect(section("Empty", { tables: [table(["a"], [])] })).toBeNull();
  const markdown = reportMarkdown(reportOf(section("Facts", { facts: [{ name: "n", value: 1 }] })));
  expect(markdown).toBe("# A report\n\n## Facts\n\n| what | value |\n| --- | --- |\n| n | 1 |\n");
});

test("numbers are grouped, and a table tells which column is drawn", () => {
  const counts = table(["label", "pictures"], [["cat", 12_345]], { chart: "pictures" });
  expect(counts.chart).toBe(1);
  expect(reportMarkdown(reportOf(section("Labels", { tables: [counts] })))).toContain(
    "| cat | 12,345 |",
  );
});
