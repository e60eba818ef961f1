import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { close, decided, finished, newPerson, open, pointAt, startList } from "./crawling";

let server: Server;
let requests = 0;
let good: Buffer;
/** Refusals wait for this. */
let gate: Promise<void> = Promise.resolve();
beforeAll(async () => {
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  const create = { width: 320, height: 240, channels: 3, background: "grey", noise } as const;
  good = await sharp({ create }).png().toBuffer();
  server = createServer({ keepAliveTimeout: 0 }, ({ url }, response) => {
    if (url === "/robots.txt") return void response.writeHead(404).end();
    requests += 1;
    if (url === "/good") return void response.writeHead(200).end(good);
    return void gate.then(() => response.writeHead(429, { "retry-after": "1" }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  pointAt({ apiUrl: address("api"), hosts: [`127.0.0.1:${port}`, `127.0.0.2:${port}`] });
  // What is refused late takes no slot from what comes.
  process.env.CRAWL_PER_HOST_CONCURRENCY = "8";
  await open();
});
afterAll(async () => {
  await close();
  server.closeAllConnections();
  server.close();
});

const address = (path: string) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;
const pictures = (count: number) =>
  Array.from({ length: count }, (_, i) => address(`picture/${i}`));

test("a host that refuses whatever it is asked is not waited for again with each of its pictures", async () => {
  const person = await newPerson();
  const { id } = await startList(person, pictures(100));
  const job = await finished(person, id);
  expect(job.outcomes).toEqual({ "rate-limited": 100 });
  // What was on its way when it was clear still asked.
  expect(requests).toBeLessThanOrEqual(12 + 32);
});

test("where some of a host's pictures come, each of the others has its three attempts", async () => {
  requests = 0;
  // Two rounds of refusals must not be over before the picture that comes is taken in.
  const { promise, resolve } = Promise.withResolvers<void>();
  gate = promise;
  const person = await newPerson();
  const { id } = await startList(person, [address("good"), ...pictures(6)]);
  await decided(id, 1);
  resolve();
  const job = await finished(person, id);
  expect(job.outcomes).toEqual({ accepted: 1, "rate-limited": 6 });
  expect(requests).toBe(1 + 6 * 3);
});
