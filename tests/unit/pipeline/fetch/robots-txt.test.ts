import { describe, expect, test } from "vitest";
import { judgePath, parseRobotsTxt } from "@/lib/pipeline/fetch/robots-txt";
import { processorMsOf } from "@/tests/helpers/processor-time";

const judge = (text: string, path: string) =>
  judgePath(parseRobotsTxt(text, "PixCrawler"), new URL(path, "https://example.org"));
const all = (...lines: string[]) => ["User-agent: *", ...lines].join("\n");

describe("paths", () => {
  test.each([
    // RFC 9309 §2.2.3 and §5, and the ones every parser gets wrong sooner or later.
    ["Disallow: /", "/a", false],
    ["Disallow:", "/a", true],
    ["Disallow: /fish", "/fish", false],
    ["Disallow: /fish", "/fish/salmon.html", false],
    ["Disallow: /fish", "/fishheads.jpg?id=1", false],
    ["Disallow: /fish", "/Fish.asp", true],
    ["Disallow: /fish", "/catfish", true],
    ["Disallow: /fish/", "/fish", true],
    ["Disallow: /fish*", "/fishy", false],
    ["Disallow: /*.gif$", "/a/b.gif", false],
    ["Disallow: /*.gif$", "/a.gif?x", true],
    ["Disallow: *.gif", "/a.gif", false],
    ["Disallow: /*?", "/a?b", false],
    ["Disallow: /*?", "/a", true],
    ["Disallow: /fish*.php", "/fishheads/catfish.php?p=1", false],
    ["Disallow: /fish*.php", "/Fish.PHP", true],
    ["Disallow: /a*b*c$", "/a1b2c", false],
    ["Disallow: /a*b*c$", "/a1b2cd", true],
    ["Disallow: /a*c$", "/abcbc", false],
    ["Disallow: /ab*b$", "/ab", true],
    ["Disallow: /$", "/", false],
    ["Disallow: /$", "/a", true],
    ["Disallow: /a$b", "/a$b", false],
    ["Disallow: /a%24", "/a$", false],
    ["Disallow: /a%2A", "/a*", false],
    ["Disallow: /a%2a", "/abc", true],
    ["Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar", false],
    ["Disallow: /bücher", "/b%C3%BCcher", false],
    ["Disallow: /b%c3%bccher", "/bücher", false],
    ["Disallow: /%7Ejoe/", "/~joe/x", false],
    ["Disallow: /~joe/", "/%7ejoe/x", false],
    ["Disallow: /a%2Fb", "/a/b", true],
    ["Disallow: /a%2fb", "/a%2Fb", false],
    ["Disallow: /a # a comment", "/a", false],
    ["Disallow: /", "/robots.txt", true],
    ["disallow : /a", "/a", false],
    ["Disallow /a", "/a", true],
    ["Nonsense: /a", "/a", true],
  ])("%s asked for %s: allowed is %s", (line, path, isAllowed) => {
    expect(judge(all(line), path).isAllowed).toBe(isAllowed);
  });

  test.each([
    [["Disallow: /a", "Allow: /a/b"], "/a/b/c", true, "Allow: /a/b (line 3)"],
    [["Allow: /a/b", "Disallow: /a"], "/a/c", false, "Disallow: /a (line 3)"],
    [["Disallow: /folder", "Allow: /folder"], "/folder/x", true, "Allow: /folder (line 3)"],
    [["Allow: /page", "Disallow: /*.htm"], "/page.htm", false, "Disallow: /*.htm (line 3)"],
    [["Allow: /page", "Disallow: /page$"], "/page", false, "Disallow: /page$ (line 3)"],
    [["Allow: /$", "Disallow: /"], "/", true, "Allow: /$ (line 2)"],
    [["Allow: /$", "Disallow: /"], "/a", false, "Disallow: / (line 3)"],
    [["Disallow: /b"], "/a", true, "no rule applies"],
  ])(
    "the longest of %j decides for %s, the permissive one of equals",
    (lines, path, ...expected) => {
      const { isAllowed, signals } = judge(all(...lines), path);
      expect([isAllowed, signals[0]?.value]).toEqual(expected);
    },
  );
});

