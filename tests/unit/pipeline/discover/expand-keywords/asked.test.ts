import { expect, test } from "vitest";
import { readModelAnswer } from "@/lib/pipeline/discover/expand-keywords/model-answer";
import { translationsOf } from "@/lib/pipeline/discover/expand-keywords/wikidata";
import { failureOf } from "../../sources/ask-source";

const read = (text: string) => readModelAnswer(text, "llm")?.map(({ keyword }) => keyword) ?? null;

test.each([
  ['{"items":[{"keyword":"puppy","relation":"young"}]}', ["puppy"]],
  ['```json\n{"items":[{"keyword":" stray dog "}]}\n```', ["stray dog"]],
  [
    'Sure. {"items":[{"keyword":"a<script>x</script>"},{"keyword":7},{"keyword":""},null]} Done.',
    ["a"],
  ],
  ['{"items":[{"keyword":"see https://example.org"}]}', []],
  [`{"items":[{"keyword":"${"x".repeat(5000)}"}]}`, []],
])("what a model says is taken as text from a stranger: %s", (text, keywords) => {
  expect(read(text)).toEqual(keywords);
});

test.each(["no", "{}", '{"items":"dog"}', "{", "[]"])("%s is no answer", (text) => {
  expect(read(text)).toBeNull();
});

test("a model that never stops adds fifty keywords at most", () => {
  const items = Array.from({ length: 400 }, (_, i) => ({ keyword: `dog ${i}` }));
  expect(read(JSON.stringify({ items }))).toHaveLength(50);
});

const found = [
  { id: "Q1", label: "Dog", description: "1994 film" },
  { id: "Q144", label: "dog", description: "domestic animal" },
];
const entities = {
  Q144: {
    labels: { de: { language: "de", value: "Hund" }, fr: { language: "fr", value: "chien" } },
  },
};
async function translate(keyword: string, answers: unknown[]) {
  const urls: URL[] = [];
  const fetchJson = async (url: string) => {
    urls.push(new URL(url));
    return answers[urls.length - 1];
  };
  const items = await translationsOf(keyword, ["de", "fr"], { fetchJson, baseUrl: null });
  return { items, urls };
}

test("a word is translated by the labels of the thing that it names", async () => {
  const { items, urls } = await translate("dog", [{ search: found }, { entities }]);
  expect(items).toEqual([
    { keyword: "Hund", relation: "de", strategy: "translation" },
    { keyword: "chien", relation: "fr", strategy: "translation" },
  ]);
  expect(urls[1]?.searchParams.get("ids")).toBe("Q144");
  expect(urls[1]?.searchParams.get("languages")).toBe("de|fr");
});

test("an unknown word, and one without labels, has no translation", async () => {
  expect((await translate("dgo", [{ search: [] }])).items).toEqual([]);
  const none = { entities: { Q144: { labels: [] } } };
  expect((await translate("dog", [{ search: found }, none])).items).toEqual([]);
});

test("a changed shape of the dictionary names the field", async () => {
  expect(await failureOf(translate("dog", [{ search: [{ id: 4 }] }]))).toMatchObject({
    code: "upstream-failed",
    field: "search.0.id",
  });
});
