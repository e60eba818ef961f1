import { z } from "zod";
import { addressesOf, readAddress } from "./page-images/address-list";
import { noteOf, visit } from "./page-images/visit";
import type { Source, SourcePage } from "./source";

/** Addresses are named by the byte at which their line begins. */
const Cursor = z.object({
  /** The next line; null once all have been tried. */
  at: z.int().min(0).nullable(),
  /** Those that may answer another time: tried once more at the end. */
  again: z.array(z.int().min(0)),
});
type Cursor = z.infer<typeof Cursor>;

const MAX_SECOND_TRIES = 1_000;

const written = (cursor: Cursor): string | null =>
  cursor.at === null && cursor.again.length === 0 ? null : JSON.stringify(cursor);

/** The pictures of pages that a person names: each address is one page of the source. */
export const webPage: Source<"web-page"> = {
  kind: "web-page",
  name: "Web pages",
  description:
    "Pages you name: every picture in them, in its largest size. Pages that build themselves with scripts can be rendered first.",
  terms:
    "Whether a picture may be used depends on its own licence, which most pages do not state. robots.txt and opt-outs are respected.",
  termsUrl: null,
  homepage: null,
  signUpUrl: null,
  capabilities: {
    group: "own",
    needsKey: false,
    takes: "addresses",
    isScraping: true,
    pageSize: 50,
    maxPerQuery: null,
    requestsPerMinute: null,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: [],
    sunsetDate: null,
  },
  async page(query, cursor, ctx): Promise<SourcePage> {
    const state: Cursor = cursor ? Cursor.parse(JSON.parse(cursor)) : { at: 0, again: [] };
    const offset = state.at ?? state.again[0];
    const listed = offset === undefined ? null : await readAddress(ctx, addressesOf(query), offset);
    if (offset === undefined || !listed) return nothing({ ...state, at: null });
    const isFirstTry = state.at !== null;
    const next: Cursor = isFirstTry
      ? { ...state, at: listed.next }
      : { ...state, again: state.again.slice(1) };
    if (!listed.address) return nothing(next, noteOf(listed.written, "is not a web address."));

    const isRendered = query.options["web-page"]?.render ?? false;
    const visited = await visit(ctx, listed.address, { isRendered });
    if (visited.page) {
      const { found, ignored } = visited.page;
      return { found, ignored, cursor: written(next) };
    }
    const isOnly = !cursor && listed.next === null;
    if (isOnly) throw visited.error;
    const isPutOff =
      isFirstTry && visited.error.isRetryable && state.again.length < MAX_SECOND_TRIES;
    return isPutOff
      ? nothing({ ...next, again: [...next.again, offset] })
      : nothing(next, visited.note);
  },
};

const nothing = (cursor: Cursor, note?: string): SourcePage => ({
  found: [],
  ignored: 0,
  cursor: written(cursor),
  notes: note ? [note] : [],
});
