import { FetchError } from "../fetch-error";
import type { DiscoverContext, FetchedText, FetchInit } from "./source";
import { sourceError } from "./source-error";

/** Be slow: these services are made for people, and shut out whoever is not. */
export const ENGINE_REQUESTS_PER_MINUTE = 20;

export const blockedBy = (engine: string) =>
  sourceError(
    "blocked",
    `${engine} refuses this network or this program, and may do so for an hour or for good. Other sources still work.`,
  );

/** Asks a search engine for a page; its refusal is "blocked", a page that is gone stays what it is. */
export async function askEngine(
  engine: string,
  ctx: DiscoverContext,
  url: string,
  headers: FetchInit["headers"] = {},
): Promise<FetchedText> {
  try {
    return await ctx.fetchText(url, { headers });
  } catch (error) {
    const isRefusal = error instanceof FetchError && error.outcome === "http-4xx";
    if (isRefusal && error.httpStatus !== 404) throw blockedBy(engine);
    throw error;
  }
}

/** An engine that answers a page where JSON belongs is asking whether we are a person. */
export function readEngineJson(engine: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw blockedBy(engine);
  }
}
