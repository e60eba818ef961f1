import { expect, test } from "vitest";
import { googleCustomSearch } from "@/lib/pipeline/sources/google-custom-search";
import { ask, failureOf, fixture } from "./ask-source";

const key = { apiKey: "SECRET-KEY", cx: "SECRET-CX" };
const askFor = async (name: string, asked: Parameters<typeof ask>[2] = {}) => {
  const body = await fixture("google-custom-search", `${name}.json`);
  return ask(googleCustomSearch, () => body, { key, ...asked });
};

test("a result comes with its page, thumbnail and size, where Google states them", async () => {
  const { found } = await askFor("page");
  expect(found[0]).toMatchObject({
    url: "https://site.example/1.jpg",
    pageUrl: "https://site.example/1",
    thumbnailUrl: "https://encrypted.example/1",
    licence: "unknown",
    width: 1200,
    height: 800,
  });
  expect(found[1]).toMatchObject({ pageUrl: null, width: null, height: null });
});

test("ten a page, until Google names no next page or the hundred are full", async () => {
  const { requests, search, cursor } = await askFor("page");
  expect(search).toEqual({
    q: "lighthouse",
    cx: "SECRET-CX",
    searchType: "image",
    num: "10",
    start: "1",
    safe: "active",
  });
  expect(requests[0]?.headers).toEqual({ "x-goog-api-key": "SECRET-KEY" });
  expect(cursor).toBe("11");
  expect((await askFor("page", { cursor: "81" })).cursor).toBe("91");
  expect((await askFor("page", { cursor: "91" })).cursor).toBeNull();
});

test("the end of the service is stated, and half a key is none", async () => {
  expect(googleCustomSearch.capabilities.sunsetDate).toBe("2027-01-01");
  const failure = await failureOf(askFor("page", { key: { apiKey: "SECRET-KEY" } }));
  expect(failure).toMatchObject({
    errorClass: "key-missing",
    message: expect.stringContaining("GOOGLE_CSE_KEY and GOOGLE_CSE_CX"),
  });
});
