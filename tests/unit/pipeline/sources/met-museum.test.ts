import { expect, test } from "vitest";
import { metMuseum } from "@/lib/pipeline/sources/met-museum";
import { ask as askSource, fixture, httpError, type Request } from "./ask-source";
import { metObject } from "./open-adapters";

const objectOf = ({ url }: Request) => Number(/\/objects\/(\d+)$/.exec(url.pathname)?.[1]);
const ask = async (asked: Parameters<typeof askSource>[2] = {}) => {
  const search = await fixture("met-museum", "page.json");
  return askSource(metMuseum, (request) => metObject(objectOf(request)) ?? search, asked);
};

test("a page asks for the list and for twenty objects, and gives each view as a picture of its own", async () => {
  const { found, requests, search, cursor } = await ask();
  expect(search).toEqual({ hasImages: "true", isPublicDomain: "true", q: "lighthouse" });
  expect(requests.slice(1).map(objectOf)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect(cursor).toBe("20");
  expect(found.filter(({ sourceId }) => sourceId?.startsWith("7"))).toMatchObject([
    { sourceId: "7", url: expect.stringContaining("/web-large/DP7.jpg") },
    { sourceId: "7-1", url: expect.stringContaining("/original/DP7-b.jpg") },
    { sourceId: "7-2", url: expect.stringContaining("/original/DP7-c.jpg") },
  ]);
  expect(found[0]).toMatchObject({
    pageUrl: "https://www.metmuseum.org/art/collection/search/1",
    title: "Study 1",
    creator: "Ann Artist",
    licence: "CC0-1.0",
  });
  expect(found[1]?.creator).toBe("Dutch");
});

test("protected objects and objects that are gone are ignored, and stop nothing", async () => {
  const { found, ignored } = await ask();
  expect(ignored).toBe(2);
  expect(found.map(({ sourceId }) => sourceId)).not.toContain("3");
});

test("any other failure of an object fails the page, so that nothing is lost", async () => {
  const search = await fixture("met-museum", "page.json");
  const failing = askSource(metMuseum, (request) =>
    objectOf(request) === 4 ? httpError(502) : (metObject(objectOf(request)) ?? search),
  );
  await expect(failing).rejects.toMatchObject({ outcome: "http-5xx", isRetryable: true });
});

test("the small copy is enough unless a size is asked for", async () => {
  const [picture] = (await ask({ filters: { minWidth: 300 } })).found;
  expect(picture?.url).toContain("/original/DP1.jpg");
  expect(picture?.thumbnailUrl).toContain("/web-large/DP1.jpg");
});

test("a licence filter that CC0 does not pass costs no request", async () => {
  expect(await ask({ filters: { licences: ["CC-BY"] } })).toMatchObject({
    requests: [],
    found: [],
  });
});
