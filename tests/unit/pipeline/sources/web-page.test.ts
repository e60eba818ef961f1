import { expect, test } from "vitest";
import { FetchError } from "@/lib/pipeline/fetch-error";
import type { Found } from "@/lib/pipeline/sources/source";
import { webPage } from "@/lib/pipeline/sources/web-page";
import { processorMsOf } from "@/tests/helpers/processor-time";
import { ask, httpError } from "./ask-source";

const PAGE = "https://photos.example/albums/1";
const read = (html: string, list = PAGE) => ask(webPage, () => html, { list });
const urlsOf = ({ found }: { found: readonly Found[] }) =>
  found.map(({ url }) => url.replace("https://photos.example", ""));

test("of all sizes of a picture the largest is taken, once", async () => {
  const page = await read(`
    <img src="/a-300.jpg" srcset="/a-600.jpg 600w, /a-1200.jpg 1200w , /a-900.jpg 900w">
    <img src="/b.jpg" srcset="/b@2x.jpg 2x, /b@1.5x.jpg 1.5x">
    <picture><source type="image/avif" srcset="/c-800.avif 800w, /c-1600.avif 1600w">
      <source type="image/webp" srcset="/c-1600.webp 1600w"><img src="/c.jpg" srcset="/c-1600.jpg 1600w"></picture>
    <picture><source srcset="/d.webp"><img src="/d.jpg" alt="d"></picture>
    <img src="/e.jpg"><img src="/e.jpg#again">
    <img srcset="/f,x_1.jpg 100w,/f,x_2.jpg 200w" src="/f.jpg">`);
  expect(urlsOf(page)).toEqual([
    "/a-1200.jpg",
    "/b@2x.jpg",
    "/c-1600.jpg",
    "/d.jpg",
    "/e.jpg",
    "/f,x_2.jpg",
  ]);
});

test("pictures that scripts would load later are taken, and their placeholders are not", async () => {
  const page = await read(`
    <img src="/placeholder.gif" data-src="/late.jpg"><noscript><img src="/late.jpg"></noscript>
    <img src="data:image/gif;base64,AAAA" data-srcset="/late-2.jpg 2x" class="lazyload">
    <img src="/p.gif" data-original="/original.jpg"><div data-bg="url('/back.jpg')"></div>`);
  expect(urlsOf(page)).toEqual(["/late.jpg", "/late-2.jpg", "/original.jpg", "/back.jpg"]);
  expect(page.ignored).toBe(0);
});

test("meta elements, structured data, backgrounds, posters and links name pictures too", async () => {
  const page = await read(`<head><base href="/media/"><meta property="og:image" content="og.jpg">
    <meta name="twitter:image" content="https://cdn.example/twitter.jpg"><link rel="image_src" href="linked.jpg">
    <style>.a { color: red; background: #fff url( "bg (1).jpg" ) } @font-face { src: url(font.woff2) }
      .b { background-image: url(data:image/png;base64,AA;BB), url(bg-2.jpg) } .c { cursor: url(c.png) }</style>
    <script type="application/ld+json">{"@type":"Article","image":["ld-1.jpg",{"@type":"ImageObject","url":"ld-2.jpg"}],
      "publisher":{"logo":{"@type":"ImageObject","url":"logo.png"}}}</script></head>
    <div style="background-image:url(&quot;styled.jpg&quot;)"></div><video poster="poster.jpg"></video>
    <a href="full.jpg" title="A boat"><img src="small.jpg" alt="boat"></a><a href="/wiki/File:Cat.jpg"><img src="cat.jpg"></a>`);
  expect(urlsOf(page)).toEqual([
    "/media/og.jpg",
    "https://cdn.example/twitter.jpg",
    "/media/linked.jpg",
    "/media/bg%20(1).jpg",
    "/media/bg-2.jpg",
    "/media/ld-1.jpg",
    "/media/ld-2.jpg",
    "/media/styled.jpg",
    "/media/poster.jpg",
    "/media/full.jpg",
    "/media/cat.jpg",
  ]);
  expect(page.found[9]).toMatchObject({
    title: "A boat",
    thumbnailUrl: "https://photos.example/media/small.jpg",
  });
});

test("data:, drawings, icons and tracking pixels are no pictures, and are counted", async () => {
  const page =
    await read(`<img src="data:image/png;base64,AAAA"><img src="blob:https://x/1"><img src="/logo.svg">
    <img src="/favicon.ico"><img src="https://count.example/p.gif" width="1" height="1"><img src=""><img src="/ok.jpg" width="640">
    <img src="javascript:alert(1)"><img src="ftp://x.example/a.jpg">`);
  expect(urlsOf(page)).toEqual(["/ok.jpg"]);
  expect(page.ignored).toBe(7);
});

