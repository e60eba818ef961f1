import { z } from "zod";
import { Keyword } from "./keyword";

/** How further keywords are made of one. Those after `style` ask somebody else; the others work offline. */
export const EXPANSION_STRATEGIES = [
  "variants",
  "synonyms",
  "hyponyms",
  "view",
  "background",
  "lighting",
  "quantity",
  "season",
  "style",
  "translation",
  "llm",
] as const;
export const ExpansionStrategy = z.enum(EXPANSION_STRATEGIES);
export type ExpansionStrategy = z.infer<typeof ExpansionStrategy>;

/** What is used where nobody chose: strategies that cannot change what a label means. */
export const DEFAULT_STRATEGIES: readonly ExpansionStrategy[] = [
  "variants",
  "synonyms",
  "hyponyms",
];

export const STRATEGY_TEXTS: Record<ExpansionStrategy, { name: string; description: string }> = {
  variants: { name: "Plural and spelling", description: "cats, grey cat, gray cat" },
  synonyms: { name: "Synonyms", description: "Other words for the same thing" },
  hyponyms: { name: "Kinds of it", description: "More specific words: dog → beagle" },
  view: { name: "View", description: "close-up, from above, side view" },
  background: { name: "Background", description: "in the snow, on white, in a city" },
  lighting: { name: "Lighting", description: "at night, backlit, in sunlight" },
  quantity: { name: "Quantity", description: "a single one, a pair, many" },
  season: { name: "Season and weather", description: "in winter, in the rain" },
  style: {
    name: "Style",
    description: "cartoon, drawing, logo: not photographs, so it changes what a label means",
  },
  translation: { name: "Other languages", description: "The same word in other languages" },
  llm: { name: "Language model", description: "Asks the model that this server is set up with" },
};

export const Expansion = z
  .object({
    keyword: Keyword,
    relation: z.string().meta({ description: "How it relates, e.g. “kind of dog”, “plural”." }),
    strategy: ExpansionStrategy,
  })
  .meta({ id: "Expansion" });
export type Expansion = z.infer<typeof Expansion>;

/** BCP 47 primary language subtags that a keyword can be translated to. */
export const Language = z.string().regex(/^[a-z]{2,3}$/);

/** Further keywords of a crawl, searched only when the given ones run dry. true is the usual strategies. */
export const ExpandKeywords = z
  .union([
    z.boolean(),
    z.strictObject({
      strategies: z.array(ExpansionStrategy).min(1).max(EXPANSION_STRATEGIES.length).optional(),
      perKeyword: z.int().min(1).max(20).default(8),
      languages: z.array(Language).min(1).max(10).optional(),
    }),
  ])
  .meta({ id: "ExpandKeywords" });
export type ExpandKeywords = z.infer<typeof ExpandKeywords>;
