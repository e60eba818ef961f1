import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as op from "@/lib/contract/keywords";
import { pool } from "@/lib/db/client";
import { expandForCrawl } from "@/lib/services/keywords";
import { person, refusal, run, send } from "../../helpers/api";
import { useSettings } from "../../helpers/settings";
import { newPerson } from "../crawl/crawling";

/** An endpoint in the shape of OpenAI's, and a dictionary in the shape of Wikidata's, on loopback. */
let server: Server;
let origin: string;
let modelAnswer: { status: number; body: string };
const asked: { path: string; body: string; authorization: string | undefined }[] = [];

const says = (content: string) => ({
  status: 200,
  body: JSON.stringify({ choices: [{ message: { role: "assistant", content } }] }),
});

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    const url = new URL(request.url ?? "/", "http://localhost");
    asked.push({ path: url.pathname, body, authorization: request.headers.authorization });
    response.setHeader("content-type", "application/json");
    if (url.searchParams.get("action") === "wbsearchentities")
      return response.end('{"search":[{"id":"Q144","label":"dog","description":"animal"}]}');
    if (url.searchParams.get("action") === "wbgetentities")
      return response.end(
        '{"entities":{"Q144":{"labels":{"de":{"language":"de","value":"Hund"}}}}}',
      );
    response.statusCode = modelAnswer.status;
    return response.end(modelAnswer.body);
  });
  // Who asks ends idle connections: one that ended here might be asked once more before that is heard.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  await pool()`delete from rate_limits where key = 'language-model'`;
  asked.length = 0;
  modelAnswer = says('{"items":[{"keyword":"puppy dog","relation":"young dog"}]}');
});

const withModel = () => ({
  LLM_BASE_URL: `${origin}/v1`,
  LLM_API_KEY: "secret-of-the-model",
  LLM_MODEL: "small",
  LLM_REQUESTS_PER_DAY: "500",
});
const withDictionary = () => ({
  SOURCE_BASE_URLS: JSON.stringify({ wikidata: origin }),
  CRAWL_ALLOWED_PRIVATE_HOSTS: new URL(origin).host,
});

test("further keywords come without any network, each with how it relates", async () => {
  const me = await person({ scopes: ["sources:read"] });
  const { items, notes } = await run(op.expandKeyword, { keyword: "dog", count: 12 }, me);
  expect(items).toHaveLength(12);
  expect(items).toContainEqual({ keyword: "dogs", relation: "plural", strategy: "variants" });
  expect(items.some(({ strategy }) => strategy === "hyponyms")).toBe(true);
  expect(notes).toEqual([]);
  const none = await run(op.expandKeyword, { keyword: "qwertz" }, me);
  expect(none.notes).toEqual(["WordNet knows no kinds of “qwertz”."]);
});

test("nobody without credentials or scope, and nothing malformed, is answered", async () => {
  expect((await refusal(send(op.expandKeyword, { keyword: "dog" }))).code).toBe("unauthenticated");
  const other = await person({ scopes: ["jobs:read"] });
  expect((await refusal(send(op.expandKeyword, { keyword: "dog" }, other))).code).toBe("forbidden");
  const me = await person();
  for (const wrong of [
    { keyword: "" },
    { keyword: "dog", count: 51 },
    { keyword: "dog", strategies: ["magic"] },
  ])
    expect((await refusal(send(op.expandKeyword, wrong, me))).code).toBe("validation-failed");
});

test("a language model is asked with its key, and its answer is checked", async () => {
  useSettings(withModel());
  const me = await person();
  const input = { keyword: "dog", strategies: ["llm"] as ["llm"] };
  const { items } = await run(op.expandKeyword, input, me);
  expect(items).toEqual([{ keyword: "puppy dog", relation: "young dog", strategy: "llm" }]);
  expect(asked[0]).toMatchObject({
    path: "/v1/chat/completions",
    authorization: "Bearer secret-of-the-model",
  });
  expect(JSON.parse(asked[0]?.body ?? "{}")).toMatchObject({ model: "small", max_tokens: 1500 });
});

test.each([
  ["an error", { status: 500, body: "" }],
  ["no JSON", { status: 200, body: "<html>" }],
  ["another shape", { status: 200, body: '{"choices":[]}' }],
  ["a chat", says("I would be happy to help.")],
  ["half a megabyte", says("x".repeat(500_000))],
])("a model that answers %s is a clear error, and beside other ways a note", async (_, answer) => {
  useSettings(withModel());
  modelAnswer = answer;
  const me = await person();
  const alone = await refusal(send(op.expandKeyword, { keyword: "dog", strategies: ["llm"] }, me));
  expect(alone).toMatchObject({ code: "upstream-failed" });
  expect(alone.detail).toMatch(/^The language model /);
  const both = { keyword: "dog", strategies: ["llm", "variants"] as ("llm" | "variants")[] };
  const { items, notes } = await run(op.expandKeyword, both, me);
  expect(items.map(({ keyword }) => keyword)).toEqual(["dogs"]);
  expect(notes).toEqual([alone.detail]);
});

test("without a model nothing is asked, and the answer says what to set up", async () => {
  useSettings({ LLM_BASE_URL: "", LLM_MODEL: "" });
  const me = await person();
  const problem = await refusal(
    send(op.expandKeyword, { keyword: "dog", strategies: ["llm"] }, me),
  );
  expect(problem).toMatchObject({ code: "unavailable" });
  expect(problem.detail).toContain("LLM_BASE_URL");
  expect(asked).toEqual([]);
});

test("a day's limit of questions holds, and costs nothing more", async () => {
  useSettings({ ...withModel(), LLM_REQUESTS_PER_DAY: "2" });
  const me = await person();
  const ask = () => send(op.expandKeyword, { keyword: "dog", strategies: ["llm"] }, me);
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.headers.get("retry-after")).not.toBeNull();
  expect((await refusal(refused)).code).toBe("limit-exceeded");
  expect(asked).toHaveLength(2);
});

test("a word is translated by the dictionary, and by the model where there is one", async () => {
  useSettings({ ...withDictionary(), LLM_BASE_URL: "", LLM_MODEL: "" });
  const me = await person();
  const input = {
    keyword: "dog",
    strategies: ["translation"] as ["translation"],
    languages: ["de"],
  };
  const translated = { keyword: "Hund", relation: "de", strategy: "translation" };
  expect((await run(op.expandKeyword, input, me)).items).toEqual([translated]);
  useSettings(withModel());
  modelAnswer = says('{"items":[{"keyword":"Hund","relation":"de"}]}');
  expect((await run(op.expandKeyword, input, me)).items).toEqual([translated]);
  expect(asked.at(-1)?.path).toBe("/v1/chat/completions");
});

test("a crawl's expansions keep their parent's label, and nothing is searched twice", async () => {
  const me = await newPerson();
  const given = [
    { keyword: "dog", label: "pet" },
    { keyword: "dogs", label: "pet" },
  ];
  const expansions = await expandForCrawl(me, given, { perKeyword: 5 });
  expect(expansions.length).toBeGreaterThan(3);
  expect(expansions.every(({ label, expansionOf }) => label === "pet" && expansionOf)).toBe(true);
  const names = [...given, ...expansions].map(({ keyword }) => keyword.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  expect(await expandForCrawl(me, given, false)).toEqual([]);
});