test("a picture's name is its alternative text, else its title, else its caption; declared sizes are not believed", async () => {
  const { found } = await read(`
    <figure><img src="/1.jpg" alt="Fish &amp; chips" width="640" height="480"><figcaption>no</figcaption></figure>
    <img src="/2.jpg" alt="" title="Titled"><figure><img src="/3.jpg"><figcaption>A <b>bold</b> tern</figcaption></figure>
    <img src="/4.jpg?a=1&amp;b=2&copy=3">`);
  expect(found.map(({ title }) => title)).toEqual(["Fish & chips", "Titled", "A bold tern", null]);
  expect(found[0]).toMatchObject({ width: null, height: null, pageUrl: PAGE });
  expect(found[3]?.url).toBe("https://photos.example/4.jpg?a=1&b=2&copy=3");
});

test("structured data gives a picture its licence, credit, size and day", async () => {
  const { found } =
    await read(`<img src="/a.jpg" alt="alt"><script type="application/ld+json">{"@graph":[{"@type":"ImageObject",
    "contentUrl":"/a.jpg","license":"https://creativecommons.org/licenses/by-sa/4.0/","creditText":"Ada / Photos","creator":{"@type":"Person",
    "name":"Ada","url":"https://ada.example/"},"caption":"A pier","width":{"@type":"QuantitativeValue","value":"1600"},"height":"900px",
    "thumbnailUrl":"/a-small.jpg","dateCreated":"2024-03-01T10:00:00Z"},
    {"@type":"ImageObject","contentUrl":"/b.jpg","acquireLicensePage":"https://photos.example/buy"}]}</script>`);
  expect(found).toHaveLength(2);
  expect(found[0]).toMatchObject({
    url: "https://photos.example/a.jpg",
    licence: "CC-BY-SA-4.0",
    licenceUrl: "https://creativecommons.org/licenses/by-sa/4.0/",
    creator: "Ada",
    creatorUrl: "https://ada.example/",
    attribution: "Ada / Photos",
    title: "A pier",
    width: 1600,
    height: 900,
    thumbnailUrl: "https://photos.example/a-small.jpg",
    createdOn: "2024-03-01",
  });
  expect(found[1]).toMatchObject({ licence: "unknown", licenceUrl: "https://photos.example/buy" });
});

test("a licence of the page holds for its pictures, a figure's own before it; contradictions hold for none", async () => {
  const by = '<a rel="license" href="https://creativecommons.org/licenses/by/4.0/">CC BY</a>';
  const zero =
    '<a rel="nofollow license" href="https://creativecommons.org/publicdomain/zero/1.0/">CC0</a>';
  const licences = async (html: string) => (await read(html)).found.map(({ licence }) => licence);
  expect(
    await licences(`<img src="/1.jpg"><figure><img src="/2.jpg">${zero}</figure>${by}`),
  ).toEqual(["CC-BY-4.0", "CC0-1.0"]);
  expect(await licences(`<img src="/1.jpg">${by}${zero}`)).toEqual(["unknown"]);
  expect(
    await licences('<img src="/1.jpg"><meta name="dcterms.rights" content="All rights reserved">'),
  ).toEqual(["unknown"]);
});

test.each([
  ['<meta name="robots" content="index, NoAI">', "meta robots: noai"],
  ['<meta content="noimageai" name="PixCrawler">', "meta pixcrawler: noimageai"],
  ['<meta name="robots" content="none">', "meta robots: none"],
  ['<meta name="tdm-reservation" content="1">', "meta tdm-reservation: 1"],
])("the pictures of a page that says %s are not taken", async (meta, message) => {
  const html = `<head>${meta}</head><img src="/a.jpg">`;
  await expect(read(html)).rejects.toMatchObject({ outcome: "ai-opt-out", message });
  const first = await read(html, `${PAGE}\nhttps://photos.example/2`);
  expect(first).toMatchObject({ found: [], notes: [`${PAGE}: ${message}`] });
});

