import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { HostLimit } from "@/lib/pipeline/fetch/host-limit";
import { createHttp, type HttpOptions } from "@/lib/pipeline/fetch/http";

export interface LocalSite {
  readonly host: string;
  readonly origin: string;
  /** Paths asked for, in order. */
  readonly hits: string[];
  readonly requests: IncomingMessage[];
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A site on loopback for one test. Without a handler of its own, robots.txt is missing. */
export async function localSite(handler: Handler): Promise<LocalSite> {
  const hits: string[] = [];
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? "");
    requests.push(request);
    handler(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(
    () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  );
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, origin: `http://${host}`, hits, requests };
}

/** Lets every request go at once, and remembers what it was asked. */
export function recordingHosts() {
  const acquired: { host: string; crawlDelayMs: number }[] = [];
  const backOffs: { host: string; seconds: number }[] = [];
  let held = 0;
  const hostLimit: HostLimit = {
    async acquire(host, { crawlDelayMs, signal }) {
      signal.throwIfAborted();
      acquired.push({ host, crawlDelayMs });
      held += 1;
      return async () => {
        held -= 1;
      };
    },
    async backOff(host, seconds) {
      backOffs.push({ host, seconds });
    },
  };
  return { hostLimit, acquired, backOffs, held: () => held };
}

/** No wait ends for its length unless a test is about that: a busy machine answers itself late. */
const PATIENT = { connectMs: 60_000, headersMs: 60_000, idleMs: 60_000, totalMs: 60_000 };

/** An Http that may reach the named sites and nothing else private. */
export function testHttp(sites: readonly LocalSite[], options: Partial<HttpOptions> = {}) {
  const hosts = recordingHosts();
  const http = createHttp({
    userAgent: "PixCrawler/test",
    policy: { allowedPrivateHosts: sites.map(({ host }) => host) },
    hostLimit: hosts.hostLimit,
    ...options,
    timeouts: { ...PATIENT, ...options.timeouts },
  });
  onTestFinished(() => http.close());
  return { http, ...hosts };
}

export const never = (): AbortSignal => new AbortController().signal;
