import { FetchError } from "../../fetch-error";
import type { DiscoverContext } from "../source";
import { type OpenedPage, openPage } from "./open-page";

/** A page that could be read, or why not, in words for the person who runs the crawl. */
export type Visit =
  | { readonly page: OpenedPage }
  | { readonly page: null; readonly note: string; readonly error: FetchError };

export const MAX_NOTES = 20;

/**
 * Opens one of several pages: what is wrong with it alone comes back as a note, so that the others are read.
 * Throws a retryable FetchError("rate-limited"), which holds for the whole host, and what is no FetchError.
 */
export async function visit(
  ctx: DiscoverContext,
  address: string,
  options: { isRendered: boolean },
): Promise<Visit> {
  try {
    return { page: await openPage(ctx, address, options) };
  } catch (error) {
    if (!(error instanceof FetchError) || isHostBusy(error)) throw error;
    return { page: null, note: noteOf(address, error.message), error };
  }
}

export const isHostBusy = (error: unknown): boolean =>
  error instanceof FetchError && error.outcome === "rate-limited" && error.isRetryable;

export const noteOf = (address: string, reason: string): string =>
  `${address.slice(0, 200)}: ${reason.slice(0, 250)}`;
