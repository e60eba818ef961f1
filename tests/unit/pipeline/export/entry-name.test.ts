import { describe, expect, test } from "vitest";
import { folderNamer, isSafePath } from "@/lib/pipeline/export/entry-name";

describe("folderNamer", () => {
  test.each([
    ["cat", "cat"],
    ["Fire Truck", "fire-truck"],
    ["Crème brûlée", "creme-brulee"],
    ["snow_leopard", "snow_leopard"],
    ["../../etc/passwd", "etc-passwd"],
    ["a.b.c", "a-b-c"],
    ["__pycache__", "pycache"],
    ["ＣＡＴ", "cat"],
  ])("%j is the folder %j", (label, folder) => {
    expect(folderNamer()(label)).toBe(folder);
  });

  test.each(["CON", "nul", "com1", "LPT9"])("%j does not open a Windows device", (label) => {
    expect(folderNamer()(label)).toBe(`x${label.toLowerCase()}`);
  });

  test.each([
    ["train", "xtrain"],
    ["freight train", "freight-xtrain"],
    ["test-tube", "xtest-tube"],
    ["dev 2", "xdev-2"],
    ["training", "xtraining"],
    ["trainer", "trainer"],
    ["contest", "contest"],
  ])("%j does not look like a split to the loaders", (label, folder) => {
    expect(folderNamer()(label)).toBe(folder);
  });

  test("a label without a Latin letter has a folder of its own that does not depend on the others", () => {
    expect(folderNamer()("猫")).toMatch(/^label-[0-9a-f]{8}$/);
    expect(folderNamer()("猫")).not.toBe(folderNamer()("犬"));
  });

  test("labels that look alike have distinct folders, and each keeps its own", () => {
    const folderOf = folderNamer();
    const labels = ["Fire Truck", "fire truck", "fire-truck", "Fire  Truck!"];
    const folders = labels.map(folderOf);
    expect(new Set(folders).size).toBe(4);
    expect(folders[0]).toBe("fire-truck");
    expect(labels.map(folderOf)).toEqual(folders);
  });

  test("a label that is another's folder name shares no folder with it", () => {
    const first = folderNamer();
    first("A");
    const suffixed = first("a");
    const folderOf = folderNamer();
    expect(new Set(["A", suffixed, "a"].map(folderOf)).size).toBe(3);
  });

  test("whatever the label, the folder is safe and no two labels share one in any case", () => {
    const random = generator(7);
    const alphabet = [
      ..."aAbZ09 ._-/\\:*?\"<>|'\0\n\t\u202eé猫🐱Ⅳﬁİ%~$",
      "con",
      "train",
      "..",
      "test",
    ];
    const folderOf = folderNamer();
    const labels = new Set<string>();
    for (let i = 0; i < 5000; i += 1) {
      const length = 1 + (random() % (i % 50 ? 8 : 100));
      let label = "";
      for (let k = 0; k < length; k += 1) label += alphabet[random() % alphabet.length];
      labels.add(label);
    }
    const folders = [...labels].map(folderOf);
    expect(new Set(folders.map((folder) => folder.toLowerCase())).size).toBe(labels.size);
    const unsafe = folders.filter(
      (folder) =>
        !/^[a-z0-9][a-z0-9_-]*$/.test(folder) ||
        !isSafePath(`${folder}/0193b5e0-0000-7000-8000-000000000001.webp`) ||
        folder.split(/[-_0-9]/).some((word) => word === "train" || word === "test"),
    );
    expect(unsafe).toEqual([]);
  });
});

/** A fixed sequence of numbers below 2^31 (the multiplier of Park and Miller). */
function generator(seed: number) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
}
