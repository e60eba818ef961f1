import type { Page, Request, Route } from "playwright-core";
import type { FetchedText } from "@/lib/pipeline/sources/source";
import { FetchError } from "../fetch-error";
import { fetchPage, type PageOptions } from "./download";
import type { Http } from "./http";

const MB = 1_024 * 1_024;
/** What is read at the same time is in memory at the same time, so that has limits of its own. */
const LIMITS = { requests: 200, bytes: 50 * MB, documents: 5, atOnce: 6, bytesOfOne: 8 * MB };
/** Loaders wait for a picture to load before they name the next; one transparent pixel is a picture. */
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
/** What a page's scripts need to read; the rest of an answer stays here. */
const PASSED_HEADERS = /^(?:content-type|access-control-[\w-]+|etag|last-modified)$/;

/** What a page is rendered with. */
export interface RenderMeans extends Pick<PageOptions, "signal" | "respectOptOuts"> {
  readonly http: Http;
}

export interface RenderNetwork {
  /** The document that the page shows now, as it came. */
  readonly document: () => FetchedText;
  /** Why a document that the page went on to could not be had. */
  readonly failure: () => unknown;
}

/**
 * Answers every request of a page through the guarded Http: GET alone, 200 requests and 50 MB at most, robots.txt and
 * opt-outs asked for documents, pictures never fetched. What cannot be had fails inside the page.
 */
export async function answerRequests(
  page: Page,
  first: FetchedText,
  { http, ...options }: RenderMeans,
): Promise<RenderNetwork> {
  let document = first;
  let failure: unknown = null;
  let requests = 0;
  let documents = 0;
  let bytesLeft = LIMITS.bytes;
  const inTurn = turnstile(LIMITS.atOnce);

  const answerDocument = async (route: Route, url: string) => {
    documents += 1;
    if (documents > LIMITS.documents) return route.abort();
    try {
      if (documents > 1) document = await fetchPage(http, url, options);
    } catch (error) {
      failure = error;
      return route.abort();
    }
    return route.fulfill({ body: document.text, contentType: "text/html; charset=utf-8" });
  };

  const answer = async (route: Route, request: Request) => {
    requests += 1;
    const type = request.resourceType();
    if (requests > LIMITS.requests || request.method() !== "GET") return route.abort();
    if (request.isNavigationRequest()) {
      const isOwn = request.frame() === page.mainFrame();
      return isOwn ? answerDocument(route, request.url()) : route.abort();
    }
    if (type === "image") return route.fulfill({ body: PIXEL, contentType: "image/gif" });
    if (type === "font" || type === "media") return route.abort();
    return inTurn(() => answerResource(route, request.url()));
  };

  const answerResource = async (route: Route, url: string) => {
    if (bytesLeft <= 0) return route.abort();
    const response = await http.open(url, {
      signal: options.signal,
      respectRobots: false,
      acceptEncoding: "gzip",
    });
    const body = await response.read({ maxBytes: Math.min(bytesLeft, LIMITS.bytesOfOne) });
    bytesLeft -= body.length;
    const headers = Object.entries(response.headers).flatMap(([name, value]) => {
      const single = [value].flat()[0];
      return PASSED_HEADERS.test(name) && single !== undefined ? [[name, single] as const] : [];
    });
    return route.fulfill({ status: response.status, headers: Object.fromEntries(headers), body });
  };

  const refuse = (route: Route) => route.abort().catch(() => undefined);
  await page.route("**/*", (route, request) =>
    answer(route, request).catch((error: unknown) => {
      // A page that asks for what it may not have is no fault of ours, and the page may be gone by now.
      if (!(error instanceof FetchError) && !options.signal.aborted && !page.isClosed())
        failure ??= error;
      return refuse(route);
    }),
  );
  await page.routeWebSocket("**/*", (socket) => socket.close());
  return { document: () => document, failure: () => failure };
}

/** Lets so many run at a time; the others wait in line. */
function turnstile(atOnce: number) {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
