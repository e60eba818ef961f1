import { expect, test } from "vitest";
import { type CheckResult, isHealthy } from "@/scripts/sources-check/check-source";
import { resultTable } from "@/scripts/sources-check/result-table";

const RESULTS: CheckResult[] = [
  { kind: "openverse", outcome: "found", pictures: 20, licensed: 18, ms: 412 },
  { kind: "flickr", outcome: "no-key" },
  {
    kind: "duckduckgo",
    outcome: "failed",
    errorClass: "blocked",
    message: "Blocked.\n\u001b[31mGo away.",
    ms: 95,
  },
];

test("the table has one line a source, in columns, and nothing that moves the terminal", () => {
  expect(resultTable(RESULTS)).toBe(
    [
      "source      result       time    more",
      "openverse   20 pictures  412 ms  18 with a licence",
      "flickr      no key",
      "duckduckgo  blocked      95 ms   Blocked. [31mGo away.",
    ].join("\n"),
  );
});

test("a missing key is no fault, but no picture for a common word is one", () => {
  expect(RESULTS.map(isHealthy)).toEqual([true, true, false]);
  const empty = { kind: "gbif", outcome: "found", pictures: 0, licensed: 0, ms: 1 } as const;
  expect(isHealthy(empty)).toBe(false);
});
