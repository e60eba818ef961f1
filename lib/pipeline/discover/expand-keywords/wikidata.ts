import { z } from "zod";
import type { Expansion } from "@/lib/domain/expansion";
import { readAnswer } from "@/lib/pipeline/sources/source-error";

const API = "https://www.wikidata.org";
const MAX_CANDIDATES = 7;
/** Items that share a word with a thing without being it. */
const NOT_THINGS =
  /\b(?:disambiguation|name|film|song|album|single|episode|series|novel|band|company|journal|video game|painting|article)\b/i;

const Search = z.looseObject({
  search: z.array(
    z.looseObject({
      id: z.string().regex(/^Q\d+$/),
      label: z.string().optional(),
      description: z.string().optional(),
    }),
  ),
});
const Label = z.looseObject({ language: z.string(), value: z.string() });
const Entities = z.looseObject({
  entities: z.record(
    z.string(),
    z.looseObject({ labels: z.record(z.string(), Label).or(z.array(z.never())).optional() }),
  ),
});

export interface Dictionary {
  readonly fetchJson: (url: string) => Promise<unknown>;
  readonly baseUrl: string | null;
}

/** How a thing is called in other languages, by the labels of its Wikidata item (CC0); empty for an unknown word. */
export async function translationsOf(
  keyword: string,
  languages: readonly string[],
  { fetchJson, baseUrl }: Dictionary,
): Promise<Expansion[]> {
  const ask = (query: Record<string, string>) =>
    fetchJson(
      `${baseUrl ?? API}/w/api.php?${new URLSearchParams({ ...query, format: "json", formatversion: "2" })}`,
    );
  const action = { action: "wbsearchentities", language: "en", uselang: "en", type: "item" };
  const limit = String(MAX_CANDIDATES);
  const { search } = readAnswer(
    "Wikidata",
    Search,
    await ask({ ...action, search: keyword, limit }),
  );
  const item = search.find(
    ({ label, description }) =>
      label?.toLowerCase() === keyword.toLowerCase() && !NOT_THINGS.test(description ?? ""),
  );
  if (!item) return [];
  const wanted = { action: "wbgetentities", ids: item.id, props: "labels" };
  const body = await ask({ ...wanted, languages: languages.join("|") });
  const { entities } = readAnswer("Wikidata", Entities, body);
  const labels = Object.values(entities[item.id]?.labels ?? {});
  return labels.map(({ language, value }) => ({
    keyword: value.slice(0, 200),
    relation: language,
    strategy: "translation",
  }));
}
