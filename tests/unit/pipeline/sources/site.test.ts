import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { SourceOptions } from "@/lib/domain/source-options";
import { fetchPage } from "@/lib/pipeline/fetch/download";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { site } from "@/lib/pipeline/sources/site";
import { localSite, never, testHttp } from "../fetch/local-site";
import { type Answer, ask, httpError } from "./ask-source";

const ROOT = "https://site.example";
const links = (...paths: string[]) => paths.map((path) => `<a href="${path}">x</a>`).join("");
const picture = (name: string) => `<img src="${ROOT}/${name}.jpg">`;

/** Crawls to the end; a crash after every page of the source loses nothing, because only the cursor is kept. */
async function crawl(
  answer: Answer,
  options: Partial<NonNullable<SourceOptions["site"]>> = {},
  list = `${ROOT}/`,
) {
  const whole = { maxPages: 100, maxDepth: 3, sitemap: false, ...options };
  const asked: string[] = [];
  const found: string[] = [];
  const notes: string[] = [];
  let longestCursor = 0;
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page = await ask(site, answer, { list, cursor, options: { site: whole } });
    asked.push(...page.requests.map(({ url }) => url.href.replace(ROOT, "")));
    found.push(...page.found.map(({ url }) => url.replace(ROOT, "")));
    notes.push(...(page.notes ?? []));
    cursor = page.cursor;
    longestCursor = Math.max(longestCursor, cursor?.length ?? 0);
    pages += 1;
  } while (cursor);
  return { asked, found, notes, pages, longestCursor };
}

/** A site whose pages are given by path; anything else is missing. */
const pagesOf =
  (pages: Record<string, string>): Answer =>
  ({ url }) =>
    pages[url.pathname + url.search] ?? httpError(404);

test("pages are read breadth first, each once however it is written, and no other host's", async () => {
  const { asked, found } = await crawl(
    pagesOf({
      "/":
        picture("home") +
        links(
          "/a",
          "b",
          "https://www.site.example/a/",
          "/a?utm_source=x#top",
          "https://else.example/",
        ),
      "/a":
        picture("a") +
        links("/a/deep", "/", "/index.html", "mailto:a@b.example", "/doc.pdf", "/pic.jpg"),
      "/b": picture("b") + links("https://sub.site.example/", "https://site.example:8443/"),
      "/a/deep": picture("deep"),
    }),
  );
  expect(asked).toEqual(["/", "/a", "/b", "/a/deep"]);
  expect(found).toEqual(["/home.jpg", "/a.jpg", "/pic.jpg", "/b.jpg", "/deep.jpg"]);
});

test("never more pages are read than asked for, nor deeper ones", async () => {
  const endless: Answer = ({ url }) =>
    Array.from({ length: 50 }, (_, n) => links(`${url.pathname}${n}/`)).join("");
  const few = await crawl(endless, { maxPages: 12 });
  expect(few.asked).toHaveLength(12);
  expect(few.pages).toBe(3);
  const chain: Answer = ({ url }) => links(`${url.pathname}x/`);
  expect((await crawl(chain, { maxDepth: 2 })).asked).toEqual(["/", "/x/", "/x/x/"]);
  expect((await crawl(chain, { maxDepth: 0 })).asked).toEqual(["/"]);
});

test("a calendar without end gives fifty addresses of one path, and the cursor of the largest crawl stays small", async () => {
  const calendar: Answer = ({ url }) => {
    const day = Number(url.searchParams.get("day") ?? 0);
    return links(...Array.from({ length: 10 }, (_, n) => `/calendar?day=${day * 10 + n}`));
  };
  const { asked } = await crawl(calendar, { maxPages: 2_000, maxDepth: 10 });
  expect(asked).toHaveLength(1 + 50);
  const long = "x".repeat(360);
  const wide: Answer = ({ url }) =>
    url.pathname === "/" ? links(...Array.from({ length: 5_000 }, (_, n) => `/${long}${n}`)) : "";
  const large = await ask(site, wide, {
    list: `${ROOT}/`,
    options: { site: { maxPages: 2_000, maxDepth: 3, sitemap: false } },
  });
  expect(large.cursor?.length).toBeLessThan(1_000_000);
});

