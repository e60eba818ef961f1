import { pipeline } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { createGunzip } from "node:zlib";
import type { Agent, Dispatcher } from "undici";
import { FetchError } from "../fetch-error";
import { hostKey } from "./address-guard";
import type { ResponseHeaders } from "./ai-signals";
import type { HostLimit } from "./host-limit";
import { toFetchError } from "./transport-error";

export interface ReadOptions {
  readonly maxBytes: number;
  /** What a longer body does: "fail" (the default) throws FetchError("too-large"), "cut" answers its first bytes. */
  readonly overflow?: "fail" | "cut";
}

/** One request and its answer. The host's slot is free again once the body is read, dropped or out of time. */
export interface Exchange {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** The body, unpacked where it came as gzip. Throws FetchError, or the reason of the caller's signal. */
  read(options: ReadOptions): Promise<Buffer>;
  /** Reads a small rest so that the connection can be used again, or gives the connection up. */
  drain(): Promise<void>;
  /** Gives the body and its connection up at once. */
  discard(): Promise<void>;
}

/** Time left for all exchanges of one fetch; waiting for a host's turn does not count. */
export interface TimeBudget {
  leftMs: number;
}

interface ExchangeRequest {
  readonly agent: Agent;
  readonly url: URL;
  readonly headers: Record<string, string>;
  /** Sent by POST; null sends a GET. */
  readonly body: string | null;
  readonly hostLimit: HostLimit;
  readonly crawlDelayMs: number;
  /** The caller's: its reason is what is thrown when it aborts. */
  readonly signal: AbortSignal;
  readonly budget: TimeBudget;
}

const MAX_DRAIN_BYTES = 16_384;
const MAX_DRAIN_MS = 1_000;
/** About what a packet takes to the other side of the world. */
const BROKEN_OFF_MS = 100;
const ignore = () => undefined;

/** Waits for the host's turn, asks, and answers once the headers are here. */
export async function exchange(request: ExchangeRequest): Promise<Exchange> {
  const { agent, url, headers, body: sent, hostLimit, crawlDelayMs, signal, budget } = request;
  const host = hostKey(url);
  const release = await hostLimit.acquire(host, { crawlDelayMs, signal });
  const deadline = startDeadline(host, signal, budget);
  let response: Dispatcher.ResponseData | null = null;
  let ended: Promise<void> | null = null;
  const end = (): Promise<void> => {
    if (!ended) deadline.stop();
    // A server goes on with an answer that we broke off until it hears of it, and counts it as open till then.
    ended ??= response?.body.readableEnded ? release() : sleep(BROKEN_OFF_MS).then(release);
    return ended;
  };
  const fail = (error: unknown): unknown =>
    signal.aborted ? signal.reason : toFetchError(error, host);

  try {
    deadline.signal.throwIfAborted();
    response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: sent === null ? "GET" : "POST",
      headers,
      body: sent,
      signal: deadline.signal,
    });
  } catch (error) {
    // The failure of the request is what the caller must see, even where giving the slot back fails too.
    await end().catch(ignore);
    throw fail(error);
  }

  const { statusCode: status, headers: answered, body } = response;
  body.on("error", ignore);
  // Frees the slot of an answer that nobody reads: the deadline destroys its body.
  body.once("close", () => void end().catch(ignore));
  return {
    status,
    headers: answered,
    async read(options) {
      try {
        return await collect(body, answered, options, host);
      } catch (error) {
        throw fail(error);
      } finally {
        body.destroy();
        await end();
      }
    },
    async drain() {
      const limits = { limit: MAX_DRAIN_BYTES, signal: AbortSignal.timeout(MAX_DRAIN_MS) };
      await body.dump(limits).catch(ignore);
      await end();
    },
    async discard() {
      body.destroy();
      await end();
    },
  };
}

/** Ends a request when its caller does or when its time is over: idle timers alone never stop a server that drips. */
function startDeadline(host: string, caller: AbortSignal, budget: TimeBudget) {
  const controller = new AbortController();
  const startedAt = performance.now();
  const onAbort = () => controller.abort(caller.reason);
  const onTimeout = () =>
    controller.abort(
      new FetchError("timeout", `${host} took longer than allowed in all`, { isRetryable: true }),
    );
  if (caller.aborted) onAbort();
  const timer = setTimeout(onTimeout, Math.max(budget.leftMs, 0));
  caller.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(timer);
      caller.removeEventListener("abort", onAbort);
      budget.leftMs -= performance.now() - startedAt;
    },
  };
}

export const isGzip = (headers: ResponseHeaders): boolean =>
  /^(?:x-)?gzip$/i.test(String(headers["content-encoding"] ?? "").trim());

async function collect(
  body: Dispatcher.ResponseData["body"],
  headers: ResponseHeaders,
  { maxBytes, overflow = "fail" }: ReadOptions,
  host: string,
): Promise<Buffer> {
  const tooLarge = (size: string) =>
    new FetchError("too-large", `${host} sends ${size}; the limit is ${maxBytes} bytes`);
  const declared = Number(headers["content-length"]);
  if (declared > maxBytes && overflow === "fail") throw tooLarge(`${declared} bytes`);
  // The unpacked bytes are counted as they come, so a bomb ends at the limit and not in memory.
  const bytes = isGzip(headers) ? pipeline(body, createGunzip(), ignore) : body;
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    chunks.push(chunk);
    if (sizeBytes <= maxBytes) continue;
    if (overflow === "fail") throw tooLarge("more");
    break;
  }
  return Buffer.concat(chunks, Math.min(sizeBytes, maxBytes));
}
