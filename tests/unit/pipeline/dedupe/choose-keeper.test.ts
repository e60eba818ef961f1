import { expect, test } from "vitest";
import { chooseKeeper, type KeeperCandidate } from "@/lib/pipeline/dedupe/choose-keeper";

const base = { width: 800, height: 600, sizeBytes: 90_000, licence: "CC-BY-4.0" };
const b: KeeperCandidate = { id: "b", ...base };

test.each([
  ["more-pixels", { width: 801, sizeBytes: 10, licence: "unknown" }],
  ["less-compression", { sizeBytes: 90_001, licence: "unknown" }],
  ["better-licence", { licence: "CC0-1.0" }],
] as const)("%s decides", (reason, better) => {
  const winner = { ...b, id: "z", ...better };
  expect(chooseKeeper([b, winner])).toEqual({ keeperId: "z", reason });
  expect(chooseKeeper([winner, b])).toEqual({ keeperId: "z", reason });
});

test("the earlier of two that are alike is kept", () => {
  expect(chooseKeeper([b, { ...b, id: "a" }])).toEqual({ keeperId: "a", reason: "earlier" });
});

test("a picture alone is kept", () => {
  expect(chooseKeeper([b])).toEqual({ keeperId: "b", reason: "only-one" });
});

test("the fewer demands a licence makes, the better it is", () => {
  const licences = [
    "CC0-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "LicenseRef-terms",
    "unknown",
  ];
  for (const [i, licence] of licences.slice(0, -1).entries()) {
    const worse = { ...b, id: "a", licence: licences[i + 1] ?? "" };
    expect(chooseKeeper([worse, { ...b, licence }]).keeperId).toBe("b");
  }
});

test("the order of the candidates does not matter", () => {
  const candidates = ["e", "d", "c", "b", "a"].map((id, i) => ({
    ...b,
    id,
    sizeBytes: 90_000 - (i % 2),
  }));
  for (let i = 0; i < candidates.length; i++) {
    const [first = b, ...rest] = [...candidates.slice(i), ...candidates.slice(0, i)];
    expect(chooseKeeper([first, ...rest])).toEqual({ keeperId: "a", reason: "earlier" });
  }
});
