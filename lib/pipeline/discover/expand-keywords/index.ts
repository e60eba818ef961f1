import {
  EXPANSION_STRATEGIES,
  type Expansion,
  type ExpansionStrategy,
} from "@/lib/domain/expansion";
import { hyponymsOf, synonymsOf } from "./related-words";
import { fromTemplates, TEMPLATE_GROUPS } from "./templates";
import { variantsOf } from "./variants";
import type { WordNet } from "./wordnet";

/** A strategy that asks somebody else: a dictionary, a language model. May throw AppError. */
export type AskedStrategy = (keyword: string, count: number) => Promise<Expansion[]>;

export interface ExpandOptions {
  readonly strategies: readonly ExpansionStrategy[];
  readonly count: number;
  readonly wordNet: WordNet;
  readonly translate: AskedStrategy;
  readonly askModel: AskedStrategy;
}

/**
 * Further keywords for a keyword: at most `count`, none twice, none that is the keyword. The strategies take turns, so
 * that one with many words leaves room for the others.
 */
export async function expandKeyword(keyword: string, options: ExpandOptions): Promise<Expansion[]> {
  const { strategies, count, wordNet } = options;
  const ask = (strategy: ExpansionStrategy): Expansion[] | Promise<Expansion[]> => {
    const group = TEMPLATE_GROUPS.find((name) => name === strategy);
    if (group) return fromTemplates(keyword, group);
    switch (strategy) {
      case "variants":
        return variantsOf(keyword);
      case "synonyms":
        return synonymsOf(keyword, wordNet);
      case "hyponyms":
        return hyponymsOf(keyword, count, wordNet);
      case "translation":
        return options.translate(keyword, count);
      default:
        return options.askModel(keyword, count);
    }
  };
  const chosen = EXPANSION_STRATEGIES.filter((strategy) => strategies.includes(strategy));
  const lists = await Promise.all(chosen.map(ask));
  const seen = new Set([folded(keyword)]);
  const expansions: Expansion[] = [];
  const longest = Math.max(0, ...lists.map((list) => list.length));
  for (let turn = 0; turn < longest; turn++)
    for (const list of lists) {
      const next = list[turn];
      if (!next || next.keyword.length > 200 || seen.has(folded(next.keyword))) continue;
      seen.add(folded(next.keyword));
      expansions.push(next);
    }
  return expansions.slice(0, count);
}

const folded = (text: string) => text.trim().toLowerCase().normalize("NFC");
