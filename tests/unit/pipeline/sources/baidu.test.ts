import { expect, test } from "vitest";
import { baidu } from "@/lib/pipeline/sources/baidu";
import { ask, failureOf, fixture, httpError } from "./ask-source";

async function askFor(name: string, asked: Parameters<typeof ask>[2] = {}, front: unknown = "") {
  const body = await fixture("baidu", name);
  return ask(baidu, ({ url }) => (url.pathname === "/" ? front : body), asked);
}

test("escapes and characters that JSON does not allow are read as they were meant", async () => {
  const { found } = await askFor("page.txt");
  expect(found.map(({ title }) => title)).toEqual([`The keeper's 灯塔 "one" \\`, "a tab"]);
});

test("a result comes with its address, page, thumbnail, size and day", async () => {
  const { found } = await askFor("page.txt");
  expect(found[0]).toMatchObject({
    url: "https://site.example/1.jpg",
    pageUrl: "http://site.example/page/1",
    thumbnailUrl: "https://img0.example/t1.jpg",
    licence: "unknown",
    width: 1200,
    height: 800,
    createdOn: "2019-07-04",
  });
});

test("an enciphered address is read, and a day or height that is unknown is null", async () => {
  const { found, ignored } = await askFor("page.txt");
  expect(found[1]).toMatchObject({
    url: "https://img.example.com/d3.jpg",
    pageUrl: null,
    width: 640,
    height: null,
    createdOn: null,
  });
  expect(ignored).toBe(1);
});

test("the cookies that the front page sets, and no others, go with the search", async () => {
  const front = { text: "", cookies: ["BAIDUID=1:FG=1", "BIDUPSID=2", "bad\u0007=3"] };
  const { requests } = await askFor("page.txt", {}, front);
  expect(requests[1]?.headers?.cookie).toBe("BAIDUID=1:FG=1; BIDUPSID=2");
  expect((await askFor("page.txt")).requests[1]?.headers).not.toHaveProperty("cookie");
});

test("a front page that is not there does not stop the search; one that is throttled does", async () => {
  expect((await askFor("page.txt", {}, httpError(404))).found).toHaveLength(2);
  await expect(askFor("page.txt", {}, httpError(503))).rejects.toMatchObject({
    outcome: "http-5xx",
  });
});

test("pages of 30 follow each other until an empty one, a thousand at most", async () => {
  const { requests, cursor } = await askFor("page.txt", { cursor: "30" });
  expect(Object.fromEntries(requests[1]?.url.searchParams ?? [])).toMatchObject({
    word: "lighthouse",
    pn: "30",
    rn: "30",
  });
  expect(cursor).toBe("60");
  expect((await askFor("empty.txt", { cursor: "60" })).cursor).toBeNull();
  expect((await askFor("page.txt", { cursor: "990" })).cursor).toBeNull();
});

test.each(["blocked.txt", "captcha.txt"])(
  "%s is a refusal, told in a plain sentence",
  async (name) => {
    expect(await failureOf(askFor(name))).toMatchObject({
      errorClass: "blocked",
      message: expect.stringMatching(/^Baidu Images refuses/),
    });
  },
);