test("nofollow holds for a link and for a page, and a canonical address is not read again", async () => {
  const { asked } = await crawl(
    pagesOf({
      "/": `<a rel="nofollow" href="/no">x</a>${links("/a", "/silent", "/print?page=1")}`,
      "/a": `<link rel="canonical" href="/canonical">${links("/canonical")}`,
      "/silent": `<meta name="robots" content="nofollow">${links("/hidden")}`,
      "/print?page=1": links("/canonical#x"),
    }),
  );
  expect(asked).toEqual(["/", "/a", "/silent", "/print?page=1"]);
});

test("a page that fails is tried once more and then told; opt-outs and refusals are told at once", async () => {
  const { asked, found, notes } = await crawl((request) => {
    const { pathname } = request.url;
    if (pathname === "/broken") return httpError(500);
    if (pathname === "/closed") return new FetchError("robots-txt", "Disallow: /closed");
    if (pathname === "/noai") return `<meta name="robots" content="noai">${picture("no")}`;
    if (pathname === "/") return links("/broken", "/closed", "/noai", "/fine");
    return picture("fine");
  });
  expect(asked.filter((path) => path === "/broken")).toHaveLength(2);
  expect(found).toEqual(["/fine.jpg"]);
  expect(notes).toEqual([
    `${ROOT}/closed: Disallow: /closed`,
    `${ROOT}/noai: meta robots: noai`,
    `${ROOT}/broken: answered 500`,
  ]);
});

test("a busy host is waited for without losing what was read; a site that never answers is a failure", async () => {
  const busy: Answer = ({ url }) =>
    url.pathname === "/" ? picture("home") + links("/a") : httpError(429, 9);
  const options = { site: { maxPages: 9, maxDepth: 3, sitemap: false } };
  const first = await ask(site, busy, { list: `${ROOT}/`, options });
  expect(first.found).toHaveLength(1);
  await expect(
    ask(site, busy, { list: `${ROOT}/`, options, cursor: first.cursor }),
  ).rejects.toMatchObject({ retryAfterSeconds: 9 });
  await expect(crawl(() => httpError(403))).rejects.toThrow("answered 403");
  await expect(crawl(() => httpError(502))).rejects.toThrow("answered 502");
});

test("a start that redirects to another host makes that host the site; a page that leads away does not", async () => {
  const { asked, found, notes } = await crawl(({ url }) => {
    if (url.href === `${ROOT}/`)
      return { text: links("/a", "/away"), url: "https://moved.example/home" };
    if (url.pathname === "/away") return { text: picture("x"), url: "https://else.example/" };
    return picture("a");
  });
  expect(asked).toEqual(["/", "https://moved.example/a", "https://moved.example/away"]);
  expect(found).toEqual(["/a.jpg"]);
  expect(notes).toEqual(["https://moved.example/away: leads to another site, else.example."]);
});

const urlset = (urls: string) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">${urls}</urlset>`;

test("sitemaps that robots.txt names are read, with their pictures and licences, through indexes", async () => {
  const { asked, found, notes } = await crawl(
    pagesOf({
      "/robots.txt": `User-agent: *\nSitemap: ${ROOT}/index.xml\nsitemap:${ROOT}/missing.xml`,
      "/index.xml": `<sitemapindex><sitemap><loc><![CDATA[${ROOT}/one.xml]]></loc></sitemap><sitemap><loc>${ROOT}/index.xml</loc></sitemap></sitemapindex>`,
      "/one.xml":
        urlset(`<url><loc>${ROOT}/listed?a=1&amp;b=2</loc><image:image><image:loc>${ROOT}/one.jpg</image:loc>
        <image:title>Pier</image:title><image:license>https://creativecommons.org/licenses/by/4.0/</image:license></image:image>
        <image:image><image:loc>/drawing.svg</image:loc></image:image></url><url><loc>https://else.example/</loc></url>`),
      "/": picture("home"),
      "/listed?a=1&b=2": picture("listed"),
    }),
    { sitemap: true },
  );
  expect(asked.slice(0, 2)).toEqual(["/robots.txt", "/index.xml"]);
  expect(asked).toContain("/listed?a=1&b=2");
  expect(found).toEqual(["/one.jpg", "/home.jpg", "/listed.jpg"]);
  expect(notes).toEqual([`${ROOT}/missing.xml: answered 404`]);
});

