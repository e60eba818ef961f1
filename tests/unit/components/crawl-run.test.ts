import { describe, expect, test } from "vitest";
import { CONTACT_SLOTS, fillSlots } from "@/components/crawl/run/contact-slots";
import { isRetryable, lossesOf, stagesOf } from "@/components/crawl/run/funnel-stages";
import type { JobProgress } from "@/lib/domain/crawl-job";
import type { Image } from "@/lib/domain/image";
import { OUTCOMES, type OutcomeCounts } from "@/lib/domain/outcome";
import { funnelOf } from "@/lib/domain/shortfall";

function progressOf(outcomes: OutcomeCounts, found: number, fetched: number): JobProgress {
  return {
    ...funnelOf(found, fetched, outcomes),
    status: "completed",
    progress: 100,
    maxImages: 10,
    waiting: 0,
    outcomes,
    imagesPerMinute: null,
    etaMs: null,
    shortfall: null,
    error: null,
    isRetryOnly: false,
    warnings: [],
    advice: [],
    labels: [],
    lanes: [],
  };
}

describe("the funnel", () => {
  test("loses at each stage exactly what the next one lacks", () => {
    const outcomes: OutcomeCounts = {
      accepted: 4,
      timeout: 3,
      "robots-txt": 2,
      corrupt: 5,
      "near-duplicate": 6,
      quality: 1,
      "limit-reached": 7,
    };
    // Of the seven that came too late, three had been fetched already.
    const stages = stagesOf(progressOf(outcomes, 28, 19));
    for (const [index, stage] of stages.entries()) {
      const before = stages[index - 1];
      const lost = stage.losses.reduce((sum, { count }) => sum + count, 0);
      if (before)
        expect(`${stage.name} ${before.count - stage.count}`).toBe(`${stage.name} ${lost}`);
    }
    expect(stages.at(-1)?.losses.map(({ outcome }) => outcome)).toEqual([
      "limit-reached",
      "quality",
    ]);
  });

  test("hangs every outcome but accepted below some stage", () => {
    const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 1])) as OutcomeCounts;
    const stages = stagesOf(progressOf(outcomes, OUTCOMES.length, 10));
    const placed = stages.flatMap(({ losses }) => losses.map(({ outcome }) => outcome));
    expect(new Set(placed)).toEqual(new Set(OUTCOMES.filter((outcome) => outcome !== "accepted")));
  });

  test("offers a retry only where another attempt can end differently", () => {
    const losses = lossesOf({ outcomes: { timeout: 9, "near-duplicate": 2, corrupt: 1 } });
    expect(losses.filter(isRetryable).map(({ outcome }) => outcome)).toEqual([
      "timeout",
      "corrupt",
    ]);
  });
});

// Only the id matters to the sheet.
const image = (id: string) => ({ id }) as Image;

describe("the contact sheet", () => {
  test("shows a picture once, however often it is announced", () => {
    const slots = fillSlots(fillSlots([], [image("a")]), [image("a"), image("b"), image("b")]);
    expect(slots.map((slot) => slot.image.id)).toEqual(["a", "b"]);
  });

  test("moves nothing: when it is full, the next picture takes the place of the oldest", () => {
    const many = Array.from({ length: CONTACT_SLOTS }, (_, index) => image(`p${index}`));
    const full = fillSlots([], many);
    const next = fillSlots(full, [image("new")]);
    expect(next).toHaveLength(CONTACT_SLOTS);
    expect(next[0]?.image.id).toBe("new");
    expect(next.slice(1)).toEqual(full.slice(1));
  });
});
