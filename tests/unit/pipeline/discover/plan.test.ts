import { describe, expect, test } from "vitest";
import { type ChunkState, planCrawl } from "@/lib/pipeline/discover/plan";

const chunk = (state: Partial<ChunkState> = {}): ChunkState => ({
  id: "c",
  keyword: "cat",
  source: "openverse",
  found: 0,
  accepted: 0,
  waiting: 0,
  inFlight: 0,
  isExhausted: false,
  ...state,
});
const levels = (maxImages: number, chunks: ChunkState[]) => [
  ...planCrawl(maxImages, chunks).levels.values(),
];

describe("shares", () => {
  test("are even over keywords first, then over a keyword's sources", () => {
    const chunks = [
      chunk({ id: "1", keyword: "cat", source: "a" }),
      chunk({ id: "2", keyword: "cat", source: "b" }),
      chunk({ id: "3", keyword: "dog", source: "a" }),
    ];
    expect(levels(100, chunks)).toEqual([25, 25, 50]);
    expect(levels(3, chunks)).toEqual([1, 1, 1]);
    expect(levels(1, chunks)).toEqual([1, 0, 0]);
  });

  test("of a dry source go to the keyword's other sources, of a dry keyword to the others", () => {
    const dry = { isExhausted: true, accepted: 4, waiting: 1 };
    const chunks = [
      chunk({ id: "1", keyword: "cat", source: "a", ...dry }),
      chunk({ id: "2", keyword: "cat", source: "b" }),
      chunk({ id: "3", keyword: "dog", source: "a", ...dry }),
    ];
    expect(levels(100, chunks)).toEqual([5, 90, 5]);
  });

  test("never fall under what is accepted already", () => {
    const chunks = [chunk({ id: "1", accepted: 40 }), chunk({ id: "2", keyword: "dog" })];
    expect(levels(50, chunks)).toEqual([40, 10]);
    expect(levels(30, chunks)).toEqual([40, 0]);
  });
});

describe("claims", () => {
  test("stop at the level, and in flight exceed the need by a quarter and two", () => {
    const allowance = (state: Partial<ChunkState>) =>
      planCrawl(40, [chunk({ waiting: 500, ...state })]).allowances.get("c");
    expect(allowance({})).toBe(52);
    expect(allowance({ inFlight: 50 })).toBe(2);
    expect(allowance({ accepted: 39 })).toBe(4);
    expect(allowance({ accepted: 40 })).toBe(0);
    expect(allowance({ waiting: 3 })).toBe(3);
    expect(allowance({ waiting: 3, inFlight: 3 })).toBe(0);
  });

  test("a yield of 60 % keeps 32 in flight as long as 24 are needed", () => {
    expect(planCrawl(24, [chunk({ waiting: 200 })]).allowances.get("c")).toBe(32);
  });
});

describe("pages", () => {
  const isWanted = (maxImages: number, state: Partial<ChunkState>) =>
    planCrawl(maxImages, [chunk(state)]).pagesWanted.length === 1;

  test("are wanted while too little waits for what is needed at the measured yield", () => {
    expect(isWanted(60, {})).toBe(true);
    expect(isWanted(60, { found: 100, waiting: 100 })).toBe(false);
    expect(isWanted(60, { found: 99, waiting: 99 })).toBe(true);
    expect(isWanted(60, { found: 300, waiting: 100, accepted: 10 })).toBe(true);
  });

  test("are not wanted beyond 200 waiting, when exhausted, or when the level is reached", () => {
    expect(isWanted(100_000, { found: 200, waiting: 200 })).toBe(false);
    expect(isWanted(60, { isExhausted: true })).toBe(false);
    expect(isWanted(60, { found: 100, accepted: 60 })).toBe(false);
  });
});

test("a crawl is met at its target, and dry when nothing waits and nothing is left to find", () => {
  expect(planCrawl(5, [chunk({ accepted: 5, isExhausted: true })])).toMatchObject({
    isMet: true,
    isDry: false,
  });
  const short = { accepted: 4, isExhausted: true };
  expect(planCrawl(5, [chunk(short)])).toMatchObject({ isMet: false, isDry: true });
  expect(planCrawl(5, [chunk({ ...short, waiting: 1 })]).isDry).toBe(false);
  expect(planCrawl(5, [chunk({ accepted: 4 })]).isDry).toBe(false);
});

/** A crawl in which each chunk has `material` candidates, of which a share turns out well. */
function crawl(seed: number) {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const integer = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const maxImages = integer(1, 300);
  const isPlenty = random() < 0.3;
  const sources = integer(1, 3);
  const lanes = Array.from({ length: integer(1, 6) * sources }, (_, i) => ({
    ...chunk({ id: `${i}`, keyword: `k${Math.floor(i / sources)}`, source: `s${i % sources}` }),
    good: 0,
    material: isPlenty ? 1500 : integer(0, 120),
    yieldRate: isPlenty ? 0.6 : random(),
  }));
  let steps = 0;
  for (; steps < 20_000; steps++) {
    const plan = planCrawl(maxImages, lanes);
    if (plan.isMet || plan.isDry) break;
    for (const lane of lanes) {
      const need = (plan.levels.get(lane.id) ?? 0) - lane.accepted;
      const claimed = plan.allowances.get(lane.id) ?? 0;
      expect(claimed + lane.inFlight).toBeLessThanOrEqual(
        Math.max(lane.inFlight, Math.ceil(need * 1.25) + 2),
      );
      expect(claimed + lane.inFlight).toBeLessThanOrEqual(lane.waiting);
      lane.inFlight += Math.min(claimed, integer(0, 16));
    }
    for (const lane of lanes.filter(({ id }) => plan.pagesWanted.includes(id))) {
      const page = Math.min(20, lane.material);
      lane.material -= page;
      Object.assign(lane, {
        found: lane.found + page,
        waiting: lane.waiting + page,
        isExhausted: lane.material === 0,
      });
    }
    for (const lane of lanes) {
      for (let done = integer(0, lane.inFlight); done > 0; done--) {
        Object.assign(lane, { inFlight: lane.inFlight - 1, waiting: lane.waiting - 1 });
        if (random() >= lane.yieldRate) continue;
        lane.good++;
        const level = planCrawl(maxImages, lanes).levels.get(lane.id) ?? 0;
        if (lane.accepted < level) Object.assign(lane, { accepted: lane.accepted + 1 });
      }
    }
  }
  return { lanes, steps, maxImages, isPlenty };
}

test("any crawl ends, met or dry, and what is plentiful is shared out evenly", () => {
  for (let seed = 1; seed <= 120; seed++) {
    const { lanes, steps, maxImages, isPlenty } = crawl(seed);
    expect(steps).toBeLessThan(20_000);
    const total = lanes.reduce((sum, lane) => sum + lane.accepted, 0);
    expect(total).toBeLessThanOrEqual(maxImages);
    const usedUp = lanes.every((lane) => lane.isExhausted && lane.waiting === 0);
    if (total < maxImages) expect(usedUp).toBe(true);
    if (!isPlenty) continue;
    const perKeyword = [...Map.groupBy(lanes, (lane) => lane.keyword).values()].map((group) =>
      group.reduce((sum, lane) => sum + lane.accepted, 0),
    );
    expect(total).toBe(maxImages);
    expect(Math.max(...perKeyword) - Math.min(...perKeyword)).toBeLessThanOrEqual(1);
  }
});