test("where a person sets opt-outs aside, every picture says what its page refuses", async () => {
  const refused = { signal: "robots-txt", value: "Disallow: /albums", allows: false } as const;
  const allowed = { signal: "content-signal", value: "search=yes", allows: true } as const;
  const text = '<meta name="robots" content="noai"><img src="/a.jpg"><img src="/b.jpg">';
  const answer = () => ({ text, signals: [refused, allowed] });
  const { found } = await ask(webPage, answer, { list: PAGE, respectOptOuts: false });
  const noai = { signal: "meta-robots", value: "meta robots: noai", allows: false };
  expect(found.map(({ signals }) => signals)).toEqual([
    [refused, noai],
    [refused, noai],
  ]);
});

test("wishes for other crawlers, and wishes that allow, stop nothing", async () => {
  const page =
    await read(`<meta name="googlebot" content="noindex"><meta name="robots" content="index,max-image-preview:large">
    <meta name="tdm-reservation" content="0"><img src="/a.jpg">`);
  expect(page.found).toHaveLength(1);
});

test("addresses are read one after the other; those that fail are told, or tried once more, and the others go on", async () => {
  const list =
    "https://a.example/1\n\n  https://a.example/gone\r\nno address\nb.example/slow\nhttps://a.example/2";
  const asked: string[] = [];
  const answer = ({ url }: { url: URL }) => {
    asked.push(url.href);
    if (url.pathname === "/gone") return httpError(404);
    if (url.pathname === "/slow") return httpError(502);
    return '<img src="/x.jpg">';
  };
  const notes: string[] = [];
  let found = 0;
  let cursor: string | null = null;
  do {
    const page = await ask(webPage, answer, { list, cursor });
    notes.push(...(page.notes ?? []));
    found += page.found.length;
    cursor = page.cursor;
  } while (cursor);
  expect(asked).toEqual([
    "https://a.example/1",
    "https://a.example/gone",
    "https://b.example/slow",
    "https://a.example/2",
    "https://b.example/slow",
  ]);
  expect(found).toBe(2);
  expect(notes).toEqual([
    "https://a.example/gone: answered 404",
    "no address: is not a web address.",
    "https://b.example/slow: answered 502",
  ]);
});

test("the only address of a crawl must answer, and a busy host is waited for", async () => {
  await expect(ask(webPage, () => httpError(404), { list: PAGE })).rejects.toThrow("answered 404");
  await expect(
    ask(webPage, () => httpError(429, 30), { list: `${PAGE}\n${PAGE}/2` }),
  ).rejects.toMatchObject({ retryAfterSeconds: 30 });
  await expect(ask(webPage, () => "", { listKey: null })).rejects.toThrow("no addresses");
});

test("an address that answers a picture is that picture, and other files are refused by name", async () => {
  const answer = (type: string) => () => ({ text: "", headers: { "content-type": type } });
  const page = await ask(webPage, answer("image/jpeg"), { list: PAGE });
  expect(urlsOf(page)).toEqual(["/albums/1"]);
  await expect(ask(webPage, answer("application/pdf"), { list: PAGE })).rejects.toThrow(
    "application/pdf",
  );
});

test("megabytes of hostile markup take no longer than megabytes of ordinary markup", async () => {
  const size = 200_000;
  const hostile = [
    "<i>".repeat(size) + "</b>".repeat(size),
    '<a x="'.repeat(size),
    "<a href=x ".repeat(size),
    "<!--".repeat(size),
    "<style>".repeat(size) + "url(".repeat(size),
    `<img srcset="${", ".repeat(30_000)}">`.repeat(20),
    `<script type="application/ld+json">${"[".repeat(size)}</script>`,
    `<div style="${"background:url( ".repeat(4_000)}">`.repeat(20),
    "<title>".repeat(size),
    "<figure><figcaption>".repeat(size),
  ];
  const ms = await processorMsOf(async () => {
    for (const html of hostile) expect((await read(html)).found.length).toBeLessThan(100);
  });
  expect(ms).toBeLessThan(20_000);
});

test("a page of thousands of pictures gives a thousand, and says how many it left", async () => {
  const page = await read(
    Array.from({ length: 1_500 }, (_, n) => `<img src="/${n}.jpg">`).join(""),
  );
  expect(page.found).toHaveLength(1_000);
  expect(page.ignored).toBe(500);
});

test("a failure that is no answer of the page is not taken for one", async () => {
  const blocked = new FetchError("blocked-address", "10.0.0.1 is not a public address");
  await expect(ask(webPage, () => blocked, { list: PAGE })).rejects.toBe(blocked);
  await expect(
    ask(webPage, () => new TypeError("ours"), { list: `${PAGE}\n${PAGE}` }),
  ).rejects.toThrow("ours");
});
