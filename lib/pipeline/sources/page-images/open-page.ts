import type { Signal } from "@/lib/domain/image";
import { FetchError } from "../../fetch-error";
import { foundPicture } from "../found-picture";
import type { DiscoverContext } from "../source";
import { type ReadPage, readPage } from "./read-page";

export interface OpenedPage extends ReadPage {
  /** Where redirects led. */
  readonly url: string;
}

const MARKUP = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i;

/**
 * Fetches and reads one page. An address that answers a picture is that picture. Throws FetchError: "ai-opt-out"
 * when the page forbids its pictures, "http-4xx" for what is no page.
 */
export async function openPage(
  ctx: DiscoverContext,
  address: string,
  { isRendered }: { isRendered: boolean },
): Promise<OpenedPage> {
  const { text, url, headers, signals = [] } = await ctx.fetchPage(address, { render: isRendered });
  const type = headers["content-type"] ?? "text/html";
  if (/^\s*image\/(?!svg)/i.test(type)) {
    const found = [foundPicture({ url, raw: { element: "address" } })];
    return { found, ignored: 0, optOut: null, links: [], canonical: null, url };
  }
  if (!MARKUP.test(type))
    throw new FetchError("http-4xx", `is no web page but ${type.slice(0, 100)}`);
  const page = readPage(text, url);
  if (page.optOut && ctx.respectOptOuts !== false) throw new FetchError("ai-opt-out", page.optOut);
  const refusals = [...signals.filter(({ allows }) => !allows), ...statedIn(page)];
  return { ...page, url, found: page.found.map((each) => ({ ...each, signals: refusals })) };
}

/** The page's own refusal as a signal of each of its pictures. */
const statedIn = ({ optOut }: ReadPage): Signal[] =>
  optOut === null ? [] : [{ signal: "meta-robots", value: optOut.slice(0, 500), allows: false }];
