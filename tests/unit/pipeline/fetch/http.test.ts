import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { pipeline, Readable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import { expect, onTestFinished, test, vi } from "vitest";
import { fetchJson, fetchText } from "@/lib/pipeline/fetch/download";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { localSite, never, testHttp } from "./local-site";

const options = { signal: never(), respectRobots: false };

/** Deadlines pass when the test says so, and not before there is an answer. */
function stopTimers(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
}

test("redirects are followed and every hop takes and frees its own slot", async () => {
  const last = await localSite((_, response) => response.end("there"));
  const first = await localSite((request, response) => {
    const location = request.url === "/a" ? "/b?x=1" : `${last.origin}/c`;
    response.writeHead(302, { location }).end();
  });
  const { http, acquired, held } = testHttp([first, last]);
  const answer = await http.open(`${first.origin}/a#part`, options);
  expect(held()).toBe(1);
  expect((await answer.read({ maxBytes: 100 })).toString()).toBe("there");
  expect(answer.url.href).toBe(`${last.origin}/c`);
  expect(acquired.map(({ host }) => host)).toEqual([first.host, first.host, last.host]);
  expect(held()).toBe(0);
});

test("a redirect loop ends at once, a long chain after five", async () => {
  const site = await localSite((request, response) => {
    const step = Number(request.url?.slice(1)) || 0;
    response.writeHead(301, { location: request.url === "/loop" ? "/loop" : `/${step + 1}` }).end();
  });
  const { http, held } = testHttp([site]);
  await expect(http.open(`${site.origin}/loop`, options)).rejects.toMatchObject({
    outcome: "too-many-redirects",
    isRetryable: false,
  });
  expect(site.hits).toHaveLength(1);
  await expect(http.open(`${site.origin}/0`, options)).rejects.toMatchObject({
    outcome: "too-many-redirects",
  });
  expect(site.hits).toHaveLength(1 + 6);
  expect(held()).toBe(0);
});

test("credentials stay with the origin they were meant for", async () => {
  const other = await localSite((_, response) => response.end());
  const site = await localSite((request, response) => {
    const location = request.url === "/" ? "/same" : other.origin;
    response.writeHead(302, { location }).end();
  });
  const { http } = testHttp([site, other]);
  const headers = { Authorization: "Bearer x", Cookie: "a=b", "X-Api-Key": "k", Accept: "a/b" };
  await (await http.open(site.origin, { ...options, headers })).discard();
  expect(site.requests[1]?.headers).toMatchObject({ authorization: "Bearer x", cookie: "a=b" });
  expect(Object.keys(other.requests[0]?.headers ?? {}).sort()).toEqual([
    "accept",
    "accept-encoding",
    "connection",
    "host",
    "user-agent",
  ]);
  expect(other.requests[0]?.headers).toMatchObject({
    accept: "a/b",
    "user-agent": "PixCrawler/test",
    "accept-encoding": "identity",
  });
});

test("bytes beyond ASCII in a Location arrive as the same bytes", async () => {
  const site = await localSite((request, response) => {
    if (request.url !== "/") return response.end("ok");
    const location = Buffer.from("/bücher.jpg").toString("latin1");
    response.writeHead(302, { location }).end();
  });
  const { http } = testHttp([site]);
  await (await http.open(site.origin, options)).discard();
  expect(site.hits[1]).toBe("/b%c3%bccher.jpg");
});

test.each([
  [404, "http-4xx", false],
  [403, "http-4xx", false],
  [304, "http-4xx", false],
  [408, "http-4xx", true],
  [425, "http-4xx", true],
  [500, "http-5xx", true],
  [503, "http-5xx", true],
  [429, "rate-limited", true],
] as const)("%i is %s, tried again: %s", async (status, outcome, isRetryable) => {
  const site = await localSite((_, response) => response.writeHead(status).end());
  const { http, held } = testHttp([site]);
  await expect(http.open(site.origin, options)).rejects.toMatchObject({
    outcome,
    isRetryable,
    httpStatus: status,
  });
  expect(held()).toBe(0);
});

test.each([
  [429, "7", 7, 7],
  [503, "120", 120, 120],
  [429, "999999", 3_600, 3_600],
  [503, new Date(Date.now() - 60_000).toUTCString(), 0, undefined],
  [503, new Date(Date.now() + 9 * 3_600_000).toUTCString(), 3_600, 3_600],
  [429, "soon", null, 30],
  [429, undefined, null, 30],
  [503, undefined, null, undefined],
  [500, "60", null, undefined],
] as const)("%i with Retry-After %s is %s seconds, and silence for %s", async (...row) => {
  const [status, retryAfter, retryAfterSeconds, silence] = row;
  const site = await localSite((_, response) =>
    response.writeHead(status, retryAfter ? { "retry-after": retryAfter } : {}).end(),
  );
  const { http, backOffs } = testHttp([site]);
  await expect(http.open(site.origin, options)).rejects.toMatchObject({ retryAfterSeconds });
  expect(backOffs).toEqual(silence ? [{ host: site.host, seconds: silence }] : []);
});

test("a server that says nothing ends as a timeout", async () => {
  const site = await localSite(() => undefined);
  const { http, held } = testHttp([site], { timeouts: { headersMs: 100 } });
  await expect(http.open(site.origin, options)).rejects.toMatchObject({
    outcome: "timeout",
    isRetryable: true,
  });
  expect(held()).toBe(0);
});

test("a body that stands still ends as a timeout", async () => {
  const site = await localSite((_, response) => response.write("a"));
  const { http, held } = testHttp([site], { timeouts: { idleMs: 100 } });
  const answer = await http.open(site.origin, options);
  await expect(answer.read({ maxBytes: 100 })).rejects.toMatchObject({ outcome: "timeout" });
  expect(held()).toBe(0);
});

test("a body that drips ends at the total deadline", async () => {
  const site = await localSite((_, response) => {
    const drip = setInterval(() => response.write("a"), 10);
    response.on("close", () => clearInterval(drip));
  });
  stopTimers();
  const { http, held } = testHttp([site], { timeouts: { totalMs: 150 } });
  const answer = await http.open(site.origin, options);
  const refused = expect(answer.read({ maxBytes: 1_000_000 })).rejects.toMatchObject({
    outcome: "timeout",
    isRetryable: true,
  });
  vi.advanceTimersByTime(150);
  await refused;
  expect(held()).toBe(0);
});

test("an answer that nobody reads gives its slot back at the deadline", async () => {
  const site = await localSite((_, response) => response.write("a"));
  stopTimers();
  const { http, held } = testHttp([site], { timeouts: { totalMs: 100 } });
  await http.open(site.origin, options);
  expect(held()).toBe(1);
  vi.advanceTimersByTime(100);
  await expect.poll(held).toBe(0);
});

test("a connection that is cut is lost, before the answer and within it", async () => {
  const site = await localSite((request, response) => {
    if (request.url === "/before") return request.socket.destroy();
    response.writeHead(200, { "content-length": "100" });
    response.write("only this", () => response.destroy());
  });
  const { http, held } = testHttp([site]);
  const lost = { outcome: "connection-lost", isRetryable: true };
  await expect(http.open(`${site.origin}/before`, options)).rejects.toMatchObject(lost);
  const answer = await http.open(`${site.origin}/within`, options);
  await expect(answer.read({ maxBytes: 1_000 })).rejects.toMatchObject(lost);
  expect(held()).toBe(0);
});

test("bytes that are not HTTP, a closed port and a plain port asked for TLS are told apart", async () => {
  const garbage = createServer((socket) => socket.end("SSH-2.0-x\r\n\r\n"));
  await new Promise<void>((listening) => garbage.listen(0, "127.0.0.1", listening));
  const { port } = garbage.address() as AddressInfo;
  const gone = createServer();
  await new Promise<void>((listening) => gone.listen(0, "127.0.0.1", listening));
  const closed = (gone.address() as AddressInfo).port;
  await new Promise((done) => gone.close(done));
  onTestFinished(() => void garbage.close());
  const allowedPrivateHosts = [`127.0.0.1:${port}`, `127.0.0.1:${closed}`];
  const { http } = testHttp([], { policy: { allowedPrivateHosts } });
  const outcome = (address: string) =>
    http.open(address, options).catch((error: FetchError) => error.outcome);
  expect(await outcome(`http://127.0.0.1:${port}/`)).toBe("connection-lost");
  expect(await outcome(`https://127.0.0.1:${port}/`)).toBe("tls");
  expect(await outcome(`http://127.0.0.1:${closed}/`)).toBe("connect");
});

test("a caller's abort is its own reason, waiting for headers or within the body", async () => {
  const site = await localSite((request, response) => {
    if (request.url === "/body") response.write("a");
  });
  const { http, held } = testHttp([site]);
  for (const path of ["/headers", "/body"]) {
    const caller = new AbortController();
    const reason = new Error("cancelled by a person");
    const fetching = http
      .open(site.origin + path, { ...options, signal: caller.signal })
      .then((answer) => answer.read({ maxBytes: 10 }));
    await expect.poll(() => site.hits).toContain(path);
    caller.abort(reason);
    await expect(fetching).rejects.toBe(reason);
    expect(held()).toBe(0);
    await expect(http.open(site.origin, { ...options, signal: caller.signal })).rejects.toBe(
      reason,
    );
  }
  expect(site.hits).toHaveLength(2);
});

test("text is unpacked, decoded and parsed", async () => {
  const site = await localSite((_, response) =>
    response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync('\ufeff{"name":"Ä"}')),
  );
  const { http } = testHttp([site]);
  expect(await fetchJson(http, site.origin, { signal: never() })).toEqual({ name: "Ä" });
  expect(site.requests[0]?.headers).toMatchObject({
    "accept-encoding": "gzip",
    accept: "application/json",
  });
  expect(site.hits).toEqual(["/"]);
});

