import { expect, test } from "vitest";
import { brave } from "@/lib/pipeline/sources/brave";
import { ask, fixture } from "./ask-source";

const key = { apiKey: "SECRET-KEY" };
const askFor = async (name: string, asked: Parameters<typeof ask>[2] = {}) => {
  const body = await fixture("brave", `${name}.json`);
  return ask(brave, () => body, { key, ...asked });
};

test("a result comes with its page, size and Brave's confidence; its licence is unknown", async () => {
  const { found } = await askFor("page");
  expect(found[0]).toMatchObject({
    url: "https://site.example/1.jpg",
    pageUrl: "https://site.example/1",
    thumbnailUrl: "https://imgs.brave.example/1",
    title: "Lighthouse 1",
    licence: "unknown",
    width: 1200,
    height: 800,
    raw: { confidence: "high" },
  });
  expect(found[1]).toMatchObject({ width: null, height: null, thumbnailUrl: null });
});

test("everything there is comes in one answer, and the key travels in a header", async () => {
  const { requests, search, cursor } = await askFor("page");
  expect(cursor).toBeNull();
  expect(requests[0]?.url.href).toMatch(
    /^https:\/\/api\.search\.brave\.com\/res\/v1\/images\/search\?/,
  );
  expect(requests[0]?.headers).toMatchObject({ "x-subscription-token": "SECRET-KEY" });
  expect(search).toMatchObject({ q: "lighthouse", count: "200", safesearch: "strict" });
});

test("safe search is strict unless it is switched off", async () => {
  const { search } = await askFor("page", { filters: { safeSearch: false } });
  expect(search.safesearch).toBe("off");
});

test("a long keyword is cut to what the API takes: 50 words, 400 characters", async () => {
  const words = await askFor("page", { keyword: "a ".repeat(60) });
  expect(words.search.q?.split(" ")).toHaveLength(50);
  const letters = await askFor("page", { keyword: "a".repeat(500) });
  expect(letters.search.q).toHaveLength(400);
});
