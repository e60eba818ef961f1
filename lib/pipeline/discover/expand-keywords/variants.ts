import pluralize from "pluralize";
import type { Expansion } from "@/lib/domain/expansion";

/** British and American spellings of things that people search pictures of. */
const SPELLINGS: readonly (readonly [string, string])[] = (
  "aeroplane/airplane aluminium/aluminum armour/armor axe/ax behaviour/behavior catalogue/catalog centre/center " +
  "colour/color colourful/colorful doughnut/donut favourite/favorite fibre/fiber flavour/flavor grey/gray harbour/harbor " +
  "jewellery/jewelry kerb/curb litre/liter metre/meter mould/mold moustache/mustache neighbour/neighbor odour/odor " +
  "paediatric/pediatric parlour/parlor plough/plow pyjamas/pajamas sabre/saber sceptre/scepter sulphur/sulfur " +
  "theatre/theater traveller/traveler vapour/vapor whisky/whiskey woollen/woolen yoghurt/yogurt"
)
  .split(" ")
  .map((pair) => pair.split("/") as [string, string]);
const OTHER_SPELLING = new Map(SPELLINGS.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));

/** Its last word in another number: "stray cat" → "stray cats". */
const onLastWord = (phrase: string, change: (word: string) => string): string =>
  phrase.replace(/[\p{L}]+$/u, change);
export const singularOf = (phrase: string): string => onLastWord(phrase, pluralize.singular);
export const pluralOf = (phrase: string): string => onLastWord(phrase, pluralize.plural);

/** The same words in the other number, with the other spelling, with or without a hyphen. */
export function variantsOf(keyword: string): Expansion[] {
  const variant = (text: string, relation: string): Expansion => ({
    keyword: text,
    relation,
    strategy: "variants",
  });
  const spelled = keyword.replaceAll(/\p{L}+/gu, (word) => {
    const other = OTHER_SPELLING.get(word.toLowerCase());
    if (!other) return word;
    return /^\p{Lu}/u.test(word) ? other.charAt(0).toUpperCase() + other.slice(1) : other;
  });
  return [
    // English rules do no good to words in other scripts, or to names.
    ...(/^[a-z][a-z -]*$/.test(keyword)
      ? [variant(pluralOf(keyword), "plural"), variant(singularOf(keyword), "singular")]
      : []),
    variant(spelled, "other spelling"),
    variant(keyword.replaceAll(/(?<=\p{L})-(?=\p{L})/gu, " "), "without hyphen"),
  ].filter(({ keyword: text }) => text !== keyword);
}
