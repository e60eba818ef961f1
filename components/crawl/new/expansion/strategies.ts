import {
  DEFAULT_STRATEGIES,
  EXPANSION_STRATEGIES,
  type ExpansionStrategy,
} from "@/lib/domain/expansion";
import type { DrySearch } from "../draft";

/** Strategies as a person chooses among them. Those that ask somebody else may need a language model on the server. */
export const STRATEGY_GROUPS: readonly {
  title: string;
  note: string | null;
  strategies: readonly ExpansionStrategy[];
}[] = [
  { title: "Words", note: null, strategies: ["variants", "synonyms", "hyponyms"] },
  {
    title: "Scenes",
    note: null,
    strategies: ["view", "background", "lighting", "quantity", "season"],
  },
  {
    title: "Another meaning",
    note: "Cartoons and logos are not photographs: the label then means something else.",
    strategies: ["style"],
  },
  {
    title: "Asks elsewhere",
    note: "Other languages come from Wikidata, or from the language model that this server is set up with.",
    strategies: ["translation", "llm"],
  },
];

const ELSEWHERE: readonly ExpansionStrategy[] = ["translation", "llm"];
export const asksElsewhere = (strategy: ExpansionStrategy): boolean => ELSEWHERE.includes(strategy);

export const inOrder = (strategies: readonly ExpansionStrategy[]): ExpansionStrategy[] =>
  EXPANSION_STRATEGIES.filter((strategy) => strategies.includes(strategy));

/** Languages to translate into; the server takes any other over the API. */
export const LANGUAGES = ["ar", "de", "es", "fr", "hi", "it", "ja", "ko", "pt", "ru", "tr", "zh"];
/** What one request takes (contract: expandKeyword). */
export const MAX_LANGUAGES = 10;
export const USUAL_LANGUAGES = ["de", "es", "fr"];

export const USUAL_DRY_SEARCH: DrySearch = { strategies: [...DEFAULT_STRATEGIES], perKeyword: 8 };
