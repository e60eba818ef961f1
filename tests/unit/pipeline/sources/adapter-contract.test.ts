import { describe, expect, test } from "vitest";
import type { SourceErrorClass, SourceKey } from "@/lib/domain/source";
import { plainText, webUrl } from "@/lib/pipeline/sources/plain-text";
import type { Source } from "@/lib/pipeline/sources/source";
import { errorClassOf } from "@/lib/pipeline/sources/source-error";
import { type Answer, ask, failureOf, fixture, httpError, type Request } from "./ask-source";
import { OPEN_ADAPTERS } from "./open-adapters";
import { ENGINE_ADAPTERS, KEYED_ADAPTERS } from "./service-adapters";

/** What a service is known to answer: the fixtures page, last-page, empty, error and changed-shape of its kind. */
interface Adapter {
  readonly source: Source;
  readonly key?: SourceKey;
  /** How the names of the fixtures end. */
  readonly extension?: "json" | "html" | "txt";
  /** What page.json holds. */
  readonly found: number;
  readonly ignored: number;
  /** Where the fixture last-page stands. */
  readonly lastCursor: string;
  /** The field that changed-shape is missing. */
  readonly missing: string;
  /** How the service fails: by a status, or by the fixture "error" in a successful answer. */
  readonly error: { readonly status?: number; readonly errorClass: SourceErrorClass };
  /** Answers to requests besides the search, such as for a token; undefined for the search itself. */
  readonly aside?: (request: Request) => unknown;
}

const ADAPTERS: readonly Adapter[] = [...OPEN_ADAPTERS, ...KEYED_ADAPTERS, ...ENGINE_ADAPTERS];

const BASE = "http://127.0.0.1:4010/base";
const named = ADAPTERS.map((adapter) => ({ ...adapter, kind: adapter.source.kind }));

describe.each(named)("$kind", (adapter) => {
  const { source, kind, key = null, aside = () => undefined } = adapter;
  const recorded = (name: string) => fixture(kind, `${name}.${adapter.extension ?? "json"}`);
  const answering = async (name: string): Promise<Answer> => {
    const body = await recorded(name);
    return (request) => aside(request) ?? body;
  };
  const askFor = async (name: string, asked: Parameters<typeof ask>[2] = {}) =>
    ask(source, await answering(name), { key, ...asked });

  test("says what it is, what its terms allow and where to read them", () => {
    expect(source.name).not.toBe(kind);
    expect(source.description).toMatch(/\.$/);
    expect(source.terms).toMatch(/\.$/);
    expect(webUrl(source.termsUrl)).not.toBeNull();
    expect(webUrl(source.homepage)).not.toBeNull();
    expect(source.signUpUrl !== null || !source.capabilities.needsKey).toBe(true);
    expect(source.capabilities.pageSize).toBeGreaterThan(0);
  });

  test("a page gives every usable picture once, and counts the records that name none", async () => {
    const page = await askFor("page");
    expect(page.found).toHaveLength(adapter.found);
    expect(page.ignored).toBe(adapter.ignored);
    expect(new Set(page.found.map(({ url }) => url)).size).toBe(adapter.found);
  });

  test("what it tells of a picture is plain text, safe links and the service's record", async () => {
    const { found } = await askFor("page");
    for (const one of found) {
      expect(webUrl(one.url)).toBe(one.url);
      for (const link of [one.pageUrl, one.creatorUrl, one.licenceUrl, one.thumbnailUrl])
        expect(webUrl(link)).toBe(link);
      for (const text of [one.title, one.creator, one.attribution])
        expect(plainText(text, 1000)).toBe(text);
      expect(one.createdOn ?? "2000-01-01").toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(one.licence).toMatch(/^(unknown|[A-Za-z][\w.+-]+)$/);
      expect(Object.keys(one.raw)).not.toHaveLength(0);
    }
  });

  const hasPages = source.capabilities.pageSize !== source.capabilities.maxPerQuery;
  test.runIf(hasPages)(
    "the cursor of a page leads to other requests, and needs nothing else to go on",
    async () => {
      const first = await askFor("page");
      expect(first.cursor).not.toBeNull();
      const second = await askFor("page", { cursor: first.cursor });
      expect(second.requests.at(-1)?.url.href).not.toBe(first.requests.at(-1)?.url.href);
    },
  );

  test("the last page ends the query", async () => {
    const { found, cursor } = await askFor("last-page", { cursor: adapter.lastCursor });
    expect(found.length).toBeGreaterThan(0);
    expect(cursor).toBeNull();
  });

  test("an empty answer is no failure: nothing found, and nothing more to ask", async () => {
    const last = await askFor("empty", { cursor: adapter.lastCursor });
    expect(last).toMatchObject({ found: [], ignored: 0, cursor: null });
    let page = await askFor("empty");
    for (let asked = 0; page.cursor !== null && asked < 3; asked++)
      page = await askFor("empty", { cursor: page.cursor });
    expect(page).toMatchObject({ found: [], ignored: 0, cursor: null });
  });

  test("the service's own error is told by its class", async () => {
    const { status, errorClass } = adapter.error;
    const answer = status ? () => httpError(status) : await answering("error");
    const error: unknown = await ask(source, answer, { key }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(errorClassOf(error)).toBe(errorClass);
  });

  test("a changed shape fails with the name of the field", async () => {
    const failure = await failureOf(askFor("changed-shape"));
    expect(failure).toMatchObject({
      code: "upstream-failed",
      errorClass: "changed-shape",
      field: adapter.missing,
    });
    expect(failure.message).toContain(adapter.missing);
  });

  test.each(["everything", [], "", null])("%j as an answer is no crash of ours", async (body) => {
    const answer: Answer = (request) => aside(request) ?? body;
    const outcome: unknown = await ask(source, answer, { key }).catch((reason: unknown) => reason);
    if (outcome instanceof Error) expect(errorClassOf(outcome)).not.toBeNull();
  });

  test("throttling passes through with the time that the service asked for", async () => {
    const failing = ask(source, () => httpError(429, 17), { key });
    await expect(failing).rejects.toMatchObject({ isRetryable: true, retryAfterSeconds: 17 });
  });

  test("another base URL replaces the host of every request", async () => {
    const { requests } = await askFor("page", { baseUrl: BASE });
    expect(requests.length).toBeGreaterThan(0);
    for (const { url } of requests) expect(url.href.startsWith(`${BASE}/`)).toBe(true);
  });

  test("the keyword arrives as it was written, whatever is in it", async () => {
    const { requests } = await askFor("page", { keyword: "grüße & co" });
    expect(decodeURIComponent(requests.map(({ url }) => url.href).join())).toMatch(/grüße/);
  });

  test.runIf(source.capabilities.needsKey)("without a key nothing is asked", async () => {
    const answer: Answer = () => {
      throw new Error("it was asked");
    };
    const failure = await failureOf(ask(source, answer, { key: null }));
    expect(failure).toMatchObject({ errorClass: "key-missing" });
  });

  test.runIf(key)("the key is kept out of the cursor, the records and the errors", async () => {
    const secrets = Object.values(key ?? {});
    const { found, cursor } = await askFor("page");
    const failure: unknown = await ask(source, () => httpError(401), { key }).catch(String);
    for (const secret of secrets)
      expect(JSON.stringify([found, cursor, String(failure)])).not.toContain(secret);
    const refused = ask(source, () => httpError(401), { key });
    await expect(failureOf(refused)).resolves.toMatchObject({ errorClass: "key-refused" });
  });
});
