import { readFile } from "node:fs/promises";
import type { CrawlFilters } from "@/lib/domain/crawl-job";
import type { SourceKey } from "@/lib/domain/source";
import type { SourceOptions } from "@/lib/domain/source-options";
import { AppError } from "@/lib/errors";
import { FetchError } from "@/lib/pipeline/fetch-error";
import type {
  DiscoverContext,
  FetchedText,
  FetchInit,
  Source,
} from "@/lib/pipeline/sources/source";

/** The recorded shape of an answer: tests/fixtures/sources/<kind>/<name>; JSON is parsed, the rest stays text. */
export async function fixture(kind: string, name: string): Promise<unknown> {
  const text = await readFile(`tests/fixtures/sources/${kind}/${name}`, "utf8");
  return name.endsWith(".json") ? JSON.parse(text) : text;
}

export interface Request extends FetchInit {
  readonly url: URL;
}
/** What the service answers to the n-th request: a body, an object with headers for text, or a failure to throw. */
export type Answer = (request: Request, n: number) => unknown;
export interface TextAnswer {
  readonly text: string;
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly cookies?: readonly string[];
  readonly signals?: NonNullable<FetchedText["signals"]>;
}
const isTextAnswer = (answer: unknown): answer is TextAnswer =>
  typeof answer === "object" && answer !== null && "text" in answer;

interface Asked {
  readonly keyword?: string;
  readonly filters?: CrawlFilters;
  readonly options?: SourceOptions;
  readonly cursor?: string | null;
  readonly baseUrl?: string | null;
  readonly key?: SourceKey | null;
  readonly listKey?: string | null;
  readonly list?: string | Uint8Array;
  readonly respectOptOuts?: boolean;
}

/** Asks a source for one page with a scripted network; answers the page and the requests that it took. */
export async function ask(source: Source, answer: Answer, asked: Asked = {}) {
  const requests: Request[] = [];
  const respond = (url: string, init: FetchInit = {}) => {
    const request = { url: new URL(url), ...init };
    requests.push(request);
    const given = answer(request, requests.length - 1);
    if (given instanceof Error) throw given;
    return given;
  };
  const text = async (url: string, init?: FetchInit) => {
    const given = await respond(url, init);
    const { text: body, ...rest } = isTextAnswer(given) ? given : { text: String(given) };
    return { text: body, url, headers: {}, cookies: [], ...rest };
  };
  const list = Buffer.from(asked.list ?? "");
  const ctx: DiscoverContext = {
    signal: new AbortController().signal,
    baseUrl: asked.baseUrl ?? null,
    key: asked.key ?? null,
    ...(asked.respectOptOuts !== undefined && { respectOptOuts: asked.respectOptOuts }),
    fetchJson: async (url, init) => respond(url, init),
    fetchText: text,
    fetchPage: (url) => text(url),
    cached: (_name, _seconds, make) => make(),
    readList: async (_key, offset, length) => list.subarray(offset, offset + length),
  };
  const query = {
    keyword: asked.keyword ?? "lighthouse",
    filters: asked.filters ?? {},
    listKey: asked.listKey ?? (asked.list === undefined ? null : "list"),
    options: asked.options ?? {},
  };
  const page = await source.page(query, asked.cursor ?? null, ctx);
  return { ...page, requests, search: Object.fromEntries(requests[0]?.url.searchParams ?? []) };
}

/** What an error answer of a server looks like to an adapter. */
export const httpError = (status: number, retryAfterSeconds?: number): FetchError =>
  new FetchError(
    status === 429 ? "rate-limited" : status >= 500 ? "http-5xx" : "http-4xx",
    `answered ${status}`,
    {
      httpStatus: status,
      isRetryable: status === 429 || status >= 500,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
  );

/** The details of the AppError that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return { code: error.code, message: error.message, ...error.details };
}
