import { describe, expect, test } from "vitest";
import {
  decisionOf,
  keepOf,
  keptOf,
  nextWaiting,
  resolutionOf,
  stepMember,
} from "@/components/duplicates/decisions";
import { compareFacts } from "@/components/duplicates/facts";
import { largestSize, memberName, pairOf } from "@/components/duplicates/members";
import { batchText, copyText, likeness, reasonOf } from "@/components/duplicates/words";
import { DuplicateGroup } from "@/lib/domain/duplicate";
import type { Image } from "@/lib/domain/image";
import type { ValidationBatch } from "@/lib/domain/validation";

const idOf = (number: number) => `019a0000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const TIME = "2026-01-01T00:00:00.000Z";

const imageOf = (number: number, values: Partial<Image> = {}): Image => ({
  id: idOf(number),
  datasetId: idOf(0),
  crawlJobId: null,
  filename: "picture.jpg",
  sha256: "0".repeat(64),
  perceptualHash: "0".repeat(64),
  width: 400,
  height: 300,
  sizeBytes: 40_000,
  format: "jpeg",
  label: "cat",
  labels: ["cat"],
  decision: "undecided",
  split: null,
  isValid: true,
  hiddenBy: [],
  isDuplicate: number > 1,
  duplicateGroupId: null,
  duplicateOf: null,
  duplicateDistance: null,
  duplicateTransform: null,
  issues: [],
  scores: {},
  quality: 1,
  measurements: { jpegQuality: 80 },
  hostCount: 1,
  originalUrl: "https://example.com/picture.jpg",
  pageUrl: null,
  title: null,
  creator: null,
  creatorUrl: null,
  licence: "CC-BY-4.0",
  licenceUrl: null,
  attribution: "",
  source: "openverse",
  keyword: "cat",
  signals: [],
  metadata: {},
  downloadedAt: TIME,
  createdAt: TIME,
  ...values,
});

/** A group of so many; picture 1 is the keeper. */
const groupOf = (members: number, values: Partial<DuplicateGroup> = {}): DuplicateGroup =>
  DuplicateGroup.parse({
    id: idOf(1000),
    datasetId: idOf(0),
    keeperId: idOf(1),
    keeperReason: "more-pixels",
    reasonText: "400 × 300 against 200 × 150.",
    distance: 12,
    members: Array.from({ length: members }, (_, index) => ({
      image: imageOf(index + 1),
      isKeeper: index === 0,
      distance: index * 6,
      transform: "none",
    })),
    resolution: null,
    resolvedAt: null,
    createdAt: TIME,
    ...values,
  });

describe("deciding on a group", () => {
  const group = groupOf(3);
  const [first, second, third] = [idOf(1), idOf(2), idOf(3)];

  test("keeping the suggested one accepts, another one chooses, all of them are no duplicates", () => {
    expect(decisionOf(group, [first]).resolution).toBe("accepted");
    expect(decisionOf(group, [second]).resolution).toBe("chosen");
    expect(decisionOf(group, [first, third]).resolution).toBe("chosen");
    expect(decisionOf(group, [first, second, third]).resolution).toBe("kept-all");
  });

  test("ticked pictures are kept instead of the chosen one, in the group's order", () => {
    expect(keepOf(group, new Set(), second)).toEqual([second]);
    expect(keepOf(group, new Set([third, first]), second)).toEqual([first, third]);
  });

  test("arrows go round the ends of a group", () => {
    expect(stepMember(group, first, -1)).toBe(third);
    expect(stepMember(group, third, 1)).toBe(first);
  });

  test("leads to the next group that waits, past those that were decided on", () => {
    const groups = [1, 2, 3, 4].map((number) => groupOf(2, { id: idOf(2000 + number) }));
    const decisions = { [idOf(2002)]: decisionOf(group, [first]) };
    expect(nextWaiting(groups, decisions, 0)).toBe(2);
    expect(nextWaiting(groups, decisions, 3)).toBe(groups.length);
  });

  test("shows what was decided now over what the server told before", () => {
    const resolved = groupOf(2, { resolution: "kept-all" });
    expect(resolutionOf(resolved, {})).toBe("kept-all");
    const decisions = { [resolved.id]: decisionOf(resolved, [second]) };
    expect(resolutionOf(resolved, decisions)).toBe("chosen");
    expect(keptOf(resolved, decisions)).toEqual([second]);
  });

  test("starts at the suggested one while it waits, and at what is shown once it is decided", () => {
    expect(keptOf(groupOf(3), {})).toEqual([first]);
    const shown = groupOf(2, { resolution: "kept-all" });
    for (const member of shown.members) member.image.isDuplicate = false;
    expect(keptOf(shown, {})).toEqual([first, second]);
  });
});

describe("the pictures of a group", () => {
  test("have names: the suggested one, then the copies by number", () => {
    const group = groupOf(3);
    const names = group.members.map(({ image }) => memberName(group, image.id));
    expect(names).toEqual(["Suggested", "Copy 2", "Copy 3"]);
    expect(memberName(groupOf(2, { resolution: "accepted" }), idOf(1))).toBe("Keeper");
    expect(memberName(groupOf(2, { keeperReason: "chosen" }), idOf(1))).toBe("Keeper");
  });

  test("stand beside the keeper, the first copy unless another is chosen", () => {
    const group = groupOf(4);
    const ids = (chosen: number) => pairOf(group, idOf(chosen)).map(({ image }) => image.id);
    expect(ids(1)).toEqual([idOf(1), idOf(2)]);
    expect(ids(3)).toEqual([idOf(1), idOf(3)]);
  });

  test("are measured by the largest, turned as the keeper", () => {
    const group = groupOf(2);
    const copy = group.members[1];
    if (!copy) throw new Error("There are two.");
    copy.image = imageOf(2, { width: 900, height: 1200 });
    copy.transform = "rotated-90";
    expect(largestSize(group)).toEqual({ width: 1200, height: 900 });
  });
});

describe("the facts of two pictures", () => {
  const betterOf = (a: Partial<Image>, b: Partial<Image>) =>
    Object.fromEntries(
      compareFacts(imageOf(1, a), imageOf(2, b), String).map(({ name, better }) => [name, better]),
    );

  test("mark more pixels, less compression, a freer licence and fewer issues", () => {
    expect(
      betterOf(
        { width: 200, licence: "CC0-1.0", measurements: { jpegQuality: 60 } },
        { licence: "CC-BY-NC-4.0", issues: ["dark", "near-duplicate"] },
      ),
    ).toMatchObject({ Pixels: 1, "JPEG quality": 1, Licence: 0, Issues: 0 });
  });

  test("mark nothing where both are equal, or one is not known", () => {
    const marks = betterOf(
      { measurements: { jpegQuality: null }, issues: ["near-duplicate"] },
      { source: "flickr", labels: ["dog"] },
    );
    expect(new Set(Object.values(marks))).toEqual(new Set([null]));
  });

  test("take more bytes for better only in files of one format and size", () => {
    expect(betterOf({ sizeBytes: 90_000 }, {})).toMatchObject({ File: 0 });
    expect(betterOf({ sizeBytes: 90_000 }, { width: 200 })).toMatchObject({ File: null });
    expect(betterOf({ sizeBytes: 90_000 }, { format: "webp" })).toMatchObject({ File: null });
  });

  test("speak of decisions only where there is one", () => {
    expect(betterOf({}, {})).not.toHaveProperty("Decision");
    expect(betterOf({ decision: "accepted" }, {})).toHaveProperty("Decision");
  });
});

describe("the words", () => {
  test("get less sure as the distance grows", () => {
    const words = [0, 15, 31, 64, 90].map(likeness);
    expect(new Set(words).size).toBe(words.length);
    expect(likeness(16)).toBe(likeness(31));
  });

  test("say how a copy is turned", () => {
    const [member] = groupOf(2).members.slice(1);
    if (!member) throw new Error("There are two.");
    expect(copyText(member)).toBe("6 bits apart");
    expect(copyText({ ...member, distance: 1, transform: "mirrored" })).toBe(
      "1 bit apart, mirrored",
    );
  });

  test("give the reason with its numbers", () => {
    expect(reasonOf(groupOf(2))).toBe("More pixels. 400 × 300 against 200 × 150.");
    const earlier = { keeperReason: "earlier", reasonText: "Found earlier." } as const;
    expect(reasonOf(groupOf(2, earlier))).toBe("Found earlier.");
  });

  test("tell what a search found and changed", () => {
    const textOf = (result: Partial<ValidationBatch["result"]>) =>
      batchText({
        id: idOf(1),
        datasetId: idOf(0),
        kind: "dedupe",
        level: "standard",
        status: "completed",
        total: 9,
        done: 9,
        progress: 100,
        result: {
          measured: 0,
          hidden: 0,
          shown: 0,
          unreadable: 0,
          groups: 0,
          duplicates: 0,
          ...result,
        },
        error: null,
        createdAt: TIME,
        startedAt: TIME,
        finishedAt: TIME,
      });
    expect(textOf({})).toBe("No pictures show the same.");
    expect(textOf({ groups: 1, duplicates: 1 })).toBe(
      "1 group with 1 hidden copy. Nothing changed.",
    );
    expect(textOf({ groups: 2, duplicates: 5, hidden: 2, shown: 1 })).toBe(
      "2 groups with 5 hidden copies. 2 pictures newly hidden, 1 picture shown again.",
    );
  });
});
