import type { Browser, BrowserContext, Page } from "playwright-core";
import { AppError } from "@/lib/errors";
import type { FetchedText } from "@/lib/pipeline/sources/source";
import { FetchError } from "../fetch-error";
import { fetchPage } from "./download";
import type { Http } from "./http";
import { type BrowserSettings, startBrowser } from "./render-browser";
import { answerRequests, type RenderMeans } from "./render-network";
import { untilAborted } from "./until-aborted";

export interface RendererSettings extends BrowserSettings {
  /** Of one page, from the moment it has a place to its content. */
  readonly timeoutMs?: number;
  /** How long the browser is kept when nothing is rendered. */
  readonly idleMs?: number;
}

/** Runs the scripts of pages in a browser that has no network of its own. One for each process. */
export interface Renderer {
  /** As fetchPage, with the markup as the page's scripts left it. Throws FetchError, and AppError("unavailable"). */
  render(http: Http, url: string, options: Omit<RenderMeans, "http">): Promise<FetchedText>;
  /** Ends the browser and what it renders. */
  close(): Promise<void>;
}

const MAX_PAGES = 2;
const MAX_CONTENT_CHARACTERS = 5 * 1_024 * 1_024;
const CLOSE_MS = 2_000;
/** Loading has ended, for us, when nothing was asked for in half a second, or after this. */
const SETTLE_MS = 5_000;
const SCROLLS = 8;
const SCROLL_PIXELS = 1_500;
const SCROLL_PAUSE_MS = 250;
const MARKUP = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i;

export function createRenderer({
  timeoutMs = 30_000,
  idleMs = 60_000,
  ...settings
}: RendererSettings): Renderer {
  let starting: Promise<Browser> | null = null;
  let idle: NodeJS.Timeout | undefined;
  let active = 0;
  const waiting = new Set<() => void>();

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ending = starting;
    starting = null;
    const browser = await ending?.catch(() => null);
    await browser?.close().catch(() => undefined);
  };

  /** The browser of this moment; one that did not start or broke off is forgotten. */
  const browserNow = (): Promise<Browser> => {
    clearTimeout(idle);
    if (starting) return starting;
    const started = startBrowser(settings);
    const forget = () => {
      if (starting === started) starting = null;
    };
    starting = started;
    started.then((browser) => browser.once("disconnected", forget), forget);
    return started;
  };

  /** Waits for one of the few places; the waiting itself ends with the caller's signal. */
  const enter = async (signal: AbortSignal): Promise<void> => {
    while (active >= MAX_PAGES) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      await untilAborted(promise, signal).finally(() => waiting.delete(resolve));
    }
    active += 1;
  };
  const leave = (): void => {
    active -= 1;
    for (const wake of waiting) wake();
    if (active > 0) return;
    clearTimeout(idle);
    idle = setTimeout(() => void end(), idleMs);
    idle.unref();
  };

  return {
    async render(http, url, { signal, respectOptOuts }) {
      const first = await fetchPage(http, url, { signal, respectOptOuts });
      if (!MARKUP.test(first.headers["content-type"] ?? "text/html")) return first;
      await enter(signal);
      const deadline = AbortSignal.timeout(timeoutMs);
      const both = AbortSignal.any([signal, deadline]);
      const means = { http, signal: both, respectOptOuts };
      try {
        const context = await untilAborted(
          openContext(await untilAborted(browserNow(), both)),
          both,
        );
        try {
          return await untilAborted(renderIn(context, first, means), both);
        } finally {
          // A page in an endless loop does not close; its browser does.
          const isClosed = await within(CLOSE_MS, context.close());
          if (!isClosed) await end();
        }
      } catch (error) {
        signal.throwIfAborted();
        if (deadline.aborted)
          throw new FetchError("timeout", `rendering took longer than ${timeoutMs / 1_000} s`, {
            isRetryable: true,
            cause: error,
          });
        throw error instanceof FetchError || error instanceof AppError
          ? error
          : new FetchError("connection-lost", "the browser that rendered the page broke off", {
              isRetryable: true,
              cause: error,
            });
      } finally {
        leave();
      }
    },
    close: end,
  };
}

const openContext = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({
    acceptDownloads: false,
    serviceWorkers: "block",
    permissions: [],
    viewport: { width: 1_280, height: 1_024 },
  });

async function renderIn(
  context: BrowserContext,
  first: FetchedText,
  means: RenderMeans,
): Promise<FetchedText> {
  const page = await context.newPage();
  context.on("page", (other) => void other.close().catch(() => undefined));
  const crashed = new Promise<never>((_, reject) => {
    page.once("crash", () => reject(new Error("the page crashed")));
  });
  crashed.catch(() => undefined);
  const network = await answerRequests(page, first, means);
  const show = async () => {
    await page.goto(first.url, { waitUntil: "domcontentloaded", timeout: 0 });
    await settle(page);
    for (let scroll = 0; scroll < SCROLLS; scroll += 1) {
      await page.mouse.wheel(0, SCROLL_PIXELS);
      await page.waitForTimeout(SCROLL_PAUSE_MS);
    }
    await settle(page);
    return contentOf(page);
  };
  const text = await Promise.race([show(), crashed]);
  const failure = network.failure();
  if (failure) throw failure;
  if (text.length > MAX_CONTENT_CHARACTERS)
    throw new FetchError("too-large", `${new URL(first.url).host} renders to a page too large`);
  return { ...network.document(), text };
}

/**
 * The markup as it stands, cut behind what is kept: read in a world of its own, in which the page's scripts have changed
 * nothing, since what comes from the browser comes into our memory.
 */
async function contentOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const world = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const { result } = await session.send("Runtime.evaluate", {
    contextId: world.executionContextId,
    expression: `(document.documentElement?.outerHTML ?? "").slice(0, ${MAX_CONTENT_CHARACTERS + 1})`,
    returnByValue: true,
  });
  return String(result.value ?? "");
}

const settle = (page: Page): Promise<void> =>
  page.waitForLoadState("networkidle", { timeout: SETTLE_MS }).catch(() => undefined);

/** Whether a promise settled in time. */
const within = (milliseconds: number, promise: Promise<unknown>): Promise<boolean> => {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), milliseconds);
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
};
