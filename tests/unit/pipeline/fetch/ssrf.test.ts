import net, { type LookupFunction } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { download } from "@/lib/pipeline/fetch/download";
import { localSite, never, testHttp } from "./local-site";

const options = { signal: never(), respectRobots: false };

test("a name is resolved once per connection, and a later private answer never reaches a server", async () => {
  const site = await localSite((_, response) => response.end("secret"));
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, _, callback) => {
    asked.push(hostname);
    callback(null, [{ address: asked.length === 1 ? "1.1.1.1" : "127.0.0.1", family: 4 }]);
  };
  const { connectedTo } = detourSockets(port(site.host));
  const { http } = testHttp([], { lookup });
  const open = () => http.open("http://rebind.example/", options);
  // The socket is led to the private server in spite of the checked address: the last check must notice.
  await expect(open()).rejects.toMatchObject({
    outcome: "blocked-address",
    message: "rebind.example was reached at 127.0.0.1",
  });
  expect(connectedTo).toEqual(["1.1.1.1"]);
  expect(asked).toHaveLength(1);
  await expect(open()).rejects.toMatchObject({
    outcome: "blocked-address",
    message: "rebind.example resolves to 127.0.0.1",
  });
  expect(connectedTo).toEqual(["1.1.1.1"]);
  expect(asked).toHaveLength(2);
  expect(site.hits).toEqual([]);
});

/** Notes the address each socket was told to connect to, and connects it to a local port instead. */
function detourSockets(localPort: number) {
  const connectedTo: string[] = [];
  const connect = net.connect;
  const detour = (wanted: net.TcpNetConnectOpts) => {
    const lookup: LookupFunction = (hostname, lookupOptions, callback) =>
      wanted.lookup?.(hostname, { ...lookupOptions, all: true }, (error, found) => {
        if (error || !Array.isArray(found)) return callback(error, "");
        connectedTo.push(...found.map(({ address }) => address));
        callback(null, [{ address: "127.0.0.1", family: 4 }]);
      });
    return connect({ host: String(wanted.host), port: localPort, lookup });
  };
  const spy = vi.spyOn(net, "connect").mockImplementation(detour as typeof net.connect);
  onTestFinished(() => spy.mockRestore());
  return { connectedTo };
}

test("one private address among public ones blocks the name", async () => {
  const lookup: LookupFunction = (_, __, callback) =>
    callback(null, [
      { address: "93.184.216.34", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ]);
  const { http } = testHttp([], { lookup });
  await expect(http.open("http://mixed.example/", options)).rejects.toMatchObject({
    outcome: "blocked-address",
    message: expect.stringContaining("127.0.0.1"),
  });
});

test("the checked address is the connected one", async () => {
  const site = await localSite((_, response) => response.end("ok"));
  let lookups = 0;
  const lookup: LookupFunction = (_, __, callback) => {
    lookups += 1;
    callback(null, [{ address: "127.0.0.1", family: 4 }]);
  };
  const host = `vouched.example:${port(site.host)}`;
  const { http } = testHttp([], { lookup, policy: { allowedPrivateHosts: [host] } });
  for (const _ of [1, 2, 3, 4]) {
    const answer = await http.open(`http://${host}/`, options);
    expect((await answer.read({ maxBytes: 10 })).toString()).toBe("ok");
  }
  const connections = new Set(site.requests.map(({ socket }) => socket)).size;
  expect(lookups).toBe(connections);
  expect(connections).toBeLessThan(4);
});

test.each(["127.0.0.1", "2130706433", "0", "[::ffff:127.0.0.1]", "localhost"])(
  "a redirect to %s leaves the private server without a request",
  async (name) => {
    const secret = await localSite((_, response) => response.end("secret"));
    const open = await localSite((_, response) =>
      response.writeHead(302, { location: `http://${name}:${port(secret.host)}/admin` }).end(),
    );
    const { http } = testHttp([open]);
    await expect(http.open(open.origin, options)).rejects.toMatchObject({
      outcome: "blocked-address",
    });
    expect(secret.hits).toEqual([]);
    expect(open.hits).toHaveLength(1);
  },
);

test("a redirect to a metadata service is blocked for a picture as well", async () => {
  const site = await localSite((request, response) => {
    if (request.url === "/robots.txt") response.writeHead(404).end();
    else response.writeHead(307, { location: "http://169.254.169.254/latest/meta-data/" }).end();
  });
  const { http } = testHttp([site]);
  await expect(
    download(http, `${site.origin}/a.jpg`, { signal: never(), respectOptOuts: true }),
  ).rejects.toMatchObject({ outcome: "blocked-address" });
});

test("a fixed host reaches its listener and keeps its own name", async () => {
  const site = await localSite((_, response) => response.end("sample"));
  const fixedHosts = { "sample.localhost": { address: "127.0.0.1", port: port(site.host) } };
  const { http, acquired } = testHttp([], { policy: { allowedPrivateHosts: [], fixedHosts } });
  const answer = await http.open("http://sample.localhost/a.jpg", options);
  expect((await answer.read({ maxBytes: 10 })).toString()).toBe("sample");
  expect(site.requests[0]?.headers.host).toBe("sample.localhost");
  expect(acquired).toEqual([{ host: "sample.localhost:80", crawlDelayMs: 0 }]);
});

test("a name that does not resolve is told by its code", async () => {
  const lookup: LookupFunction = (_, __, callback) =>
    callback(Object.assign(new Error("any words"), { code: "ENOTFOUND" }), "");
  const { http } = testHttp([], { lookup });
  await expect(http.open("http://gone.example/", options)).rejects.toMatchObject({
    outcome: "dns",
    isRetryable: true,
  });
});

const port = (host: string): number => Number(host.split(":")[1]);
