import type { Signal } from "@/lib/domain/image";
import { aiSignals, optOutOf, type ResponseHeaders } from "./ai-signals";
import { FetchError } from "./fetch-error";
import type { Http, HttpResponse } from "./http";

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly maxBytes?: number;
  /** False: robots.txt and opt-outs are recorded in `signals` but stop nothing. */
  readonly respectOptOuts: boolean;
  /** Called with the headers, before the body is read. */
  readonly onResponse?: (response: Pick<HttpResponse, "url" | "status" | "headers">) => void;
}

/** The bytes of a picture as they came, with what the server said about them. */
export interface Download {
  readonly bytes: Buffer;
  readonly finalUrl: string;
  readonly httpStatus: number;
  readonly contentType: string | null;
  /** Every wish of the publisher that was read, from robots.txt and from headers. */
  readonly signals: readonly Signal[];
  readonly etag: string | null;
  readonly lastModified: string | null;
}

const MAX_IMAGE_BYTES = 25 * 1_024 * 1_024;
const MAX_TEXT_BYTES = 5 * 1_024 * 1_024;

const header = (headers: ResponseHeaders, name: string): string | null =>
  [headers[name]].flat()[0]?.slice(0, 500) ?? null;

/** Fetches a picture. Throws FetchError; "ai-opt-out" before a byte of the body is read. */
export async function download(
  http: Http,
  url: string | URL,
  { signal, maxBytes = MAX_IMAGE_BYTES, respectOptOuts, onResponse }: DownloadOptions,
): Promise<Download> {
  const response = await http.open(url, {
    signal,
    respectRobots: true,
    respectOptOuts,
    headers: { accept: "image/*,*/*;q=0.1" },
  });
  const { headers, status } = response;
  onResponse?.(response);
  const wishes = aiSignals(headers);
  const optOut = optOutOf(wishes);
  if (optOut && respectOptOuts) {
    await response.discard();
    throw new FetchError("ai-opt-out", `${optOut.signal}: ${optOut.value}`, { httpStatus: status });
  }
  return {
    bytes: await response.read({ maxBytes }),
    finalUrl: response.url.href,
    httpStatus: status,
    contentType: header(headers, "content-type"),
    signals: [...response.signals, ...wishes],
    etag: header(headers, "etag"),
    lastModified: header(headers, "last-modified"),
  };
}

export interface TextOptions {
  readonly signal: AbortSignal;
  /** Of the text as it is after unpacking. */
  readonly maxBytes?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Fetches text (UTF-8) from an API that we are invited to use; robots.txt is not asked. Throws FetchError. */
export async function fetchText(
  http: Http,
  url: string | URL,
  { signal, maxBytes = MAX_TEXT_BYTES, headers = {} }: TextOptions,
): Promise<string> {
  const response = await http.open(url, {
    signal,
    headers,
    respectRobots: false,
    acceptEncoding: "gzip",
  });
  const bytes = await response.read({ maxBytes });
  return new TextDecoder().decode(bytes);
}

/** As fetchText; an answer that is not JSON counts as an error of the server. */
export async function fetchJson(
  http: Http,
  url: string | URL,
  { headers, ...options }: TextOptions,
): Promise<unknown> {
  const text = await fetchText(http, url, {
    ...options,
    headers: { accept: "application/json", ...headers },
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FetchError("http-5xx", `${new URL(url).host} answered something that is not JSON`, {
      isRetryable: true,
      cause: error,
    });
  }
}
