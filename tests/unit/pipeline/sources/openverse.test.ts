import { expect, test } from "vitest";
import { openverse } from "@/lib/pipeline/sources/openverse";
import { ask as askSource, failureOf, fixture, httpError } from "./ask-source";

const ask = async (name: string, asked: Parameters<typeof askSource>[2] = {}) => {
  const answer = await fixture("openverse", `${name}.json`);
  return askSource(openverse, () => answer, asked);
};

test("a page gives every picture its licence, credit and size, and keeps the source's record", async () => {
  const { found, cursor, ignored } = await ask("page");
  expect(found.map(({ licence }) => licence)).toEqual([
    "CC-BY-2.0",
    "CC0-1.0",
    "CC-BY-NC-SA-4.0",
    "PDM-1.0",
    "unknown",
  ]);
  expect(found[0]).toMatchObject({
    url: "https://cdn.example/lighthouse-1.jpg",
    pageUrl: "https://photos.example/p/1",
    creator: "Creator 1",
    licenceUrl: "https://creativecommons.org/licenses/by/2.0/",
    attribution: '"Lighthouse 1" by Creator 1 is licensed under CC BY 2.0.',
    width: 1024,
    height: 768,
    raw: { provider: "flickr", tags: [{ name: "lighthouse", accuracy: null }] },
  });
  expect(cursor).toBe("20");
  expect(ignored).toBe(2);
});

test("markup in titles and creators becomes plain text, and links that are not http(s) are dropped", async () => {
  const { found } = await ask("page");
  expect(found[1]).toMatchObject({ title: "Fog & sea", creator: "Jörg" });
  expect(found[2]).toMatchObject({ creator: null, creatorUrl: null, width: null });
});

test("sensitive pictures are left out unless safe search is switched off", async () => {
  const safe = await ask("page");
  const all = await ask("page", { filters: { safeSearch: false } });
  expect(safe.search.mature).toBe("false");
  expect(all.search.mature).toBe("true");
  expect(all.found.length).toBe(safe.found.length + 1);
});

test("the 240th result ends the query, whatever the service would give", async () => {
  expect((await ask("page", { cursor: "200" })).cursor).toBe("220");
  expect((await ask("page", { cursor: "220" })).cursor).toBeNull();
});

test("filters are pushed to the service, and never more than 20 results are asked for", async () => {
  const { requests, search } = await ask("page", {
    cursor: "40",
    keyword: "x".repeat(300),
    filters: {
      licences: ["CC-BY-4.0", "CC0"],
      formats: ["jpeg", "png"],
      orientation: "portrait",
      minWidth: 800,
      minHeight: 600,
    },
  });
  expect(requests[0]?.url.origin).toBe("https://api.openverse.org");
  expect(search).toEqual({
    q: "x".repeat(200),
    page: "3",
    page_size: "20",
    mature: "false",
    license: "cc0,by",
    extension: "jpg,jpeg,png",
    aspect_ratio: "tall",
    size: "medium,large",
  });
});

test.each([
  [{ minAspectRatio: 1.5 }, { aspect_ratio: "wide" }],
  [{ maxAspectRatio: 0.5 }, { aspect_ratio: "tall" }],
  [{ minAspectRatio: 1 }, { aspect_ratio: undefined }],
  [{ minWidth: 2000, minHeight: 1500 }, { size: "large" }],
  [{ minWidth: 2000 }, { size: undefined }],
])("the filter %j asks for %j", async (filters, expected) => {
  const { aspect_ratio, size } = (await ask("page", { filters })).search;
  expect({ aspect_ratio, size }).toMatchObject(expected);
});

test.each([
  [["commercial"], "cc0,pdm,by,by-sa,by-nd"],
  [["commercial", "modification"], "cc0,pdm,by,by-sa"],
  [["public-domain"], "cc0,pdm"],
  [["share-alike"], "by-sa,by-nc-sa"],
  [["no-share-alike", "commercial"], "cc0,pdm,by,by-nd"],
])("the licence group %j asks for %s", async (licences, codes) => {
  expect((await ask("page", { filters: { licences } })).search.license).toBe(codes);
});

test("a licence that the service does not know costs no request", async () => {
  const { requests, cursor } = await ask("page", { filters: { licences: ["MIT"] } });
  expect(requests).toEqual([]);
  expect(cursor).toBeNull();
});

const key = { clientId: "CLIENT", clientSecret: "SECRET" };
const withToken = async (asked: Parameters<typeof askSource>[2]) => {
  const answer = await fixture("openverse", "page.json");
  const token = { access_token: "TOKEN", expires_in: 36_000, token_type: "Bearer" };
  return askSource(openverse, ({ form }) => (form ? token : answer), { key, ...asked });
};

test("with a key a token is asked for by POST, carried as a header, and pages are larger", async () => {
  const { requests, cursor } = await withToken({ baseUrl: "http://127.0.0.1:4010/openverse" });
  const [token, search] = requests;
  expect(token?.url.href).toBe("http://127.0.0.1:4010/openverse/v1/auth_tokens/token/");
  expect(token?.form).toEqual({
    grant_type: "client_credentials",
    client_id: "CLIENT",
    client_secret: "SECRET",
  });
  expect(search?.headers).toEqual({ authorization: "Bearer TOKEN" });
  expect(search?.url.searchParams.get("page_size")).toBe("40");
  expect(search?.url.href).not.toContain("SECRET");
  expect(cursor).toBe("40");
});

test("a crawl that gains or loses its key in the middle misses nothing and repeats nothing", async () => {
  const gained = await withToken({ cursor: "20" });
  expect(gained.requests.at(-1)?.url.searchParams.get("page_size")).toBe("20");
  expect(gained.requests.at(-1)?.url.searchParams.get("page")).toBe("2");
  expect(gained.cursor).toBe("40");
  const lost = await ask("page", { cursor: "40" });
  expect(lost.search).toMatchObject({ page: "3", page_size: "20" });
});

test("a key that is not accepted is told as such, without its words", async () => {
  const refusal = await failureOf(askSource(openverse, () => httpError(401), { key }));
  expect(refusal).toMatchObject({ code: "upstream-failed", errorClass: "key-refused" });
  expect(JSON.stringify(refusal)).not.toMatch(/CLIENT|SECRET/);
  await expect(askSource(openverse, () => httpError(401))).rejects.toMatchObject({
    outcome: "http-4xx",
  });
});
