import type { Expansion } from "@/lib/domain/expansion";
import { singularOf } from "./variants";
import type { Synset, WordNet } from "./wordnet";

/** Fields of things that a picture can show: being, animal, artifact, body, food, object, person, phenomenon, plant, shape, substance. */
const VISIBLE_FIELDS: readonly number[] = [3, 5, 6, 8, 13, 17, 18, 19, 20, 25, 27];
/** Nobody wants these as the label of a picture. */
const UNWANTED =
  /\b(?:offensive|derogatory|disparaging|ethnic slur|obscene|vulgar|slang|pejorative)\b/i;
const MAX_VISITED = 300;
const MAX_GLOSS = 60;

interface Meaning {
  readonly synset: Synset;
  /** What stands before the noun: "red " of "red car". */
  readonly before: string;
  readonly noun: string;
}

/**
 * The meaning that a keyword most likely has in a search for pictures: the most frequent visible one of the whole
 * phrase, else of its last word ("red car" → car). Null for what WordNet does not know as a kind of thing.
 */
async function meaningOf(keyword: string, wordNet: WordNet): Promise<Meaning | null> {
  const words = keyword.trim().split(/\s+/);
  for (let from = 0; from < words.length; from++) {
    const noun = words.slice(from).join(" ");
    const senses = [await wordNet.senses(noun), await wordNet.senses(singularOf(noun))].find(
      (found) => found.length > 0,
    );
    const kinds = (senses ?? []).filter(({ isInstance }) => !isInstance);
    const synset = kinds.find(({ field }) => VISIBLE_FIELDS.includes(field)) ?? kinds[0];
    if (synset)
      return {
        synset,
        before: words
          .slice(0, from)
          .map((word) => `${word} `)
          .join(""),
        noun,
      };
  }
  return null;
}

/** Whether a word, alone, makes most people think of this meaning: no other word of that name, and no name. */
const isPlain = async (word: string, { offset }: Synset, wordNet: WordNet): Promise<boolean> =>
  !/^\p{Lu}\S*$/u.test(word) &&
  !wordNet.isAdjective(word) &&
  (await wordNet.senses(word))[0]?.offset === offset;

/** Other words for the same thing; a word that means something else first ("machine" for a car) is none. */
export async function synonymsOf(keyword: string, wordNet: WordNet): Promise<Expansion[]> {
  const meaning = await meaningOf(keyword, wordNet);
  if (!meaning) return [];
  const { synset, before, noun } = meaning;
  const expansions: Expansion[] = [];
  for (const word of synset.words) {
    if (word.toLowerCase() === singularOf(noun).toLowerCase()) continue;
    if (!(await isPlain(word, synset, wordNet))) continue;
    expansions.push({
      keyword: before + word,
      relation: `another word for ${noun}`,
      strategy: "synonyms",
    });
  }
  return expansions;
}

/**
 * Kinds of the thing, the nearer and the better known first. A kind whose name alone means something else first is
 * named with its parent ("boxer" → "boxer dog"), so that its pictures still belong under the label.
 */
export async function hyponymsOf(
  keyword: string,
  count: number,
  wordNet: WordNet,
): Promise<Expansion[]> {
  const meaning = await meaningOf(keyword, wordNet);
  if (!meaning) return [];
  const { before, noun } = meaning;
  const relation = `kind of ${noun} (${shortened(meaning.synset.gloss)})`;
  const levels: Expansion[][] = [];
  const seen = new Set([meaning.synset.offset]);
  let level = [meaning.synset];
  let visited = 0;
  while (level.length > 0 && levels.flat().length < count && visited < MAX_VISITED) {
    const offsets = level.flatMap(({ hyponyms }) => hyponyms).filter((offset) => !seen.has(offset));
    for (const offset of offsets) seen.add(offset);
    level = await Promise.all(offsets.slice(0, MAX_VISITED - visited).map(wordNet.synset));
    visited += level.length;
    const named = await Promise.all(
      level.map(async (kind) => {
        const [word] = kind.words;
        if (!word || kind.isInstance || UNWANTED.test(kind.gloss)) return null;
        const isNamed = word.toLowerCase().endsWith(singularOf(noun).toLowerCase());
        const isClear = isNamed || (await isPlain(word, kind, wordNet));
        return {
          word: isClear ? word : `${word} ${singularOf(noun)}`,
          isCommon: wordNet.isCommon(word),
        };
      }),
    );
    levels.push(
      named
        .filter((each) => each !== null)
        .sort((a, b) => Number(b.isCommon) - Number(a.isCommon))
        .map(({ word }) => ({ keyword: before + word, relation, strategy: "hyponyms" })),
    );
  }
  return levels.flat().slice(0, count);
}

const shortened = (gloss: string) => {
  const [first = ""] = gloss.split(/;| "/);
  return first.length > MAX_GLOSS ? `${first.slice(0, MAX_GLOSS - 1).trimEnd()}…` : first;
};
