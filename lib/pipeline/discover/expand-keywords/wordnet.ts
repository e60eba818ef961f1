import { open, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One meaning: the words for it, and where it stands among the others. */
export interface Synset {
  readonly offset: number;
  /** The lexicographer file: 5 animal, 6 artifact, 18 person, … (WordNet's lexnames(5WN)). */
  readonly field: number;
  readonly words: readonly string[];
  /** Meanings that are kinds of this one. */
  readonly hyponyms: readonly number[];
  /** A single thing, such as a person or a country, rather than a kind of thing. */
  readonly isInstance: boolean;
  readonly gloss: string;
}

/** The nouns of WordNet, read in place. */
export interface WordNet {
  /** Every meaning of a noun, the most frequent first; empty for a word that is not in it. */
  senses(word: string): Promise<Synset[]>;
  synset(offset: number): Promise<Synset>;
  /** Whether WordNet's sample of English texts has the word: tells a common word from a rare one. */
  isCommon(word: string): boolean;
  /** Whether it is an adjective as well: "electric" alone names no car. */
  isAdjective(word: string): boolean;
}

/** The longest line of data.noun has 12,972 bytes. */
const MAX_LINE_BYTES = 16_384;
const NEWLINE = 0x0a;

/** Opens the database files (WNDB format, wndb(5WN)) of a folder. */
export async function openWordNet(folder: string): Promise<WordNet> {
  const [nouns, adjectives] = await Promise.all([
    readFile(join(folder, "index.noun")),
    readFile(join(folder, "index.adj")),
  ]);
  const data = await open(join(folder, "data.noun"));

  async function synset(offset: number): Promise<Synset> {
    const { buffer, bytesRead } = await data.read(
      Buffer.alloc(MAX_LINE_BYTES),
      0,
      MAX_LINE_BYTES,
      offset,
    );
    const line = buffer.toString("latin1", 0, bytesRead);
    return parseSynset(line.slice(0, line.indexOf("\n")));
  }

  return {
    synset,
    async senses(word) {
      const fields = entryOf(nouns, word);
      if (!fields) return [];
      const count = Number(fields[2]);
      return Promise.all(fields.slice(-count).map((offset) => synset(Number(offset))));
    },
    isCommon(word) {
      const fields = entryOf(nouns, word);
      return fields !== null && Number(fields[fields.length - Number(fields[2]) - 1]) > 0;
    },
    isAdjective: (word) => entryOf(adjectives, word) !== null,
  };
}

/** The fields of a lemma's line in an index, which is sorted by the bytes of the lemmas. */
function entryOf(index: Buffer, word: string): string[] | null {
  const lemma = lemmaOf(word);
  let low = 0;
  let high = index.length;
  while (low < high) {
    const start = index.lastIndexOf(NEWLINE, (low + high - 1) >> 1) + 1;
    const end = index.indexOf(NEWLINE, start);
    const line = index.toString("latin1", start, end);
    const found = line.slice(0, line.indexOf(" "));
    if (found === lemma) return line.trim().split(" ");
    if (found < lemma) low = end + 1;
    else high = start;
  }
  return null;
}

const lemmaOf = (word: string) => word.trim().toLowerCase().replaceAll(/\s+/g, "_");

/** `offset field type count(hex) (word id)… count (symbol offset type source/target)… | gloss` */
function parseSynset(line: string): Synset {
  const [facts = "", gloss = ""] = line.split(" | ");
  const fields = facts.split(" ");
  const wordCount = Number.parseInt(fields[3] ?? "0", 16);
  const words = fields.slice(4, 4 + 2 * wordCount).filter((_, i) => i % 2 === 0);
  const pointers = fields.slice(5 + 2 * wordCount);
  const hyponyms: number[] = [];
  let isInstance = false;
  for (let at = 0; at + 1 < pointers.length; at += 4) {
    if (pointers[at] === "~") hyponyms.push(Number(pointers[at + 1]));
    if (pointers[at] === "@i") isInstance = true;
  }
  return {
    offset: Number(fields[0]),
    field: Number(fields[1]),
    words: words.map((word) => word.replaceAll("_", " ")),
    hyponyms,
    isInstance,
    gloss: gloss.trim(),
  };
}
