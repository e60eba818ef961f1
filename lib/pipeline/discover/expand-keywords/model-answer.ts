import { z } from "zod";
import type { Expansion, ExpansionStrategy } from "@/lib/domain/expansion";
import { Keyword } from "@/lib/domain/keyword";
import { plainText } from "@/lib/pipeline/sources/plain-text";

/** The language codes that translation offers when nobody chose, by how many pictures are described in them. */
export const USUAL_LANGUAGES: readonly string[] = ["de", "fr", "es", "it", "pt"];

interface Prompt {
  readonly system: string;
  readonly user: string;
}
const FORM =
  'Answer with one JSON object and nothing else: {"items":[{"keyword":"…","relation":"…"}]}. ';

export const expansionPrompt = (keyword: string, count: number): Prompt => ({
  system:
    "You suggest search phrases for collecting photographs of one class of a machine-learning dataset. " +
    "Every picture that a phrase finds must still deserve the class's label: no other things, no drawings, no logos. " +
    `${FORM}"relation" says in at most six words how the phrase relates to the class.`,
  user: JSON.stringify({ class: keyword, phrases: count }),
});

export const translationPrompt = (keyword: string, languages: readonly string[]): Prompt => ({
  system:
    "You translate the name of a thing for searching pictures of it, as native speakers name it. " +
    `${FORM}One item for each language, with its code as "relation".`,
  user: JSON.stringify({ name: keyword, languages }),
});

const MAX_ITEMS = 50;
const Item = z.object({ keyword: z.string(), relation: z.string().optional() });
const Answer = z.object({ items: z.array(z.unknown()).max(500) });

/** The object in a model's answer, which may stand in a fence or between sentences. */
function objectIn(text: string): unknown {
  try {
    return JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  } catch {
    return null;
  }
}

/** What a model suggests, taken as text from a stranger; null when it is not an answer at all. */
export function readModelAnswer(text: string, strategy: ExpansionStrategy): Expansion[] | null {
  const answer = Answer.safeParse(objectIn(text));
  if (!answer.success) return null;
  return answer.data.items.slice(0, MAX_ITEMS).flatMap((raw) => {
    const item = Item.safeParse(raw);
    const keyword = Keyword.safeParse(plainText(item.data?.keyword));
    if (!keyword.success || /[\n<>{}]|:\/\//.test(keyword.data)) return [];
    const relation = plainText(item.data?.relation, 80) ?? "suggested by the language model";
    return [{ keyword: keyword.data, relation, strategy }];
  });
}
