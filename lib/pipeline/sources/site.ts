import { addressesOf, readAddress } from "./page-images/address-list";
import { MAX_PICTURES_PER_PAGE } from "./page-images/collector";
import { isHostBusy, MAX_NOTES, noteOf, visit } from "./page-images/visit";
import { readNextSitemap } from "./site/read-sitemap";
import { createFrontier, freshState, SiteState } from "./site/site-state";
import type { DiscoverContext, Found, Query, Source, SourcePage } from "./source";

const DEFAULTS = { maxPages: 100, maxDepth: 3, render: false, sitemap: true };
const MAX_STARTS = 100;
/** Of one page of the source, so that a crash repeats little and none outlasts its deadline. */
const MAX_STEPS = 5;
const LAST_START_MS = 15_000;
/** Twice this is still one statement of the database. */
const MAX_FOUND = 2 * MAX_PICTURES_PER_PAGE;

/**
 * A web site, breadth first from the addresses that a person names: their hosts and no other (with and without
 * `www.` is the same host), with what their sitemaps list.
 */
export const site: Source<"site"> = {
  kind: "site",
  name: "Web site",
  description:
    "A whole site, from the addresses you name: its pages are followed link by link, and its sitemaps are read.",
  terms:
    "Whether a picture may be used depends on its own licence, which most sites do not state. robots.txt, nofollow and opt-outs are respected.",
  termsUrl: null,
  homepage: null,
  signUpUrl: null,
  capabilities: {
    group: "own",
    needsKey: false,
    takes: "addresses",
    isScraping: true,
    pageSize: 100,
    maxPerQuery: null,
    requestsPerMinute: null,
    requestsPerDay: null,
    licenceData: "none",
    machineLearningUse: "restricted",
    pushes: [],
    sunsetDate: null,
  },
  async page(query, cursor, ctx): Promise<SourcePage> {
    const options = { ...DEFAULTS, ...query.options.site };
    const notes: string[] = [];
    const state = cursor ? SiteState.parse(JSON.parse(cursor)) : freshState();
    const frontier = createFrontier(state, options.maxPages);
    if (!cursor) {
      for (const address of await startsOf(query, ctx, notes)) frontier.start(address);
      const origins = new Set(state.queue.map(([address]) => new URL(address).origin));
      if (options.sitemap) state.sitemaps = [...origins].map((origin) => `${origin}/robots.txt`);
    }

    const found: Found[] = [];
    let ignored = 0;
    const isDone = () => state.queue.length === 0 && state.sitemaps.length === 0;
    const startedAt = performance.now();

    const readPage = async () => {
      const [next] = state.queue;
      if (!next) return;
      const [address, depth, failures] = next;
      const visited = await visit(ctx, address, { isRendered: options.render ?? false });
      state.queue.shift();
      state.tried += 1;
      if (!visited.page) {
        const isPutOff = visited.error.isRetryable && failures === 0;
        if (isPutOff) state.queue.push([address, depth, 1]);
        else notes.push(visited.note);
        // Nothing at all could be had of the site: that is a failure, and may pass.
        const isVain = state.read === 0 && state.sitemapPictures === 0 && found.length === 0;
        if (!isPutOff && isVain && isDone()) throw visited.error;
        return;
      }
      const { page } = visited;
      const url = new URL(page.url);
      if (depth === 0) frontier.adopt(url);
      if (!frontier.isWithin(url)) {
        notes.push(noteOf(address, `leads to another site, ${url.host}.`));
        return;
      }
      state.read += 1;
      for (const alias of [page.url, page.canonical]) if (alias) frontier.alias(alias);
      if (depth < options.maxDepth) for (const link of page.links) frontier.follow(link, depth + 1);
      found.push(...page.found);
      ignored += page.ignored;
    };

    for (let step = 0; step < MAX_STEPS && !isDone(); step += 1) {
      // A rendered page may take half a minute, so it is a page of the source by itself.
      const isLate = performance.now() - startedAt > (options.render ? 0 : LAST_START_MS);
      const isFull = found.length > MAX_FOUND - MAX_PICTURES_PER_PAGE;
      if (step > 0 && (isLate || isFull)) break;
      if (state.tried >= 2 * options.maxPages || state.read >= options.maxPages) state.queue = [];
      try {
        if (state.sitemaps.length === 0) {
          await readPage();
          continue;
        }
        const room = MAX_FOUND - found.length;
        const read = await readNextSitemap(ctx, state, frontier, room);
        found.push(...read.found);
        ignored += read.ignored;
        notes.push(...read.notes);
      } catch (error) {
        // The host wants a pause. What was read until now is kept; without anything new the crawl waits.
        if (step > 0 && isHostBusy(error)) break;
        throw error;
      }
    }
    const next = isDone() ? null : JSON.stringify(state);
    return { found, ignored, cursor: next, notes: notes.slice(0, MAX_NOTES) };
  },
};

async function startsOf(query: Query, ctx: DiscoverContext, notes: string[]): Promise<string[]> {
  const listKey = addressesOf(query);
  const starts: string[] = [];
  for (let at: number | null = 0; at !== null && starts.length < MAX_STARTS; ) {
    const listed = await readAddress(ctx, listKey, at);
    if (listed?.address) starts.push(listed.address);
    else if (listed) notes.push(noteOf(listed.written, "is not a web address."));
    at = listed?.next ?? null;
  }
  return starts;
}
