import { describe, expect, test } from "vitest";
import { chooseKeeper, type KeeperCandidate } from "@/lib/pipeline/dedupe/choose-keeper";

const base: KeeperCandidate = {
  id: "b",
  decision: "undecided",
  width: 1200,
  height: 900,
  sizeBytes: 300_000,
  format: "jpeg",
  jpegQuality: 80,
  borderShare: 0,
  issues: [],
  hiddenBy: [],
  licence: "CC-BY-4.0",
};
const one = (changes: Partial<KeeperCandidate>): KeeperCandidate => ({ ...base, ...changes });

/** Of the two, in either order, `better` is kept. */
function duel(better: Partial<KeeperCandidate>, worse: Partial<KeeperCandidate>) {
  const [winner, loser] = [one({ id: "z", ...better }), one({ id: "a", ...worse })];
  const choice = chooseKeeper([loser, winner]);
  expect(chooseKeeper([winner, loser])).toEqual(choice);
  expect(choice.keeperId).toBe("z");
  return [choice.reason, choice.reasonText];
}

describe("each reason decides before those after it", () => {
  test.each<[string, string, Partial<KeeperCandidate>, Partial<KeeperCandidate>]>([
    [
      "decided",
      "Accepted by a person.",
      { decision: "accepted", width: 300 },
      { decision: "rejected" },
    ],
    [
      "decided",
      "Rejected by a person.",
      { decision: "rejected", hiddenBy: ["dark"] },
      { width: 4000 },
    ],
    [
      "fewer-faults",
      "The other one is hidden: dark, truncated.",
      { width: 300 },
      { hiddenBy: ["dark", "truncated"] },
    ],
    [
      "more-pixels",
      "4,000 × 3,000 against 1,200 × 900.",
      { width: 4000, height: 3000, issues: ["watermarked"], jpegQuality: 20 },
      {},
    ],
    [
      "fewer-faults",
      "The other one has more faults: watermarked.",
      { jpegQuality: 30 },
      { issues: ["watermarked", "missing-licence"] },
    ],
    [
      "less-compression",
      "JPEG quality 92 against 60.",
      { jpegQuality: 92, sizeBytes: 600_000, licence: "unknown" },
      { jpegQuality: 60 },
    ],
    [
      "better-licence",
      "CC0-1.0 against an unknown licence.",
      { licence: "CC0-1.0" },
      { licence: "unknown" },
    ],
  ])("%s: %s", (reason, text, better, worse) => {
    expect(duel(better, worse)).toEqual([reason, text]);
  });

  test("the earlier of two that are alike is kept", () => {
    expect(chooseKeeper([one({ id: "c" }), one({ id: "a" }), one({ id: "b" })])).toEqual({
      keeperId: "a",
      reason: "earlier",
      reasonText: "Found earlier than its copies.",
    });
  });

  test("a picture alone is kept", () => {
    expect(chooseKeeper([base])).toMatchObject({ keeperId: "b", reason: "only-one" });
  });
});

describe("pixels", () => {
  test("a few shaved off decide nothing", () => {
    expect(duel({ width: 1180, height: 890, jpegQuality: 90, sizeBytes: 400_000 }, {})[0]).toBe(
      "less-compression",
    );
  });

  test("those of a frame do not count", () => {
    const framed = { width: 1600, height: 1200, borderShare: 0.5 };
    expect(duel({}, framed)[0]).toBe("more-pixels");
  });

  test("an enlarged copy does not win by them, however large", () => {
    expect(duel({}, { width: 4000, height: 3000, issues: ["upscaled"] })).toEqual([
      "more-pixels",
      "1,200 × 900; the other one was enlarged to 4,000 × 3,000.",
    ]);
  });
});

describe("compression", () => {
  test("a JPEG saved again at a higher quality gains nothing by it", () => {
    const again = { jpegQuality: 90, sizeBytes: 310_000 };
    expect(duel({ licence: "CC0-1.0" }, again)[0]).toBe("better-licence");
    const fatter = { jpegQuality: 75, sizeBytes: 900_000 };
    expect(duel({ licence: "CC0-1.0" }, fatter)[0]).toBe("better-licence");
  });

  test("estimates that differ by no more than their error decide nothing", () => {
    const better = { jpegQuality: 82, sizeBytes: 400_000 };
    expect(duel({ licence: "CC0-1.0" }, better)[0]).toBe("better-licence");
  });

  test("bytes decide between JPEGs whose quality is not known", () => {
    const [more, less] = [{ jpegQuality: null, sizeBytes: 400_000 }, { jpegQuality: null }];
    expect(duel(more, less)).toEqual(["less-compression", "0.37 bytes a pixel against 0.28."]);
  });

  test("lossless beats lossy, and bytes are compared within one format only", () => {
    const png: Partial<KeeperCandidate> = { format: "png", jpegQuality: null, sizeBytes: 9_000 };
    const webp: Partial<KeeperCandidate> = { format: "webp", jpegQuality: null, sizeBytes: 90_000 };
    expect(duel(png, {})).toEqual(["less-compression", "PNG against JPEG."]);
    expect(duel({ ...webp, sizeBytes: 200_000 }, webp)).toEqual([
      "less-compression",
      "0.19 bytes a pixel against 0.08.",
    ]);
    expect(duel({ ...png, licence: "CC0-1.0" }, { ...png, sizeBytes: 90_000 })[0]).toBe(
      "better-licence",
    );
    expect(duel({ licence: "CC0-1.0" }, { ...webp, sizeBytes: 900_000 })[0]).toBe("better-licence");
  });
});

test("the fewer demands a licence makes, the better it is", () => {
  const licences = [
    "PDM-1.0",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC-BY-NC-4.0",
    "LicenseRef-terms",
    "unknown",
  ];
  for (const [i, licence] of licences.slice(0, -1).entries())
    expect(duel({ licence }, { licence: licences[i + 1] ?? "" })[0]).toBe("better-licence");
  expect(duel({ licence: "LicenseRef-Attribution" }, { licence: "CC-BY-NC-4.0" })[0]).toBe(
    "better-licence",
  );
});

test("the order of the candidates does not matter, even where each equals the next", () => {
  const candidates = [1.0, 1.03, 1.06, 1.09, 1.12].map((scale, i) =>
    one({ id: "edcba"[i] ?? "", width: Math.round(1200 * scale) }),
  );
  const choices = candidates.map((_, i) => {
    const [first = base, ...rest] = [...candidates.slice(i), ...candidates.slice(0, i)];
    return chooseKeeper([first, ...rest]);
  });
  for (const choice of choices) expect(choice).toEqual(choices[0]);
  // The two largest are within the tolerance of each other: the earlier of them.
  expect(choices[0]).toMatchObject({ keeperId: "a", reason: "earlier" });
});