describe("groups", () => {
  const text = `
User-agent: Googlebot
Disallow: /google

User-agent: OtherBot
User-Agent: PIXCRAWLER/2.0 (any words)
Crawl-delay: 3
Sitemap: https://example.org/sitemap.xml
User-agent: third

Disallow: /ours

User-agent: *
Disallow: /

User-agent: pixcrawler
Disallow: /more
`;
  test("every group that names us holds, in any case, and the general one does not", () => {
    expect(judge(text, "/ours").isAllowed).toBe(false);
    expect(judge(text, "/more").isAllowed).toBe(false);
    expect(judge(text, "/google").isAllowed).toBe(true);
    expect(judge(text, "/else").isAllowed).toBe(true);
    expect(parseRobotsTxt(text, "PixCrawler").crawlDelayMs).toBe(3_000);
    expect(
      judgePath(parseRobotsTxt(text, "third"), new URL("https://a.example/ours")).isAllowed,
    ).toBe(false);
  });

  test("a name that only begins like ours is somebody else", () => {
    const others = "User-agent: PixCrawler-Images\nUser-agent: Pix\nDisallow: /";
    expect(judge(others, "/a").isAllowed).toBe(true);
  });

  test("a group of ours without rules allows all", () => {
    expect(judge("User-agent: *\nDisallow: /\n\nUser-agent: PixCrawler\n", "/a").isAllowed).toBe(
      true,
    );
  });

  test.each(["\r\n", "\r", "\n"])(
    "lines may end with %j, and the text begin with a mark",
    (end) => {
      expect(judge(`\ufeffUser-agent: *${end}Disallow: /a${end}`, "/a").isAllowed).toBe(false);
    },
  );

  test("rules before any group, HTML and noise forbid nothing", () => {
    expect(judge("Disallow: /", "/a").isAllowed).toBe(true);
    expect(judge("<html><body>Disallow: /</body></html>", "/a").isAllowed).toBe(true);
    expect(judge("\0\x01\u2028::::\n:\n#", "/a").isAllowed).toBe(true);
  });

  test.each([
    ["10", 10_000],
    ["0.5", 500],
    ["86400", 86_400_000],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-1", 0],
    ["soon", 0],
    ["", 0],
  ])("Crawl-delay: %s is %d ms", (value, crawlDelayMs) => {
    expect(parseRobotsTxt(all(`Crawl-delay: ${value}`), "PixCrawler")).toMatchObject({
      crawlDelayMs,
    });
  });
});

describe("wishes about training", () => {
  const wishes = (text: string, path: string) => judge(text, path).signals.slice(1);
  test.each([
    ["Content-Signal: search=yes,ai-train=no", "content-signal", "ai-train=no"],
    ["Content-Usage: train-ai=n", "content-usage", "train-ai=n"],
    ["Content-Usage: /photos/ train-ai=n", "content-usage", "train-ai=n"],
    ["Content-Usage: ai-train=n", "content-usage", "ai-train=n"],
    ["Content-Usage: train-genai=n", "content-usage", "train-genai=n"],
  ] as const)("%s is an opt-out", (line, signal, value) => {
    const decided = { signal, value: `${value} (robots.txt, line 2)`, allows: false };
    expect(wishes(all(line, "Allow: /"), "/photos/a")).toEqual([decided]);
  });

  test("the most specific path decides, several lines for one path count together", () => {
    const text = all(
      "Content-Usage: train-ai=n",
      "Content-Usage: /free/ train-ai=y",
      "Content-Usage: /both search=y",
      "Content-Usage: /both train-ai=n",
    );
    expect(wishes(text, "/a")[0]?.allows).toBe(false);
    expect(wishes(text, "/free/a")[0]?.allows).toBe(true);
    expect(wishes(text, "/both")[0]?.allows).toBe(false);
  });

  test("a line before the first group holds for everybody, one for another crawler does not", () => {
    expect(wishes("Content-Signal: ai-train=no\nUser-agent: *\nAllow: /", "/a")).toHaveLength(1);
    expect(
      wishes("Content-Signal: ai-train=no\nUser-agent: PixCrawler\nAllow: /", "/a"),
    ).toHaveLength(1);
    expect(wishes("User-agent: GPTBot\nContent-Signal: ai-train=no\nDisallow: /", "/a")).toEqual(
      [],
    );
  });
});

test("what is recorded of a rule stays short, and says which line it is", () => {
  const { signals } = judge(all(`Disallow: /${"*a".repeat(1_000)}`), `/${"a".repeat(1_000)}`);
  expect(signals[0]?.value.length).toBeLessThanOrEqual(500);
  expect(signals[0]?.value).toMatch(/ \(line 2\)$/);
  const wordy = judge(all(`Content-Usage: train-ai=n;${"x".repeat(1_000)}`, "Allow: /"), "/a");
  expect(wordy.signals[1]?.value).toMatch(/^train-ai=n;x{1,480} \(robots\.txt, line 2\)$/);
});

test("hostile rules cost little time", async () => {
  const path = `/${"a".repeat(2_000)}`;
  const text = all(...Array.from({ length: 200 }, () => `Disallow: /${"*a".repeat(1_200)}b$`));
  const ms = await processorMsOf(() => {
    expect(judge(text, path).isAllowed).toBe(true);
    judge(all(`Content-Usage: /${"x".repeat(250_000)}\u2028${" ".repeat(250_000)}`), "/");
  });
  expect(ms).toBeLessThan(5_000);
});
