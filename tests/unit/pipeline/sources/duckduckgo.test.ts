import { expect, test } from "vitest";
import { duckduckgo } from "@/lib/pipeline/sources/duckduckgo";
import { ask, failureOf, fixture, httpError } from "./ask-source";

async function askFor(name: string, asked: Parameters<typeof ask>[2] = {}, front = "front") {
  const [page, body] = await Promise.all([
    fixture("duckduckgo", `${front}.txt`),
    fixture("duckduckgo", `${name}.txt`),
  ]);
  return ask(duckduckgo, ({ url }) => (url.pathname === "/i.js" ? body : page), asked);
}

test("a result comes with its page, thumbnail, plain title and size", async () => {
  const { found } = await askFor("page");
  expect(found[0]).toMatchObject({
    url: "https://site.example/1.jpg",
    pageUrl: "https://site.example/1",
    thumbnailUrl: "https://tse.example/1",
    title: "Lighthouse 1",
    licence: "unknown",
    width: 1200,
    height: 800,
  });
  expect(found[1]?.width).toBe(1600);
});

test("the token of the front page goes with the search, and nothing claims to be a browser", async () => {
  const { requests } = await askFor("page");
  const [front, search] = requests;
  expect(front?.url.href).toBe("https://duckduckgo.com/?q=lighthouse&iar=images");
  expect(search?.url.searchParams.get("vqd")).toBe("4-12345_ab");
  const names = requests.flatMap(({ headers }) => Object.keys(headers ?? {}));
  expect(new Set(names)).toEqual(new Set(["accept", "referer"]));
});

test.each([`vqd='4-1';`, `x&vqd=4-1&y`, `vqd="4-1"`])("the token is found in %s", async (page) => {
  const answer = await fixture("duckduckgo", "page.txt");
  const { requests } = await ask(duckduckgo, (_request, n) => (n === 0 ? page : answer));
  expect(requests[1]?.url.searchParams.get("vqd")).toBe("4-1");
});

test("paging follows the place that the answer names, and ends without one, or where it stands still", async () => {
  expect((await askFor("page")).cursor).toBe("100");
  const next = await askFor("page", { cursor: "100" });
  expect(next.requests[1]?.url.searchParams.get("s")).toBe("100");
  expect(next.cursor).toBeNull();
  expect((await askFor("last-page")).cursor).toBeNull();
});

test("no token, a refusal or a page in place of JSON is told in a plain sentence", async () => {
  const blocked = { errorClass: "blocked", message: expect.stringMatching(/^DuckDuckGo.*refuses/) };
  expect(await failureOf(askFor("page", {}, "front-blocked"))).toMatchObject(blocked);
  const front = await fixture("duckduckgo", "front.txt");
  const answering = (answer: unknown) =>
    failureOf(ask(duckduckgo, (_request, n) => (n === 0 ? front : answer)));
  expect(await answering(httpError(403))).toMatchObject(blocked);
  expect(await answering("<html>please wait</html>")).toMatchObject(blocked);
});

test("filters stand in their slots", async () => {
  const { requests } = await askFor("page", {
    filters: {
      colour: "grayscale",
      orientation: "square",
      safeSearch: false,
    },
  });
  const search = requests[1]?.url.searchParams;
  expect(search?.get("f")).toBe(",,color:Monochrome,,layout:Square,");
  expect(search?.get("p")).toBe("-1");
});

test("a long keyword is cut to what the service takes", async () => {
  const { requests } = await askFor("page", { keyword: "a".repeat(600) });
  for (const { url } of requests) expect(url.searchParams.get("q")).toHaveLength(499);
});
