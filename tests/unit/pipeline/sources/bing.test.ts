import { expect, test } from "vitest";
import { bing } from "@/lib/pipeline/sources/bing";
import { ask, failureOf, fixture, httpError } from "./ask-source";

const askFor = async (name: string, asked: Parameters<typeof ask>[2] = {}) => {
  const body = await fixture("bing", `${name}.txt`);
  return ask(bing, () => body, asked);
};
const resultPage = (addresses: readonly string[]) =>
  `<ul class="dgControl_list">${addresses
    .map((murl) => `<li><a class="iusc" m='${JSON.stringify({ murl })}'></a></li>`)
    .join("")}</ul>`;
const addresses = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => `https://site.example/${from + i}.jpg`);

test("a result comes with its page, thumbnail, plain title and the size beside it", async () => {
  const { found } = await askFor("page");
  expect(found[0]).toMatchObject({
    url: "https://site.example/1.png?w=1&h=2",
    pageUrl: "https://site.example/1",
    thumbnailUrl: "https://tse.example/1",
    sourceId: "MID1",
    title: "A light & house 1",
    licence: "unknown",
    width: 1920,
    height: 1080,
    raw: { cid: "c1" },
  });
  expect(found[1]).toMatchObject({ url: "http://site.example/2.jpg", width: 640, height: 480 });
  expect(found[2]).toMatchObject({ width: null, height: null });
});

test("nothing is spoofed: no header claims to be a browser", async () => {
  const { requests } = await askFor("page");
  expect(requests.map(({ headers }) => headers)).toEqual([{}]);
});

test("pages of 35 follow each other, a thousand at most", async () => {
  const { search, cursor } = await askFor("page");
  expect(search).toMatchObject({ q: "lighthouse", first: "1", count: "35", adlt: "strict" });
  expect(JSON.parse(cursor ?? "")).toMatchObject({ first: 36 });
  const next = await askFor("page", { cursor });
  expect(next.search.first).toBe("36");
  const last = JSON.stringify({ first: 981, seen: [] });
  expect((await askFor("page", { cursor: last })).cursor).toBeNull();
});

test("Bing repeating itself ends the query: less than half of a page is new", async () => {
  const first = await ask(bing, () => resultPage(addresses(0, 10)));
  const half = await ask(bing, () => resultPage(addresses(5, 10)), { cursor: first.cursor });
  expect(half.cursor).not.toBeNull();
  const less = await ask(bing, () => resultPage(addresses(4, 10)), { cursor: first.cursor });
  expect(less.found).toHaveLength(10);
  expect(less.cursor).toBeNull();
});

test("the cursor remembers ten pages and stays small", async () => {
  let cursor: string | null = null;
  for (let page = 0; page < 20; page++)
    ({ cursor } = await ask(bing, () => resultPage(addresses(page * 35, 35)), { cursor }));
  expect(JSON.parse(cursor ?? "").seen).toHaveLength(350);
  expect(cursor?.length).toBeLessThan(4000);
});

test("nothing behind the last page ends the query; nothing at all on the first is a refusal", async () => {
  const { cursor } = await askFor("page");
  expect((await ask(bing, () => "\n", { cursor })).cursor).toBeNull();
  expect(await failureOf(ask(bing, () => ""))).toMatchObject({ errorClass: "blocked" });
});

test.each([403, 401, 418])(
  "an answer %i is a refusal, told in a plain sentence",
  async (status) => {
    const failure = await failureOf(ask(bing, () => httpError(status)));
    expect(failure).toMatchObject({ errorClass: "blocked" });
    expect(failure.message).toMatch(/^Bing Images refuses this network or this program/);
  },
);

test("a page that is no result page is a refusal, on any page", async () => {
  expect(await failureOf(askFor("blocked"))).toMatchObject({ errorClass: "blocked" });
  const later = askFor("blocked", { cursor: JSON.stringify({ first: 36, seen: [] }) });
  expect(await failureOf(later)).toMatchObject({ errorClass: "blocked" });
});

test("filters are pushed", async () => {
  const { search } = await askFor("page", {
    filters: {
      minWidth: 640,
      colour: "grayscale",
      orientation: "landscape",
      safeSearch: false,
    },
  });
  expect(search.qft).toBe(
    "+filterui:imagesize-custom_640_1+filterui:color2-bw+filterui:aspect-wide",
  );
  expect(search.adlt).toBe("off");
});