test("a gzip bomb ends at the limit of what it unpacks to, however long it goes on", async () => {
  const site = await localSite((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" });
    const zeros = Buffer.alloc(1_000_000);
    const endless = new Readable({ read: () => endless.push(zeros) });
    pipeline(endless, createGzip(), response, () => undefined);
  });
  const { http, held } = testHttp([site]);
  await expect(
    fetchText(http, site.origin, { signal: never(), maxBytes: 3_000_000 }),
  ).rejects.toMatchObject({ outcome: "too-large", isRetryable: false });
  expect(held()).toBe(0);
});

test("damaged gzip and text that is not JSON are failures, not crashes", async () => {
  const site = await localSite((request, response) => {
    if (request.url === "/html") return response.end("<html>");
    const bytes = gzipSync("{}".repeat(1_000));
    response.writeHead(200, { "content-encoding": "gzip" }).end(bytes.subarray(0, 20));
  });
  const { http } = testHttp([site]);
  const text = (path: string) => fetchJson(http, site.origin + path, { signal: never() });
  await expect(text("/cut")).rejects.toMatchObject({ outcome: "connection-lost" });
  await expect(text("/html")).rejects.toMatchObject({ outcome: "http-5xx" });
});

test("a closed Http ends what is under way", async () => {
  const site = await localSite(() => undefined);
  const { http } = testHttp([site]);
  const fetching = http.open(site.origin, options);
  await expect.poll(() => site.hits).toHaveLength(1);
  await Promise.all([http.close(), expect(fetching).rejects.toBeInstanceOf(FetchError)]);
});

test("connections are used again, also after a refusal and a redirect", async () => {
  const site = await localSite((request, response) => {
    if (request.url === "/moved") response.writeHead(302, { location: "/" }).end("moved");
    else response.writeHead(request.url === "/gone" ? 404 : 200).end("text");
  });
  const { http } = testHttp([site]);
  for (const path of ["/", "/gone", "/moved", "/", "/gone", "/moved", "/"])
    await fetchText(http, site.origin + path, { signal: never() }).catch(() => undefined);
  expect(site.hits).toHaveLength(9);
  expect(new Set(site.requests.map(({ socket }) => socket)).size).toBeLessThan(4);
});