test("the usual place is tried where robots.txt names none, and its absence is no news", async () => {
  const { asked, notes } = await crawl(pagesOf({ "/": "", "/robots.txt": "" }), { sitemap: true });
  expect(asked).toEqual(["/robots.txt", "/sitemap.xml", "/"]);
  expect(notes).toEqual([]);
});

test("a sitemap of many pictures is given in parts that one statement of the database can take", async () => {
  const images = Array.from(
    { length: 4_500 },
    (_, n) => `<image:image><image:loc>${ROOT}/p${n}.jpg</image:loc></image:image>`,
  ).join("");
  const answer = pagesOf({
    "/": "",
    "/sitemap.xml": urlset(`<url><loc>${ROOT}/</loc>${images}</url>`),
  });
  let largest = 0;
  let cursor: string | null = null;
  const found = new Set<string>();
  do {
    const page = await ask(site, answer, { list: `${ROOT}/`, cursor });
    largest = Math.max(largest, page.found.length);
    for (const { url } of page.found) found.add(url);
    cursor = page.cursor;
  } while (cursor);
  expect(found.size).toBe(4_500);
  expect(largest).toBeLessThanOrEqual(2_000);
});

test("a sitemap of sitemaps of sitemaps ends after fifty files", async () => {
  const { asked } = await crawl(
    ({ url }) => {
      if (url.pathname === "/") return "";
      const names = Array.from(
        { length: 20 },
        (_, n) => `${url.href.replace(".xml", "")}-${n}.xml`,
      );
      return `<sitemapindex>${names.map((one) => `<sitemap><loc>${one}</loc></sitemap>`).join("")}</sitemapindex>`;
    },
    { sitemap: true },
  );
  expect(asked.filter((path) => path.endsWith(".xml")).length).toBeLessThanOrEqual(50);
});

test("a sitemap may be a gzip file and keep itself out of search results; a bomb of one is refused", async () => {
  const server = await localSite((request, response) => {
    const body = request.url === "/bomb.gz" ? Buffer.alloc(20_000_000) : Buffer.from("<urlset/>");
    if (!request.url?.endsWith(".gz")) return response.writeHead(404).end();
    response
      .writeHead(200, { "content-type": "application/gzip", "x-robots-tag": "noindex" })
      .end(gzipSync(body));
  });
  const { http } = testHttp([server]);
  const options = { signal: never(), maxBytes: 1_000_000, isSitemap: true, respectOptOuts: true };
  expect((await fetchPage(http, `${server.origin}/map.gz`, options)).text).toBe("<urlset/>");
  await expect(
    fetchPage(http, `${server.origin}/map.gz`, { ...options, isSitemap: false }),
  ).rejects.toMatchObject({ outcome: "ai-opt-out" });
  await expect(fetchPage(http, `${server.origin}/bomb.gz`, options)).rejects.toMatchObject({
    outcome: "too-large",
  });
});

test("a robots.txt that names another one as its sitemap does not lead from one to the next for ever", async () => {
  let count = 0;
  const { asked, found } = await crawl(
    ({ url }) => {
      if (url.pathname !== "/robots.txt")
        return url.pathname === "/" ? picture("home") : httpError(404);
      if (count > 50) throw new Error("It never ends.");
      return `Sitemap: ${ROOT}/robots.txt?${count++}`;
    },
    { sitemap: true },
  );
  expect(asked.filter((path) => path.startsWith("/robots.txt"))).toEqual(["/robots.txt"]);
  expect(found).toEqual(["/home.jpg"]);
});
