import { gunzipSync } from "node:zlib";
import type { Signal } from "@/lib/domain/image";
import type { FetchedText } from "@/lib/pipeline/sources/source";
import { FetchError } from "../fetch-error";
import { aiSignals, optOutOf, type ResponseHeaders, wordingOf } from "./ai-signals";
import type { Http, HttpResponse, OpenOptions } from "./http";

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
  /** Every wish of the publisher that was read, from the site's files and from headers. */
  readonly signals: readonly Signal[];
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export const MAX_IMAGE_BYTES = 25 * 1_024 * 1_024;
const MAX_TEXT_BYTES = 5 * 1_024 * 1_024;
const GZIP_MAGIC = 0x1f8b;

const header = (headers: ResponseHeaders, name: string): string | null =>
  [headers[name]].flat()[0]?.slice(0, 500) ?? null;

/** Opens what is made for people, once its site and its headers were asked. Throws FetchError "ai-opt-out" before a byte of the body is read. */
async function openPublished(
  http: Http,
  url: string | URL,
  options: OpenOptions & { readonly onResponse?: DownloadOptions["onResponse"] },
) {
  const response = await http.open(url, options);
  options.onResponse?.(response);
  const wishes = aiSignals(response.headers);
  const optOut = optOutOf(wishes);
  if (optOut && options.respectOptOuts) {
    await response.discard();
    const { status: httpStatus } = response;
    throw new FetchError("ai-opt-out", wordingOf(optOut), { httpStatus });
  }
  return { response, signals: [...response.signals, ...wishes] };
}

/** Fetches a picture. Throws FetchError; "ai-opt-out" before a byte of the body is read. */
export async function download(
  http: Http,
  url: string | URL,
  { maxBytes = MAX_IMAGE_BYTES, ...options }: DownloadOptions,
): Promise<Download> {
  const { response, signals } = await openPublished(http, url, {
    ...options,
    respectRobots: true,
    headers: { accept: "image/*,*/*;q=0.1" },
  });
  const { headers } = response;
  return {
    bytes: await response.read({ maxBytes }),
    finalUrl: response.url.href,
    httpStatus: response.status,
    contentType: header(headers, "content-type"),
    signals,
    etag: header(headers, "etag"),
    lastModified: header(headers, "last-modified"),
  };
}

export interface TextOptions {
  readonly signal: AbortSignal;
  /** Of the text as it is after unpacking. */
  readonly maxBytes?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
}

/** Fetches text (UTF-8) from an API that we are invited to use; robots.txt is not asked. Throws FetchError. */
export async function fetchText(
  http: Http,
  url: string | URL,
  { maxBytes = MAX_TEXT_BYTES, ...open }: TextOptions,
): Promise<FetchedText> {
  const response = await http.open(url, {
    ...open,
    respectRobots: false,
    acceptEncoding: "gzip",
  });
  const bytes = await response.read({ maxBytes });
  return fetchedText(response, new TextDecoder().decode(bytes));
}

/** An answer with its headers in the form that sources read. */
export function fetchedText({ url, headers }: HttpResponse, text: string): FetchedText {
  const single = Object.keys(headers).map((name) => [name, header(headers, name) ?? ""]);
  const cookies = [headers["set-cookie"] ?? []].flat();
  return {
    text,
    url: url.href,
    headers: Object.fromEntries(single),
    cookies: cookies.map((cookie) => cookie.split(";")[0]?.trim() ?? "").filter(Boolean),
  };
}

export interface PageOptions {
  readonly signal: AbortSignal;
  readonly maxBytes?: number;
  /** A sitemap: headers that keep the file itself out of search results say nothing about what it lists. */
  readonly isSitemap?: boolean;
  /** False: the wishes of the page's publisher stop nothing. */
  readonly respectOptOuts: boolean;
}

/**
 * Fetches a page that is made for people: robots.txt and the publisher's wishes are asked first. Throws FetchError,
 * "ai-opt-out" before a byte of the body is read.
 */
export async function fetchPage(
  http: Http,
  url: string | URL,
  { maxBytes = MAX_TEXT_BYTES, isSitemap = false, ...options }: PageOptions,
): Promise<FetchedText> {
  const open: OpenOptions = {
    ...options,
    respectRobots: true,
    headers: { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.1" },
    acceptEncoding: "gzip",
  };
  const { response, signals } = isSitemap
    ? { response: await http.open(url, open), signals: [] }
    : await openPublished(http, url, open);
  const bytes = await response.read({ maxBytes });
  const text = new TextDecoder().decode(unpacked(bytes, maxBytes));
  return { ...fetchedText(response, text), signals };
}

/** Sitemaps lie about as gzip files, which is something else than gzip as the encoding of an answer. */
function unpacked(bytes: Buffer, maxBytes: number): Buffer {
  if (bytes.length < 2 || bytes.readUInt16BE(0) !== GZIP_MAGIC) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    throw new FetchError("too-large", `a gzip file that is broken or above ${maxBytes} bytes`, {
      cause: error,
    });
  }
}

/** As fetchText; an answer that is not JSON counts as an error of the server. */
export async function fetchJson(
  http: Http,
  url: string | URL,
  { headers, ...options }: TextOptions,
): Promise<unknown> {
  const { text } = await fetchText(http, url, {
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
