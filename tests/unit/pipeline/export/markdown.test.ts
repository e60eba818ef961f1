import { describe, expect, test } from "vitest";
import { escapeMarkdown } from "@/lib/pipeline/export/markdown";

describe("escapeMarkdown", () => {
  test.each([
    ["[click](javascript:alert(1))", "\\[click\\](javascript:alert(1))"],
    ["<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"],
    ["a *b* _c_ `d` | # &amp;", "a \\*b\\* \\_c\\_ \\`d\\` \\| \\# \\&amp;"],
    ["one\r\n\n# two\u0000", "one \\# two"],
  ])("%j has no effect", (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test("a URL stays whole and becomes a link to itself", () => {
    expect(escapeMarkdown("A cat, https://example.org/a_b*c?d=1&e=2, CC-BY-4.0")).toBe(
      "A cat, <https://example.org/a_b*c?d=1&e=2>, CC-BY-4.0",
    );
  });

  test("a URL cannot break out of its link", () => {
    expect(escapeMarkdown("https://example.org/<b>")).toBe("<https://example.org/>\\<b\\>");
  });
});
